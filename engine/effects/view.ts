import { Failure } from '../model/failure.ts'
import type { JsonObject } from '../model/json.ts'
import { isObject, listAt, textAt } from '../model/json.ts'
import type { ObjectKey } from '../model/kube.ts'
import { keyOf } from '../model/kube.ts'
import type { ClusterObservation, Observation, Source } from '../model/observation.ts'
import { HUB_CLUSTER } from '../model/plan.ts'
import type { Rendered } from '../model/rendered.ts'
import { resourceTypeOf } from '../model/resources.ts'

type Reported = Extract<ClusterObservation, { state: 'reported' }>
type View = NonNullable<Source['view']>

/**
 * Where a source can view single objects: reads those behind the violations that the hub reports, so that these few show
 * their fields and who changed them. Everything else keeps to its status.
 */
export async function viewViolations(
  source: Source,
  rendered: Rendered,
  observation: Observation,
): Promise<Observation> {
  const { view } = source
  if (!view) return observation
  const clusters = await Promise.all(
    observation.clusters.map((each) =>
      each.state === 'reported' && each.cluster !== HUB_CLUSTER ? viewCluster(each, rendered, view) : each,
    ),
  )
  return { ...observation, clusters }
}

/** One after the other: a view is work for the cluster, too. The first that fails ends it for this cluster. */
async function viewCluster(reported: Reported, rendered: Rendered, view: View): Promise<ClusterObservation> {
  const objects: JsonObject[] = []
  const viewed: string[] = []
  try {
    for (const [template, keys] of violated(reported, rendered)) {
      for (const key of keys) {
        const found = await view({ environment: rendered.environment, cluster: reported.cluster, object: key })
        if (found) objects.push(found)
      }
      viewed.push(template)
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
  }
  return viewed.length === 0 ? reported : { ...reported, state: 'seen', objects, problems: [], viewed }
}

/** Violated templates whose objects are all named and no Secrets. */
function violated({ cluster, policies }: Reported, rendered: Rendered): ReadonlyMap<string, readonly ObjectKey[]> {
  const statuses = policies.flatMap((each) => each.templates.filter((one) => one.compliant === 'NonCompliant'))
  const names = new Set(statuses.map((each) => each.name))
  const found = new Map<string, readonly ObjectKey[]>()
  for (const policy of rendered.policies.filter((each) => each.clusters.includes(cluster))) {
    for (const template of listAt(policy.object, 'spec', 'policy-templates')) {
      const definition = isObject(template) ? template.objectDefinition : undefined
      const name = textAt(definition, 'metadata', 'name') ?? ''
      const objects = listAt(definition, 'spec', 'object-templates').map((each) =>
        keyOf(isObject(each) && each.objectSelector === undefined ? (each.objectDefinition ?? null) : null),
      )
      const selector = isObject(definition) && isObject(definition.spec) ? definition.spec.namespaceSelector : undefined
      if (names.has(name) && selector === undefined && objects.length > 0 && objects.every(isViewable))
        found.set(name, objects)
    }
  }
  return found
}

/** Of a kind that only its CRD tells of, an absent object would look like a kind that is not served. */
function isViewable({ apiVersion, kind, name, namespace }: ObjectKey): boolean {
  const isKnown = resourceTypeOf(apiVersion, kind) !== undefined
  return isKnown && kind !== 'Secret' && name !== '' && !name.includes('{{') && !namespace.includes('{{')
}
