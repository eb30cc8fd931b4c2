import type { ComponentInput } from '../../engine/model/component.ts'
import { HUB_CLUSTER } from '../../engine/model/plan.ts'
import { brokerNamespace } from '../../engine/model/platform.ts'
import type { RegionChange, RunbookStep, StepEvidence } from '../../engine/model/runbook.ts'
import { CLUSTER_SET_LABEL } from '../../engine/model/selection.ts'
import { SUBMARINER_NAMESPACE } from './member.ts'
import type { TunnelSettings } from './settings.ts'

type Input = ComponentInput<TunnelSettings>

/** The tunnel is the first that comes and the last that goes: everything else talks through it. */
export function regionSteps(input: Input, change: RegionChange): readonly RunbookStep[] {
  return [
    ...(change.joining.length > 0 ? [connected(input, change)] : []),
    ...(change.leaving.length > 0 && change.kind === 'retire' ? [tornDown(input, change)] : []),
    ...(change.kind === 'replace' ? [forgotten(input, change)] : []),
  ]
}

function connections(clusters: readonly string[], count: number): StepEvidence {
  return {
    object: `Gateway ${SUBMARINER_NAMESPACE}/*`,
    key: 'status.connections[].status',
    says: `connected, ${count} of them on the active gateway`,
    on: clusters,
  }
}

function connected(input: Input, { joining }: RegionChange): RunbookStep {
  const all = input.clusters.map((each) => each.name)
  const names = joining.map((each) => each.name)
  const isManual = input.settings.installPlanApproval === 'Manual'
  return {
    phase: 'arrive',
    title: `Tunnel: see ${names.join(', ')} connected to every other cluster`,
    by: isManual ? 'person' : 'rhacm',
    why: 'merged with the first wave, it is up before the stateful wave of the new region needs it',
    commands: [
      ...(isManual
        ? names.map((name) => `oc --context ${name} -n ${SUBMARINER_NAMESPACE} get installplan   # approve it`)
        : []),
      ...names.map((name) => `subctl verify --context ${name} --tocontext ${all[0] ?? ''} --only connectivity`),
    ],
    evidence: [
      connections(all, all.length - 1),
      ...names.map((name) => ({
        object: `ManagedClusterAddOn ${name}/submariner`,
        says: 'Available=True, SubmarinerConnectionDegraded=False',
        on: [HUB_CLUSTER],
      })),
    ],
    stops: ['UDP 4500 and 4490 are closed between the gateways', 'networks of two clusters overlap'],
  }
}

/** Removing the set label makes the add-on tear the tunnel down at once. */
function tornDown(input: Input, { leaving, staying }: RegionChange): RunbookStep {
  const names = leaving.map((each) => each.name)
  const rest = staying.map((each) => each.name)
  return {
    phase: 'last',
    title: `Tunnel: take the set label off ${names.join(', ')}`,
    by: 'person',
    why: 'it tears the tunnel of that cluster down, so nothing there may be needed any more',
    commands: names.flatMap((name) => [
      `oc --context ${HUB_CLUSTER} -n ${name} delete managedclusteraddon submariner`,
      `oc --context ${HUB_CLUSTER} label managedcluster ${name} ${CLUSTER_SET_LABEL}-`,
    ]),
    evidence: [
      connections(rest, rest.length - 1),
      {
        object: `Endpoint ${brokerNamespace(input.environment)}/*`,
        says: `none of ${names.join(', ')}`,
        on: [HUB_CLUSTER],
      },
    ],
    stops: ['a voter, a node or an endpoint is still there: go back to the steps above'],
  }
}

function forgotten(input: Input, { leaving }: RegionChange): RunbookStep {
  const names = leaving.map((each) => each.name)
  const namespace = brokerNamespace(input.environment)
  return {
    phase: 'prepare',
    title: `Tunnel: forget the endpoints of ${names.join(', ')}`,
    by: 'person',
    why: 'what the broker still lists is served by name to the other clusters, and would be taken for the new one',
    commands: names.flatMap((name) => {
      const remove = `oc --context ${HUB_CLUSTER} -n ${namespace} delete`
      return [
        `${remove} endpoints.submariner.io -l submariner-io/clusterID=${name}`,
        `${remove} endpointslices -l multicluster.kubernetes.io/source-cluster=${name}`,
        `${remove} clusters.submariner.io ${name}`,
      ]
    }),
    evidence: [{ object: `Endpoint ${namespace}/*`, says: `none of ${names.join(', ')}`, on: [HUB_CLUSTER] }],
    stops: ['the region is only cut off, not dead: it would announce itself again'],
  }
}
