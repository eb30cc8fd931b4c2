import type { GeneratorFiles } from '../../model/generator-files.ts'
import type { JsonObject } from '../../model/json.ts'
import { canonical, textAt } from '../../model/json.ts'
import type { PlacementApi } from '../../model/placement-api.ts'
import type { PlacementOptions } from './config.ts'
import type { Report } from './report.ts'
import type { Generator } from './resolved.ts'
import { selectorOf } from './selector.ts'
import { readManifests } from './yaml.ts'

/** A placement with what it carries, by index in the file. */
export interface Placed {
  readonly name: string
  readonly pointer: string
  readonly policies: string[]
  readonly sets: string[]
}

export interface Placements {
  readonly objects: readonly JsonObject[]
  readonly placed: readonly Placed[]
}

interface Request {
  readonly placement: PlacementOptions
  readonly defaultName: string
  /** Of the policy or set, for `placement-<owner>`. */
  readonly owner: string
  readonly pointer: string
}

/** The placements of policies, then of sets, each written once, and what is bound to each (policy-generator-plugin createPlacement). */
export function placements(generator: Generator, files: GeneratorFiles, api: PlacementApi, report: Report): Placements {
  const objects: JsonObject[] = []
  const placed = new Map<string, Placed>()
  const name = namer(generator, files, api, objects, report)
  const bind = (request: Request): Placed | undefined => {
    const placement = name(request)
    if (placement === undefined) return undefined
    const known = placed.get(placement) ?? { name: placement, pointer: request.pointer, policies: [], sets: [] }
    placed.set(placement, known)
    return known
  }
  const common = generator.defaults.placement.name ?? ''
  for (const policy of generator.policies) {
    if (!policy.generatePlacementWhenInSet && (!policy.generatePolicyPlacement || policy.isInSet)) continue
    const { placement, pointer } = policy
    bind({ placement, pointer, owner: policy.name, defaultName: common })?.policies.push(policy.name)
  }
  for (const set of generator.policySets) {
    if (!set.generatePolicySetPlacement) continue
    const { placement, pointer } = set
    const defaultName = generator.defaults.setPlacement.name || common
    bind({ placement, pointer, owner: set.name, defaultName })?.sets.push(set.name)
  }
  return { objects, placed: [...placed.values()].sort((a, b) => (a.name < b.name ? -1 : 1)) }
}

/** Gives a request the name of its placement, and writes the placement where it is new; undefined where that fails. */
function namer(
  { namespace }: Generator,
  files: GeneratorFiles,
  api: PlacementApi,
  objects: JsonObject[],
  report: Report,
): (request: Request) => string | undefined {
  const bySelector = new Map<string, string>()
  const fromFiles = new Set<string>()
  const written = new Set<string>()
  const write = (name: string, object: JsonObject, pointer: string): string | undefined => {
    if (written.has(name)) {
      const hint = 'name one of them otherwise, or let both use placementName'
      report(
        'generator/duplicate-placement',
        `${pointer}/placement`,
        `the placement name \`${name}\` is used twice`,
        hint,
      )
      return undefined
    }
    written.add(name)
    objects.push(object)
    return name
  }
  return ({ placement, defaultName, owner, pointer }) => {
    if (placement.placementName) return placement.placementName
    if (placement.placementPath) {
      const object = placementFrom(placement.placementPath, namespace, files, api, (message, hint) =>
        report('generator/placement-path', `${pointer}/placement/placementPath`, message, hint),
      )
      const name = textAt(object, 'metadata', 'name')
      if (object === undefined || name === undefined || fromFiles.has(name)) return name
      fromFiles.add(name)
      return write(name, object, pointer)
    }
    const key = placement.labelSelector === undefined ? '' : canonical(placement.labelSelector)
    const known = bySelector.get(key)
    if (!placement.name && defaultName !== '' && known !== undefined) return known
    const numbered = `${defaultName}${bySelector.size === 0 ? '' : bySelector.size + 1}`
    const name = placement.name || (defaultName === '' ? `placement-${owner}` : numbered)
    bySelector.set(key, name)
    const selector = selectorOf(placement.labelSelector) ?? {}
    return write(name, placementObject(name, namespace, selector, api), pointer)
  }
}

function placementFrom(
  path: string,
  namespace: string,
  files: GeneratorFiles,
  api: PlacementApi,
  refuse: (message: string, hint: string) => void,
): JsonObject | undefined {
  const entry = files.get(path)
  const read = entry?.kind === 'file' ? readManifests(entry.text) : { problem: 'it is no file', line: 1, column: 1 }
  if ('problem' in read) {
    refuse(`placement.placementPath \`${path}\` cannot be read: ${read.problem}`, 'name a file with a Placement')
    return undefined
  }
  const found = read.documents.find((each) => each.kind === api)
  const name = textAt(found, 'metadata', 'name') ?? ''
  if (found === undefined) refuse(`placement.placementPath \`${path}\` holds no ${api}`, `put a ${api} into the file`)
  else if (name === '') refuse(`the ${api} in placement.placementPath \`${path}\` has no name`, 'name it')
  else if (textAt(found, 'metadata', 'namespace') !== namespace)
    refuse(
      `the ${api} in placement.placementPath \`${path}\` is not in the policies' namespace`,
      `set its metadata.namespace to ${namespace}`,
    )
  else return found
  return undefined
}

function placementObject(name: string, namespace: string, selector: JsonObject, api: PlacementApi): JsonObject {
  const metadata = { name, namespace }
  if (api === 'PlacementRule')
    return {
      apiVersion: 'apps.open-cluster-management.io/v1',
      kind: 'PlacementRule',
      metadata,
      spec: { clusterSelector: selector },
    }
  return {
    apiVersion: 'cluster.open-cluster-management.io/v1beta1',
    kind: 'Placement',
    metadata,
    spec: {
      predicates: [{ requiredClusterSelector: { labelSelector: selector } }],
      tolerations: ['unavailable', 'unreachable'].map((taint) => ({
        key: `cluster.open-cluster-management.io/${taint}`,
        operator: 'Exists',
      })),
    },
  }
}
