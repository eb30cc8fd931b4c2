import type { Component } from '../../model/component.ts'
import type { AuthoredPolicyFolder, LoadedDocument, Sourced } from '../../model/document.ts'
import type { Environment } from '../../model/environment.ts'
import type { Finding } from '../../model/finding.ts'
import { finding } from '../../model/finding.ts'
import { escapeToken } from '../../model/pointer.ts'
import type { PolicyPlacement } from '../../model/policy-placement.ts'
import { selectClusters } from '../../model/selection.ts'
import { suggestion } from '../../model/suggest.ts'
import { checkExclusions } from './exclusions.ts'
import { checkSelection } from './selections.ts'
import { usesComponent } from './uses-component.ts'
import { shown } from './words.ts'

/** What placements may refer to. `named` also holds environments that are not valid yet. */
export interface PlacementContext {
  readonly environments: readonly Sourced<Environment>[]
  readonly named: readonly string[]
  readonly components: readonly Component[]
  readonly folders: readonly AuthoredPolicyFolder[]
  /** Folders that have a definition, valid or not. */
  readonly defined: ReadonlySet<string>
  /** Folders of which a file was not read. */
  readonly hidden: ReadonlySet<string>
}

type Placed = Sourced<PolicyPlacement>

/** Rules over all placements of a repository. */
export function checkPlacements(placements: readonly Placed[], context: PlacementContext): readonly Finding[] {
  return [
    ...duplicates(
      placements,
      'placement/duplicate-name',
      (each) => [['/metadata/name', each.metadata.name]],
      'placement',
    ),
    ...duplicates(placements, 'placement/duplicate-policy', policyNames, 'policy'),
    ...placements.flatMap((each) => checkPlacement(each, context)),
  ]
}

function policyNames(placement: PolicyPlacement): readonly (readonly [string, string])[] {
  return placement.spec.policies.map((name, i) => [`/spec/policies/${i}`, name] as const)
}

/** A name that appears twice among the placements of one environment. */
function duplicates(
  placements: readonly Placed[],
  rule: string,
  pick: (placement: PolicyPlacement) => readonly (readonly [string, string])[],
  what: string,
): readonly Finding[] {
  const first = new Map<string, { readonly placement: Placed; readonly pointer: string }>()
  return placements.flatMap((placement) =>
    pick(placement.value).flatMap(([pointer, name]) => {
      const key = JSON.stringify([placement.value.spec.environment, name])
      const other = first.get(key)
      if (other === undefined) {
        first.set(key, { placement, pointer })
        return []
      }
      const there = other.placement.document.locate(other.pointer)
      const message = `${what} ${shown(name, '')} is already there at ${there.file}:${there.line}`
      const hint =
        what === 'policy'
          ? 'name each policy once over all placements of an environment'
          : 'give each placement of an environment a name of its own'
      return [finding(rule, placement.document.locate(pointer), message, hint)]
    }),
  )
}

function checkPlacement(placement: Placed, context: PlacementContext): readonly Finding[] {
  const { value, document } = placement
  const name = value.spec.environment
  const environment = context.environments.find((each) => each.value.metadata.name === name)
  if (!environment) {
    if (context.named.includes(name)) return []
    const hint = suggestion(name, context.named, 'write it under environments/')
    return [
      finding(
        'placement/unknown-environment',
        document.locate('/spec/environment'),
        `there is no environment ${shown(name, '')}`,
        hint,
      ),
    ]
  }
  const selection = checkSelection(placement, environment.value)
  const policies = policyNames(value).flatMap(([pointer, policy]) =>
    checkPolicy(policy, pointer, placement, environment.value, context),
  )
  const partial = selection.length > 0 ? [] : checkStateful(placement, environment.value, context.components)
  const exclusions = selection.length > 0 ? [] : checkExclusions(placement, environment.value, context)
  return [...selection, ...policies, ...partial, ...exclusions]
}

function checkPolicy(
  name: string,
  pointer: string,
  { document }: Placed,
  environment: Environment,
  { components, folders, defined, hidden }: PlacementContext,
): readonly Finding[] {
  const place = document.locate(pointer)
  if (components.some((each) => each.name === name)) {
    if (usesComponent(environment, name, components)) return []
    const message = `environment \`${environment.metadata.name}\` does not use component \`${name}\``
    return [
      finding(
        'placement/unused-component',
        place,
        message,
        `add \`${name}: {}\` to its spec.components, or remove it here`,
      ),
    ]
  }
  if (hidden.has(name)) return []
  const folder = folders.find((each) => each.name === name)
  if (!folder) {
    const inUse = components.filter((each) => usesComponent(environment, each.name, components))
    const known = [...inUse, ...folders].map((each) => each.name)
    return [
      finding(
        'placement/unknown-policy',
        place,
        `there is no component or authored policy ${shown(name, '')}`,
        suggestion(name, known, 'write it under policies/'),
      ),
    ]
  }
  const [generator] = folder.generators
  if (generator) return defined.has(name) ? [twoKinds(name, generator)] : []
  if (defined.has(name)) return []
  return [
    finding(
      'policy/no-definition',
      place,
      `policies/${name} has no document of kind AuthoredPolicy`,
      `add policies/${name}/policy.yaml with \`apiVersion: isthmus.dev/v1alpha1\` and \`kind: AuthoredPolicy\``,
    ),
  ]
}

function twoKinds(name: string, generator: LoadedDocument): Finding {
  const message = `policies/${name} holds an AuthoredPolicy and a PolicyGenerator file`
  return finding('policy/generator-and-definition', generator.locate('/kind'), message, 'give each a folder of its own')
}

/** A quorum that is managed on some of its members only is no quorum that anyone can reason about. */
function checkStateful(
  { value, document }: Placed,
  environment: Environment,
  components: readonly Component[],
): readonly Finding[] {
  const { clusters, policies } = value.spec
  if (clusters.hub) return []
  const selected = selectClusters(environment, clusters)
  const left = environment.spec.clusters.map((each) => each.name).filter((each) => !selected.includes(each))
  if (left.length === 0) return []
  return policies.flatMap((name, i) => {
    if (!components.some((each) => each.name === name && each.stateful)) return []
    const message = `stateful component \`${name}\` must be on all clusters of its environment, but ${left.join(', ')} ${left.length === 1 ? 'is' : 'are'} left out`
    return [
      finding(
        'placement/stateful-partial',
        document.locate(`/spec/policies/${i}`),
        message,
        'place it with `clusters: { all: true }`',
      ),
    ]
  })
}

/** Components that an environment uses and no placement names: probably forgotten. */
export function checkUnplacedComponents(placements: readonly Placed[], context: PlacementContext): readonly Finding[] {
  return context.environments.flatMap(({ value, document }) => {
    const own = placements.filter((each) => each.value.spec.environment === value.metadata.name)
    const placed = new Set(own.flatMap((each) => each.value.spec.policies))
    return Object.keys(value.spec.components)
      .filter((name) => !placed.has(name) && context.components.some((each) => each.name === name))
      .map((name) => {
        const place = document.locate(`/spec/components/${escapeToken(name)}`, 'key')
        const message = `no placement names component \`${name}\`, so nothing of it is rendered`
        return finding(
          'environment/unplaced-component',
          place,
          message,
          'add it to `policies` of a placement',
          'warning',
        )
      })
  })
}
