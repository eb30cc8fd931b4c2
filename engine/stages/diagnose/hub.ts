import type { ServedAnswer } from '../../model/checkup.ts'
import type { Diagnosis, Examiner } from '../../model/diagnosis.ts'
import type { JsonObject } from '../../model/json.ts'
import { textAt } from '../../model/json.ts'
import type { Rendered } from '../../model/rendered.ts'

/** What a hub must serve. Which of the two placement kinds, the merged plan says. */
export const HUB_KINDS = {
  Policy: { apiVersion: 'policy.open-cluster-management.io/v1', kind: 'Policy' },
  PlacementBinding: { apiVersion: 'policy.open-cluster-management.io/v1', kind: 'PlacementBinding' },
  PlacementRule: { apiVersion: 'apps.open-cluster-management.io/v1', kind: 'PlacementRule' },
  Placement: { apiVersion: 'cluster.open-cluster-management.io/v1beta1', kind: 'Placement' },
  ManagedCluster: { apiVersion: 'cluster.open-cluster-management.io/v1', kind: 'ManagedCluster' },
  ManagedClusterSetBinding: {
    apiVersion: 'cluster.open-cluster-management.io/v1beta2',
    kind: 'ManagedClusterSetBinding',
  },
} as const

const PLACEMENTS = ['PlacementRule', 'Placement']

export function diagnoseServed(
  examiner: Examiner,
  served: readonly ServedAnswer[],
  rendered: Rendered,
): readonly Diagnosis[] {
  const isServed = (kind: string) => served.some((each) => each.kind === kind && each.isServed)
  const used = PLACEMENTS.filter((kind) => rendered.others.some((each) => each.kind === kind))
  const missing = ['Policy', 'PlacementBinding', 'ManagedCluster', 'ManagedClusterSetBinding'].filter(
    (each) => !isServed(each),
  )
  const apis =
    missing.length === 0
      ? examiner.ok('hub/rhacm', 'it serves policies, managed clusters and their sets')
      : examiner.fail(
          'hub/rhacm',
          `it serves no ${missing.join(', no ')}`,
          'install RHACM there, or name the hub’s own context',
        )
  return [apis, ...used.map((kind) => placementApi(examiner, kind, isServed))]
}

function placementApi(examiner: Examiner, kind: string, isServed: (kind: string) => boolean): Diagnosis {
  const id = 'hub/placement-api'
  if (isServed(kind)) return examiner.ok(id, `it serves ${kind}, which the merged placements use`)
  const other = PLACEMENTS.find((each) => each !== kind && isServed(each))
  const remedy =
    other === undefined ? 'install RHACM there' : `write \`api: ${other}\` in the placements: one word switches`
  return examiner.fail(id, `the merged placements use ${kind}, which it does not serve`, remedy)
}

/** `bindings`: the ManagedClusterSetBindings that the hub has in the hub namespace. */
export function diagnoseBindings(
  examiner: Examiner,
  bindings: readonly JsonObject[],
  rendered: Rendered,
): readonly Diagnosis[] {
  const id = 'hub/cluster-set'
  const wanted = rendered.others.filter((each) => each.kind === 'ManagedClusterSetBinding')
  return wanted.map((each) => {
    const set = textAt(each, 'spec', 'clusterSet') ?? ''
    const namespace = textAt(each, 'metadata', 'namespace') ?? ''
    if (bindings.some((there) => textAt(there, 'spec', 'clusterSet') === set))
      return examiner.ok(id, `the cluster set ${set} is bound to ${namespace}`)
    return examiner.fail(
      id,
      `the cluster set ${set} is not bound to ${namespace}: placements there select nothing and say so nowhere`,
      `deliver rendered/${rendered.environment}/namespace.yaml; whoever does needs the right to managedclustersets/bind`,
    )
  })
}

const VIEWS =
  'who may create ManagedClusterViews may read every object but Secrets of every managed cluster, whatever was meant to be read'

export function diagnoseViews(examiner: Examiner, isOn: boolean, mayCreate: boolean): Diagnosis {
  const id = 'hub/views'
  if (isOn)
    return examiner.warn(
      id,
      `views are switched on: ${VIEWS}`,
      'leave --views out where messages of policies are enough, and take the right away',
    )
  if (!mayCreate) return examiner.ok(id, 'views are off, and the right to create them is not there')
  return examiner.warn(
    id,
    `views are off, but this identity may create them: ${VIEWS}`,
    'take the right to create managedclusterviews away',
  )
}
