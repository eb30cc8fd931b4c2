import type { ComponentInput, PolicyDraft } from '../../engine/model/component.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import { gatewayNodes } from '../../engine/model/gateways.ts'
import { mustHave, secretAction } from '../../engine/model/template-drafts.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { DISCOVERY_PORT, ENCAPSULATION_PORT, IKE_PORT, SUBMARINER_NAMESPACE } from './member.ts'
import type { TunnelSettings } from './settings.ts'

type Input = ComponentInput<TunnelSettings>

/** Rights for cloud preparation: the clusters component copies the same Secret where it installs the clusters itself. */
export function credentialsPolicy(input: Input): readonly PolicyDraft[] {
  const prepared = input.clusters.filter((cluster) => gatewayNodes(input.environment, cluster) === 'prepared')
  if (prepared.length === 0) return []
  return [
    {
      name: 'tunnel-credentials',
      description: 'Cloud credentials with which the add-on prepares gateways.',
      target: 'hub',
      severity: 'high',
      templates: prepared.map(({ name, cloud }) =>
        secretAction(
          `secret-${name}`,
          name,
          `${name}-creds`,
          `${cloud} credentials of ${name} alone, or set gatewayNodes to labelled.`,
        ),
      ),
    },
  ]
}

/** Steps that only a person can take on a member. */
export function memberActions(input: Input, cluster: Cluster): readonly PolicyDraft[] {
  const steps = [
    ...(input.settings.installPlanApproval === 'Manual' ? [approval] : []),
    ...(gatewayNodes(input.environment, cluster) === 'labelled' ? [labelledNodes(input, cluster)] : []),
  ]
  if (steps.length === 0) return []
  return [
    {
      name: 'tunnel-actions',
      description: 'One-time steps of the tunnel on a member.',
      target: { cluster: cluster.name },
      severity: 'medium',
      templates: steps,
    },
  ]
}

const operator: Tree = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'submariner-operator', namespace: SUBMARINER_NAMESPACE },
}

const approval = mustHave('install-plan', 'action', [operator], {
  customMessage: {
    noncompliant: `Action needed: approve the InstallPlan of Submariner in namespace ${SUBMARINER_NAMESPACE} (oc -n ${SUBMARINER_NAMESPACE} get installplan).`,
  },
})

/** Evidence is the label; open ports show later as connections. */
function labelledNodes(input: Input, cluster: Cluster) {
  const peers = input.clusters.filter((each) => each.name !== cluster.name).map((each) => each.name)
  const ports = [
    `UDP ${ENCAPSULATION_PORT} and ${DISCOVERY_PORT}`,
    ...(input.settings.natTraversal ? [] : [`UDP ${IKE_PORT}`]),
    'protocols 50 (ESP) and 51 (AH)',
  ]
  const node: Tree = { apiVersion: 'v1', kind: 'Node', metadata: { labels: { 'submariner.io/gateway': 'true' } } }
  const noncompliant = `Action needed: label exactly ${input.settings.gateways} nodes of ${cluster.name} in different zones with submariner.io/gateway=true, and open ${ports.join(', ')} between its gateways and those of ${peers.join(', ')}, both ways and to those addresses only.`
  return mustHave('gateway-nodes', 'action', [node], { customMessage: { noncompliant } })
}
