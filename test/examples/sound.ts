import type { JsonObject } from '../../engine/model/json.ts'
import { listAt, textAt } from '../../engine/model/json.ts'
import { LABEL_LIMIT, POLICY_FULL_NAME_LIMIT } from '../../engine/model/names.ts'
import type { Plan } from '../../engine/model/plan.ts'
import { CLUSTER_SET_LABEL } from '../../engine/model/selection.ts'
import { deliveries, LOCAL_CLUSTER, managedClusters, neighbours, objectsOf } from './hub.ts'

/** Everything about a plan that RHACM would refuse or silently not do, on a hub with other clusters beside ours. */
export function unsound(plan: Plan): readonly string[] {
  return [...badNames(plan), ...badDeliveries(plan), ...badTemplates(plan)]
}

function badNames(plan: Plan): readonly string[] {
  const { namespace } = plan.environment.spec.hub
  const long = plan.policies
    .filter((each) => `${namespace}.${each.name}`.length > POLICY_FULL_NAME_LIMIT)
    .map((each) => `policy name too long: ${each.name}`)
  const bad = objectsOf(plan)
    .map((each) => textAt(each, 'metadata', 'name') ?? '')
    .filter((name) => !/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name))
    .map((name) => `no name: ${name}`)
  return [...long, ...bad, ...repeated(objectsOf(plan).map(titleOf), 'object'), ...badPlacementNames(plan)]
}

/** A Placement and a PlacementRule never share a name, and decisions carry the name as a label. */
function badPlacementNames(plan: Plan): readonly string[] {
  const names = plan.bindings
    .filter((each) => /^Placement(Rule)?$/.test(textAt(each.object, 'kind') ?? ''))
    .map((each) => textAt(each.object, 'metadata', 'name') ?? '')
  const long = names.filter((name) => name.length > LABEL_LIMIT).map((name) => `placement name too long: ${name}`)
  return [...long, ...repeated(names, 'placement')]
}

/** Each policy is bound once, and reaches exactly the clusters that the plan says: no other environment's, none in no set. */
function badDeliveries(plan: Plan): readonly string[] {
  const { environment } = plan
  const clusters = [LOCAL_CLUSTER, ...managedClusters(environment), ...neighbours(environment)]
  const delivered = deliveries(objectsOf(plan), clusters)
  const stray = delivered
    .filter((each) => !plan.policies.some(({ name }) => name === each.policy))
    .map((each) => `${each.binding} binds ${each.policy}, which nobody renders`)
  const wrong = plan.policies.flatMap((policy) => {
    const mine = delivered.filter((each) => each.policy === policy.name)
    if (mine.length !== 1) return [`${policy.name} is bound ${mine.length} times`]
    const reached = [...(mine[0]?.clusters ?? [])].sort().join(' ')
    const wanted = [...policy.clusters].sort().join(' ')
    return reached === wanted && wanted !== '' ? [] : [`${policy.name} reaches ${reached}, not ${wanted}`]
  })
  return [...stray, ...wrong, ...reachedElsewhere(plan)]
}

/** Clusters of the same names that belong to another set are somebody else's. */
function reachedElsewhere(plan: Plan): readonly string[] {
  const moved = managedClusters(plan.environment).map((each) => ({
    ...each,
    labels: new Map([...each.labels, [CLUSTER_SET_LABEL, 'another-set-altogether']]),
  }))
  return deliveries(objectsOf(plan), moved)
    .filter((each) => each.clusters.length > 0)
    .map((each) => `${each.policy} reaches ${each.clusters.join(' ')} of another set`)
}

/** Template names fit, and no two policies bring a cluster templates of one kind and name. */
function badTemplates(plan: Plan): readonly string[] {
  const templates = plan.policies.flatMap((policy) =>
    listAt(policy.object, 'spec', 'policy-templates').map((template) => ({
      clusters: policy.clusters,
      kind: textAt(template, 'objectDefinition', 'kind') ?? '',
      name: textAt(template, 'objectDefinition', 'metadata', 'name') ?? '',
    })),
  )
  const long = templates
    .filter((each) => each.name.length > LABEL_LIMIT || each.name === '')
    .map((each) => `template name too long: ${each.name}`)
  const keys = templates.flatMap(({ clusters, kind, name }) => clusters.map((cluster) => `${cluster} ${kind} ${name}`))
  return [...long, ...repeated(keys, 'template')]
}

function repeated(names: readonly string[], what: string): readonly string[] {
  const seen = new Set<string>()
  return names.flatMap((name) => {
    const isKnown = seen.has(name)
    seen.add(name)
    return isKnown ? [`${what} twice: ${name}`] : []
  })
}

function titleOf(object: JsonObject): string {
  const place = [textAt(object, 'metadata', 'namespace'), textAt(object, 'metadata', 'name')].join('/')
  return `${textAt(object, 'kind')} ${place}`
}
