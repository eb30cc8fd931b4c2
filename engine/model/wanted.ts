import type { Json } from './json.ts'
import { isObject, listAt, textAt } from './json.ts'
import { keyOf } from './kube.ts'
import type { Rendered } from './rendered.ts'
import { resourceTypeOf } from './resources.ts'

/** A kind to list. `names` are the only ones that matter where whole lists would read too much; null: the whole list. */
export interface WantedKind {
  readonly apiVersion: string
  readonly kind: string
  /** '' for cluster-scoped kinds and for all namespaces. */
  readonly namespace: string
  readonly names: readonly string[] | null
}

/** What the merged policies speak of, and so all that a source with least privilege has to read. */
export interface Wanted {
  readonly environment: string
  readonly hubNamespace: string
  readonly hub: readonly WantedKind[]
  on(cluster: string): readonly WantedKind[]
}

/** Kinds that are read by name only: whole lists of them would read other people's secrets, or megabytes of schemas. */
const BY_NAME: ReadonlySet<string> = new Set(['Secret', 'CustomResourceDefinition', 'Namespace'])
/** From this many namespaces on, one list over all of them is cheaper. */
const MOST_NAMESPACES = 8

const POLICY = 'policy.open-cluster-management.io/v1'
const CLUSTER = 'cluster.open-cluster-management.io'

export function wantedOf(rendered: Rendered): Wanted {
  const namespaceOf = (each: Json) => textAt(each, 'metadata', 'namespace') ?? ''
  const hubNamespace = rendered.policies.map((each) => namespaceOf(each.object)).find(Boolean) ?? ''
  return {
    environment: rendered.environment,
    hubNamespace,
    hub: hubKinds(rendered, hubNamespace),
    on: (cluster) =>
      merged(
        rendered.policies
          .filter((each) => each.clusters.includes(cluster))
          .flatMap((each) => listAt(each.object, 'spec', 'policy-templates'))
          .flatMap((each) => (isObject(each) ? wantedBy(each.objectDefinition ?? null) : [])),
      ),
  }
}

function hubKinds(rendered: Rendered, namespace: string): readonly WantedKind[] {
  const whole = (apiVersion: string, kind: string, place = namespace): WantedKind => {
    return { apiVersion, kind, namespace: place, names: null }
  }
  const support = rendered.others.filter((each) => each.kind !== 'Secret').map(wantedObject)
  return merged([
    // Replicas live in the namespaces of the clusters.
    whole(POLICY, 'Policy', ''),
    whole(POLICY, 'PlacementBinding'),
    whole('apps.open-cluster-management.io/v1', 'PlacementRule'),
    whole(`${CLUSTER}/v1beta1`, 'Placement'),
    whole(`${CLUSTER}/v1beta1`, 'PlacementDecision'),
    whole(`${CLUSTER}/v1beta2`, 'ManagedClusterSetBinding'),
    whole(`${CLUSTER}/v1`, 'ManagedCluster', ''),
    ...support,
  ])
}

/** The kinds that one policy template compares. Other kinds than ConfigurationPolicy are judged on the cluster alone. */
export function wantedBy(definition: Json): readonly WantedKind[] {
  if (textAt(definition, 'kind') !== 'ConfigurationPolicy') return []
  const selector = isObject(definition) && isObject(definition.spec) ? definition.spec.namespaceSelector : undefined
  const isSelecting = isObject(selector) && Object.keys(selector).length > 0
  const objects = listAt(definition, 'spec', 'object-templates').flatMap((each) => {
    if (!isObject(each) || !isObject(each.objectDefinition)) return []
    const wanted = wantedObject(each.objectDefinition)
    const isNamed = wanted.names !== null && each.objectSelector === undefined
    return [isNamed ? wanted : { ...wanted, names: null }]
  })
  const namespaces: WantedKind = { apiVersion: 'v1', kind: 'Namespace', namespace: '', names: null }
  return isSelecting && objects.some((each) => each.namespace === '') ? [...objects, namespaces] : objects
}

function wantedObject(object: Json): WantedKind {
  const { apiVersion, kind, namespace, name } = keyOf(object)
  const isPlain = (text: string) => text !== '' && !text.includes('{{')
  const place = resourceTypeOf(apiVersion, kind)?.namespaced === false || !isPlain(namespace) ? '' : namespace
  return { apiVersion, kind, namespace: place, names: isPlain(name) ? [name] : null }
}

function merged(all: readonly WantedKind[]): readonly WantedKind[] {
  const kinds = new Map<string, WantedKind[]>()
  for (const each of all.filter((one) => one.apiVersion !== '' && one.kind !== '')) {
    const id = `${each.apiVersion}|${each.kind}`
    kinds.set(id, [...(kinds.get(id) ?? []), each])
  }
  return [...kinds.values()].flatMap((same) => {
    const namespaces = [...new Set(same.map((each) => each.namespace))].sort()
    const isBroad = namespaces.length > MOST_NAMESPACES && same[0]?.kind !== 'Secret'
    if (isBroad || namespaces.includes('')) return [joined(same, '')]
    return namespaces.map((place) =>
      joined(
        same.filter((each) => each.namespace === place),
        place,
      ),
    )
  })
}

function joined(same: readonly WantedKind[], namespace: string): WantedKind {
  const { apiVersion = '', kind = '' } = same[0] ?? {}
  const isWhole = !BY_NAME.has(kind) || same.some((each) => each.names === null)
  return {
    apiVersion,
    kind,
    namespace,
    names: isWhole ? null : [...new Set(same.flatMap((each) => each.names ?? []))].sort(),
  }
}
