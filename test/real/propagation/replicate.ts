import type { Json, JsonObject } from '../../../engine/model/json.ts'
import { at, isObject, listAt, textAt } from '../../../engine/model/json.ts'
import type { Cluster } from '../testbed/cluster.ts'
import { decidePlacement, decidePlacementRule, labelsOf, nameOf, PLACEMENT_LABEL } from './decide.ts'
import { resolveTemplates } from './resolve-templates.ts'

export const POLICY = 'policy.open-cluster-management.io/v1'
const PREFIX = 'policy.open-cluster-management.io'
const RULE = 'apps.open-cluster-management.io/v1'
const PLACEMENT = 'cluster.open-cluster-management.io/v1beta1'
const CLUSTERS = 'cluster.open-cluster-management.io'

/** A root Policy on one cluster, as its replica says it. */
export interface Replica {
  readonly cluster: string
  readonly root: string
  readonly object: JsonObject
}

/** What a pass of the hub's controllers found and decided. */
export interface Spread {
  readonly roots: readonly JsonObject[]
  readonly replicas: readonly Replica[]
  /** Of each root: its bindings, for its status. */
  readonly placed: ReadonlyMap<string, readonly JsonObject[]>
}

/** Decides every placement of a namespace, writes what was decided, and says which replicas there are to be. */
export async function spread(hub: Cluster, namespace: string): Promise<Spread> {
  const list = (apiVersion: string, kind: string, place = namespace) => hub.list(apiVersion, kind, place)
  const [roots, bindings, rules, placements, sets, clusters] = await Promise.all([
    list(POLICY, 'Policy'),
    list(POLICY, 'PlacementBinding'),
    list(RULE, 'PlacementRule'),
    list(PLACEMENT, 'Placement'),
    list(`${CLUSTERS}/v1beta2`, 'ManagedClusterSetBinding'),
    list(`${CLUSTERS}/v1`, 'ManagedCluster', ''),
  ])
  const bound = sets.map((each) => textAt(each, 'spec', 'clusterSet') ?? '')
  const decided = new Map([
    ...rules.map((each): [string, readonly string[]] => [
      `PlacementRule ${nameOf(each)}`,
      decidePlacementRule(each, clusters),
    ]),
    ...placements.map((each): [string, readonly string[]] => [
      `Placement ${nameOf(each)}`,
      decidePlacement(each, clusters, bound),
    ]),
  ])
  await Promise.all(
    [...rules, ...placements].map((each) =>
      decide(hub, each, decided.get(`${String(each.kind)} ${nameOf(each)}`) ?? []),
    ),
  )
  const placed = new Map(roots.map((root) => [nameOf(root), bindings.filter((each) => isOf(each, root))]))
  const each = roots.flatMap((root) => replicasOf(root, placed.get(nameOf(root)) ?? [], decided, clusters))
  return { roots, placed, replicas: await resolved(hub, namespace, each, clusters) }
}

async function decide(hub: Cluster, placement: JsonObject, names: readonly string[]): Promise<void> {
  const { apiVersion, kind, metadata } = placement
  const [name, namespace] = [nameOf(metadata === undefined ? {} : placement), textAt(metadata, 'namespace') ?? '']
  const manager = 'placement-controller'
  if (kind === 'PlacementRule') {
    const decisions = names.map((each) => ({ clusterName: each, clusterNamespace: each }))
    if (same(at(placement, 'status', 'decisions'), decisions)) return
    await hub.applyStatus(
      { apiVersion: RULE, kind, metadata: { name, namespace }, status: { decisions } },
      { manager, force: true },
    )
    return
  }
  const key = { apiVersion: PLACEMENT, kind: 'PlacementDecision' }
  const owned = { name: `${name}-decision-1`, namespace }
  const was = await hub.get(PLACEMENT, 'PlacementDecision', namespace, owned.name)
  const decisions = names.map((each) => ({ clusterName: each, reason: '' }))
  if (was !== undefined && same(at(was, 'status', 'decisions'), decisions)) return
  await hub.apply({ ...key, metadata: { ...owned, labels: { [PLACEMENT_LABEL]: name } } }, { manager, force: true })
  await hub.applyStatus({ ...key, metadata: owned, status: { decisions } }, { manager, force: true })
  const status = { numberOfSelectedClusters: names.length }
  await hub.applyStatus(
    { apiVersion: String(apiVersion), kind: 'Placement', metadata: { name, namespace }, status },
    { manager, force: true },
  )
}

function isOf(binding: JsonObject, root: JsonObject): boolean {
  return listAt(binding, 'subjects').some(
    (each) => textAt(each, 'kind') === 'Policy' && textAt(each, 'name') === nameOf(root),
  )
}

/** One for each cluster that a binding without subFilter selects; any matching override enforces (policy-api 2.2, 3.1). */
function replicasOf(
  root: JsonObject,
  bindings: readonly JsonObject[],
  decided: ReadonlyMap<string, readonly string[]>,
  clusters: readonly JsonObject[],
): readonly Replica[] {
  if (at(root, 'spec', 'disabled') === true) return []
  const reached = (binding: JsonObject) =>
    decided.get(`${textAt(binding, 'placementRef', 'kind')} ${textAt(binding, 'placementRef', 'name')}`) ?? []
  const names = new Set(bindings.filter((each) => each.subFilter === undefined).flatMap(reached))
  const known = new Set(clusters.map(nameOf))
  return [...names]
    .filter((each) => known.has(each))
    .map((cluster) => {
      const matching = bindings.filter((each) => reached(each).includes(cluster))
      const isEnforced = matching.some((each) =>
        /^enforce$/i.test(textAt(each, 'bindingOverrides', 'remediationAction') ?? ''),
      )
      const spec: JsonObject = {
        ...(isObject(root.spec) ? root.spec : {}),
        ...(isEnforced ? { remediationAction: 'enforce' } : {}),
      }
      const full = `${textAt(root, 'metadata', 'namespace')}.${nameOf(root)}`
      const isCopied = spec.copyPolicyMetadata !== false
      const labels = {
        ...(isCopied ? labelsOf(root) : {}),
        [`${PREFIX}/cluster-name`]: cluster,
        [`${PREFIX}/cluster-namespace`]: cluster,
        [`${PREFIX}/root-policy`]: full,
      }
      const annotations = { 'argocd.argoproj.io/compare-options': 'IgnoreExtraneous' }
      const metadata = { name: full, namespace: cluster, labels, annotations }
      return { cluster, root: nameOf(root), object: { apiVersion: POLICY, kind: 'Policy', metadata, spec } }
    })
}

/** Hub templates of each template's objectDefinition; an error becomes the annotation that the add-on reports (policy-api 6.2). */
async function resolved(
  hub: Cluster,
  hubNamespace: string,
  all: readonly Replica[],
  clusters: readonly JsonObject[],
): Promise<readonly Replica[]> {
  const asked = all.flatMap((replica) => {
    const found = clusters.find((each) => nameOf(each) === replica.cluster)
    const context = { ManagedClusterName: replica.cluster, ManagedClusterLabels: labelsOf(found ?? {}) }
    return listAt(replica.object, 'spec', 'policy-templates').map((each) => ({
      value: at(each, 'objectDefinition') ?? null,
      context,
    }))
  })
  const answers = [...(await resolveTemplates({ cluster: hub, hubNamespace }, asked))]
  return all.map((replica) => {
    const templates = listAt(replica.object, 'spec', 'policy-templates').map((each): Json => {
      const answer = answers.shift() ?? { error: 'no answer' }
      const definition = at(each, 'objectDefinition')
      const objectDefinition = 'value' in answer ? answer.value : withError(definition, answer.error)
      return { ...(isObject(each) ? each : {}), objectDefinition }
    })
    const spec = isObject(replica.object.spec) ? replica.object.spec : {}
    return { ...replica, object: { ...replica.object, spec: { ...spec, 'policy-templates': templates } } }
  })
}

export const HUB_ERROR = `${PREFIX}/hub-templates-error`

function withError(definition: Json | undefined, error: string): Json {
  const object = isObject(definition) ? definition : {}
  const metadata = isObject(object.metadata) ? object.metadata : {}
  const annotations = isObject(metadata.annotations) ? metadata.annotations : {}
  return { ...object, metadata: { ...metadata, annotations: { ...annotations, [HUB_ERROR]: error } } }
}

function same(a: Json | undefined, b: Json): boolean {
  return JSON.stringify(a ?? []) === JSON.stringify(b)
}
