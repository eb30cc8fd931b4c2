import { boundBy } from '../../model/bound.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { at, isObject, listAt, textAt } from '../../model/json.ts'
import type { HubObservation } from '../../model/observation.ts'
import { HUB_CLUSTER } from '../../model/plan.ts'
import type { Rendered } from '../../model/rendered.ts'
import type { Undelivered } from './undelivered-entry.ts'
import { find, isListed, nameOf } from './undelivered-entry.ts'

/** A label that a cluster must carry: one of these values. */
interface WantedLabel {
  readonly key: string
  readonly values: readonly string[]
  readonly askedBy: string
}

/** Labels of the ManagedClusters that placements select by, and that policies write on them. */
export function undeliveredLabels(rendered: Rendered, hub: HubObservation): readonly Undelivered[] {
  if (!isListed(hub, 'ManagedCluster', '')) return []
  return rendered.clusters.flatMap(({ name: cluster }) => {
    if (cluster === HUB_CLUSTER) return []
    const what = `ManagedCluster ${cluster}`
    const found = find(hub, 'ManagedCluster', '', cluster)
    if (found === undefined) return [{ what, cluster, message: 'the hub has no ManagedCluster of that name' }]
    const seen = new Set<string>()
    return [...selected(cluster, rendered), ...written(cluster, rendered)].flatMap(({ key, values, askedBy }) => {
      const value = textAt(found, 'metadata', 'labels', key)
      if ((value !== undefined && values.includes(value)) || seen.has(key)) return []
      seen.add(key)
      const is = value === undefined ? 'is missing' : `is ${value}`
      return [{ what, cluster, message: `its label ${key} ${is}, though ${askedBy} asks for ${values.join(' or ')}` }]
    })
  })
}

/** What the placements that carry policies to this cluster select by. */
function selected(cluster: string, rendered: Rendered): readonly WantedLabel[] {
  const placed = new Set(rendered.policies.filter((each) => each.clusters.includes(cluster)).map((each) => each.name))
  const bindings = rendered.others.filter(
    (each) =>
      each.kind === 'PlacementBinding' && boundBy(each, rendered.others).some(({ policy }) => placed.has(policy)),
  )
  const names = new Set(
    bindings.map(
      (each) => `${textAt(each, 'placementRef', 'kind') ?? ''} ${textAt(each, 'placementRef', 'name') ?? ''}`,
    ),
  )
  return rendered.others.flatMap((each) => {
    const askedBy = `${String(each.kind)} ${nameOf(each)}`
    return names.has(askedBy) ? selectorsOf(each).flatMap((selector) => labelsOf(selector, askedBy)) : []
  })
}

function selectorsOf(placement: JsonObject): readonly Json[] {
  const predicates = listAt(placement, 'spec', 'predicates')
  const only = predicates.length === 1 ? at(predicates[0], 'requiredClusterSelector', 'labelSelector') : undefined
  return [at(placement, 'spec', 'clusterSelector'), only].flatMap((each) => (each === undefined ? [] : [each]))
}

function labelsOf(selector: Json, askedBy: string): readonly WantedLabel[] {
  const exact = at(selector, 'matchLabels')
  const equal = Object.entries(isObject(exact) ? exact : {}).map(([key, value]) => ({
    key,
    values: [String(value)],
    askedBy,
  }))
  const listed = listAt(selector, 'matchExpressions')
    .filter((each) => textAt(each, 'operator') === 'In')
    .map((each) => ({ key: textAt(each, 'key') ?? '', values: listAt(each, 'values').map(String), askedBy }))
  return [...equal, ...listed]
}

/** Labels that a merged hub policy wants on the cluster's ManagedCluster. */
function written(cluster: string, rendered: Rendered): readonly WantedLabel[] {
  return rendered.policies
    .filter((each) => each.clusters.includes(HUB_CLUSTER))
    .flatMap((policy) =>
      listAt(policy.object, 'spec', 'policy-templates')
        .flatMap((each) => listAt(each, 'objectDefinition', 'spec', 'object-templates'))
        .map((each) => at(each, 'objectDefinition') ?? null)
        .filter((each) => textAt(each, 'kind') === 'ManagedCluster' && nameOf(each) === cluster)
        .flatMap((each) => {
          const labels = at(each, 'metadata', 'labels')
          const plain = Object.entries(isObject(labels) ? labels : {}).filter(
            ([, value]) => !String(value).includes('{{'),
          )
          return plain.map(([key, value]) => ({ key, values: [String(value)], askedBy: `policy ${policy.name}` }))
        }),
    )
}
