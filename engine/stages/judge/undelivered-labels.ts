import { boundBy } from '../../model/bound.ts'
import { placedOn } from '../../model/by-cluster.ts'
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
  readonly values: ReadonlySet<string>
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
    return labelsWanted(cluster, rendered).flatMap(({ key, values, askedBy }) => {
      const value = textAt(found, 'metadata', 'labels', key)
      if ((value !== undefined && values.has(value)) || seen.has(key)) return []
      seen.add(key)
      const is = value === undefined ? 'is missing' : `is ${value}`
      return [
        { what, cluster, message: `its label ${key} ${is}, though ${askedBy} asks for ${[...values].join(' or ')}` },
      ]
    })
  })
}

// It only remembers what its key says anyway.
const WANTED = new WeakMap<Rendered, Map<string, readonly WantedLabel[]>>()

function labelsWanted(cluster: string, rendered: Rendered): readonly WantedLabel[] {
  const known = WANTED.get(rendered) ?? new Map<string, readonly WantedLabel[]>()
  WANTED.set(rendered, known)
  const wanted = known.get(cluster) ?? [...selected(cluster, rendered), ...written(cluster, rendered)]
  known.set(cluster, wanted)
  return wanted
}

/** What the placements that carry policies to this cluster select by. */
function selected(cluster: string, rendered: Rendered): readonly WantedLabel[] {
  const placed = new Set(placedOn(rendered, cluster).map((each) => each.name))
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
    const askedBy = `${textAt(each, 'kind') ?? ''} ${nameOf(each)}`
    return names.has(askedBy) ? labelsBy(each, askedBy) : []
  })
}

// It only remembers what its key says anyway: a placement of a fleet names all of its clusters.
const SELECTED = new WeakMap<JsonObject, readonly WantedLabel[]>()

function labelsBy(placement: JsonObject, askedBy: string): readonly WantedLabel[] {
  const labels = SELECTED.get(placement) ?? selectorsOf(placement).flatMap((each) => labelsOf(each, askedBy))
  SELECTED.set(placement, labels)
  return labels
}

function selectorsOf(placement: JsonObject): readonly Json[] {
  const predicates = listAt(placement, 'spec', 'predicates')
  const only = predicates.length === 1 ? at(predicates[0], 'requiredClusterSelector', 'labelSelector') : undefined
  return [at(placement, 'spec', 'clusterSelector'), only].flatMap((each) => (each === undefined ? [] : [each]))
}

function labelsOf(selector: Json, askedBy: string): readonly WantedLabel[] {
  const exact = at(selector, 'matchLabels')
  const equal = Object.keys(isObject(exact) ? exact : {}).map((key) => ({
    key,
    values: new Set([textAt(exact, key) ?? '']),
    askedBy,
  }))
  const listed = listAt(selector, 'matchExpressions')
    .filter((each) => textAt(each, 'operator') === 'In')
    .map((each) => ({
      key: textAt(each, 'key') ?? '',
      values: new Set(listAt(each, 'values').flatMap((value) => textAt(value) ?? [])),
      askedBy,
    }))
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
          const texts = Object.keys(isObject(labels) ? labels : {}).map(
            (key) => [key, textAt(labels, key) ?? ''] as const,
          )
          const plain = texts.filter(([, value]) => !value.includes('{{'))
          return plain.map(([key, value]) => ({
            key,
            values: new Set([value]),
            askedBy: `policy ${policy.name}`,
          }))
        }),
    )
}
