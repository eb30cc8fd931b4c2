import { membersOf } from '../../engine/model/members.ts'
import { CA_BUNDLE, DATABASE_NAMESPACE } from '../../engine/model/platform.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { derived } from '../../engine/model/traced.ts'
import { nodeOrigins, PUBLIC_SERVICE } from './addresses.ts'
import type { DatabaseInput } from './input.ts'
import { APP, MONITORED } from './input.ts'

const metadata = { name: 'cockroachdb', namespace: DATABASE_NAMESPACE, labels: APP } as const

/** Of the headless service only: the others lead to the same pods, which would be read once for each. */
export function serviceMonitor(): Tree {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata,
    spec: {
      selector: { matchLabels: MONITORED },
      endpoints: [
        {
          port: 'http',
          scheme: 'https',
          path: '/_status/vars',
          interval: '30s',
          tlsConfig: { ca: { configMap: { name: CA_BUNDLE, key: 'ca.crt' } }, serverName: PUBLIC_SERVICE },
        },
      ],
    },
  }
}

/** Name, expression, how long, severity, what it means. */
const ALERTS: readonly (readonly [string, string, string, string, string])[] = [
  [
    'DatabaseRangesUnavailable',
    'sum(ranges_unavailable) > 0',
    '1m',
    'critical',
    'Ranges lost their quorum: their rows cannot be read or written.',
  ],
  [
    'DatabaseRangesUnderReplicated',
    'sum(ranges_underreplicated) > 0',
    '5m',
    'warning',
    'Ranges have fewer replicas than planned: hold back restarts.',
  ],
  [
    'DatabaseClockOffset',
    'abs(clock_offset_meannanos) > 250000000',
    '5m',
    'warning',
    'Clocks drift apart: nodes stop themselves at 80 % of max-offset (500 ms).',
  ],
  [
    'DatabaseCertificateEnds',
    'min(security_certificate_expiration_node) - time() < 432000',
    '1h',
    'critical',
    'A node serves a certificate that ends within five days.',
  ],
  [
    'DatabaseSlowRaft',
    'sum(requests_slow_raft) > 0',
    '10m',
    'warning',
    'Requests wait for Raft: look at the tunnel and its round trip.',
  ],
  [
    'DatabaseDiskFull',
    'min(capacity_available / capacity) < 0.2',
    '15m',
    'warning',
    'Less than a fifth of a disk is free; the loss of a region copies a third of the data.',
  ],
  [
    'DatabaseBackupFailed',
    'increase(schedules_BACKUP_failed[1d]) > 0',
    '1m',
    'warning',
    'A scheduled backup failed within a day.',
  ],
]

export function prometheusRule(input: DatabaseInput): Tree {
  const nodes = input.clusters.reduce((sum, each) => sum + membersOf(input.settings, each.name), 0)
  const live = derived(`max(liveness_livenodes) != ${nodes}`, ...nodeOrigins(input))
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata,
    spec: {
      groups: [
        {
          name: 'cockroachdb',
          rules: [
            ...ALERTS.map((each) => alert(...each)),
            alert(
              'DatabaseNodesMissing',
              live,
              '5m',
              'critical',
              'Fewer live nodes are an outage, more are nodes that nobody removed.',
            ),
          ],
        },
      ],
    },
  }
}

function alert(name: string, expr: Tree, wait: string, severity: string, summary: string): Tree {
  return { alert: name, expr, for: wait, labels: { severity }, annotations: { summary } }
}
