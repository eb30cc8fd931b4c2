import { quorumOfMembers } from '../../engine/model/members.ts'
import { CA_BUNDLE, VAULT_ADDRESS, VAULT_NAMESPACE } from '../../engine/model/platform.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { derived } from '../../engine/model/traced.ts'
import { nodeOrigins } from './addresses.ts'
import type { VaultInput } from './input.ts'
import { APP } from './input.ts'

const metadata = { name: 'vault', namespace: VAULT_NAMESPACE, labels: APP } as const

export function serviceMonitor(): Tree {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata,
    spec: {
      selector: { matchLabels: APP },
      endpoints: [
        {
          port: 'metrics',
          scheme: 'https',
          path: '/v1/sys/metrics',
          params: { format: ['prometheus'] },
          interval: '30s',
          tlsConfig: {
            ca: { configMap: { name: CA_BUNDLE, key: 'ca.crt' } },
            serverName: new URL(VAULT_ADDRESS).hostname,
          },
        },
      ],
    },
  }
}

/** Name, expression, how long, severity, what it means. */
const ALERTS: readonly (readonly [string, string, string, string, string])[] = [
  [
    'VaultSealed',
    'vault_core_unsealed == 0',
    '2m',
    'critical',
    'A node is sealed: look at its KMS permission and the replica key of its region.',
  ],
  [
    'VaultLeaderContactSlow',
    'vault_raft_leader_lastContact{quantile="0.99"} > 2500',
    '5m',
    'warning',
    'Followers hear late from the leader: compare the round trip with performance_multiplier.',
  ],
  ['VaultAutopilotUnhealthy', 'vault_autopilot_healthy == 0', '5m', 'critical', 'Autopilot counts a node as failed.'],
  [
    'VaultAuditFailing',
    'rate(vault_audit_log_request_failure[5m]) > 0',
    '1m',
    'critical',
    'Vault stops answering when no audit device can write: look at the audit volume.',
  ],
]

export function prometheusRule(input: VaultInput): Tree {
  const { voters, quorum } = quorumOfMembers(input.settings, input.clusters)
  const tolerance = derived(`min(vault_autopilot_failure_tolerance) < ${voters - quorum}`, ...nodeOrigins(input))
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata,
    spec: {
      groups: [
        {
          name: 'vault',
          rules: [
            ...ALERTS.map((each) => alert(...each)),
            alert(
              'VaultToleranceReduced',
              tolerance,
              '15m',
              'warning',
              'Fewer nodes may fail than planned: hold back restarts and upgrades.',
            ),
            ...(input.settings.snapshots.enabled
              ? [
                  alert(
                    'VaultSnapshotOld',
                    'time() - max(kube_cronjob_status_last_successful_time{namespace="vault",cronjob="vault-snapshot"}) > 86400',
                    '1h',
                    'warning',
                    'The last snapshot run that succeeded is a day ago.',
                  ),
                ]
              : []),
          ],
        },
      ],
    },
  }
}

function alert(name: string, expr: Tree, wait: string, severity: string, summary: string): Tree {
  return { alert: name, expr, for: wait, labels: { severity }, annotations: { summary } }
}
