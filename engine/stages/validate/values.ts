import type { DeclaredValue, ValueScalar } from '../../model/declared-value.ts'
import { unlike } from '../../model/declared-value.ts'
import type { AuthoredPolicyFolder, Sourced } from '../../model/document.ts'
import type { Environment } from '../../model/environment.ts'
import type { Finding } from '../../model/finding.ts'
import { finding } from '../../model/finding.ts'
import { escapeToken } from '../../model/pointer.ts'
import type { PolicyPlacement } from '../../model/policy-placement.ts'
import { suggestion } from '../../model/suggest.ts'
import { checkReferences, isUnsafe } from './value-references.ts'
import { shown } from './words.ts'

interface Context {
  readonly folders: readonly AuthoredPolicyFolder[]
  readonly environments: readonly Sourced<Environment>[]
  readonly placements: readonly Sourced<PolicyPlacement>[]
  /** Folders of which a file was not read. */
  readonly hidden: ReadonlySet<string>
}

/** Values of authored policies: declared with care, named only where declared, given as declared, and given at all. */
export function checkValues({ folders, environments, placements, hidden }: Context): readonly Finding[] {
  return [
    ...folders.flatMap((folder) => [...checkDeclarations(folder), ...checkReferences(folder)]),
    ...environments.flatMap((each) => checkGiven(each, folders, hidden)),
    ...placements.flatMap((placement) => checkNeeds(placement, folders, environments)),
  ]
}

function checkDeclarations({ policy }: AuthoredPolicyFolder): readonly Finding[] {
  if (!policy) return []
  return Object.entries(policy.value.spec.values ?? {}).flatMap(([name, declared]) => {
    const pointer = `/spec/values/${escapeToken(name)}`
    const place = (key: string) => policy.document.locate(`${pointer}/${key}`)
    const problem = declared.default === undefined ? undefined : unlike(declared.default as ValueScalar, declared)
    if (problem !== undefined) return [finding('value/default', place('default'), problem, 'correct the default')]
    if (declared.from === undefined) return []
    if (declared.default !== undefined) {
      const message = `\`${name}\` comes from ${declared.from}, so its default is never used`
      return [finding('value/fact', place('default'), message, 'keep `from` or `default`')]
    }
    if (declared.type === 'string') return []
    return [finding('value/fact', place('type'), `${declared.from} is text`, 'write `type: string`')]
  })
}

/** What an environment gives is declared, and is what was declared. */
function checkGiven(
  { value, document }: Sourced<Environment>,
  folders: readonly AuthoredPolicyFolder[],
  hidden: ReadonlySet<string>,
): readonly Finding[] {
  return Object.entries(value.spec.values ?? {}).flatMap(([policy, given]) => {
    if (hidden.has(policy)) return []
    const pointer = `/spec/values/${escapeToken(policy)}`
    const folder = folders.find((each) => each.name === policy)
    if (!folder) {
      const names = folders.filter((each) => each.policy?.value.spec.values).map((each) => each.name)
      const message = `there is no authored policy ${shown(policy, '')}`
      return [
        finding(
          'value/unknown-policy',
          document.locate(pointer, 'key'),
          message,
          suggestion(policy, names, 'remove it'),
        ),
      ]
    }
    if (!folder.policy) return []
    const declared = folder.policy.value.spec.values ?? {}
    return Object.entries(given as Readonly<Record<string, ValueScalar>>).flatMap(([name, own]) => {
      const found = Object.hasOwn(declared, name) ? declared[name] : undefined
      const at = `${pointer}/${escapeToken(name)}`
      if (!found) {
        const message = `policies/${policy} declares no value ${shown(name, '')}`
        const hint = suggestion(name, Object.keys(declared), 'declare it in policy.yaml, or remove it')
        return [finding('value/unknown', document.locate(at, 'key'), message, hint)]
      }
      return checkOne(name, own, found, folder).map(([rule, message, hint]) =>
        finding(rule, document.locate(at), message, hint),
      )
    })
  })
}

function checkOne(
  name: string,
  own: ValueScalar,
  declared: DeclaredValue,
  folder: AuthoredPolicyFolder,
): readonly (readonly [rule: string, message: string, hint: string])[] {
  if (declared.from !== undefined)
    return [['value/fact', `\`${name}\` of ${folder.name} comes from ${declared.from}`, 'remove it here']]
  const problem = unlike(own, declared)
  if (problem !== undefined)
    return [['value/wrong-type', `\`${name}\` of ${folder.name} cannot be ${shown(own, '')}`, problem]]
  if (!isUnsafe(String(own), name, folder)) return []
  const message = `\`${name}\` of ${folder.name} stands inside a template, where ${shown(own, '')} would be read as part of it`
  return [['value/in-template', message, 'use no braces, quotes, backslashes and line breaks']]
}

/** Every value without a default is given by each environment that places the policy; facts of a cluster need a cluster. */
function checkNeeds(
  { value, document }: Sourced<PolicyPlacement>,
  folders: readonly AuthoredPolicyFolder[],
  environments: readonly Sourced<Environment>[],
): readonly Finding[] {
  const environment = environments.find((each) => each.value.metadata.name === value.spec.environment)
  if (!environment) return []
  return value.spec.policies.flatMap((policy, i) => {
    const declared = folders.find((each) => each.name === policy)?.policy?.value.spec.values ?? {}
    const given = environment.value.spec.values?.[policy] ?? {}
    return Object.entries(declared).flatMap(([name, { from, default: otherwise, type }]) => {
      if (from !== undefined) {
        if (!from.startsWith('cluster.') || value.spec.clusters.hub !== true) return []
        const message = `\`${name}\` of ${policy} is ${from}, and the hub is no cluster of the environment`
        return [
          finding('value/no-cluster', document.locate(`/spec/policies/${i}`), message, 'place it on clusters instead'),
        ]
      }
      if (otherwise !== undefined || Object.hasOwn(given, name)) return []
      const message = `environment \`${value.spec.environment}\` gives no \`${name}\`, which ${policy} needs`
      const place = environment.document.locate(`/spec/values/${escapeToken(policy)}`, 'key')
      return [finding('value/missing', place, message, `add it to spec.values.${policy}: ${type}`)]
    })
  })
}
