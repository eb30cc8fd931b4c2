import type { Cluster } from '../../engine/model/environment.ts'
import {
  DNS_EGRESS,
  defaultDeny,
  MONITORING,
  namespaceLabelled,
  networkPolicy,
  pods,
  ports,
  ROUTER,
  remotePods,
} from '../../engine/model/peer-network.ts'
import { DATABASE_NAMESPACE } from '../../engine/model/platform.ts'
import type { Tree } from '../../engine/model/traced.ts'
import type { DatabaseInput } from './input.ts'
import { APP, PORTS } from './input.ts'

/** Namespaces whose pods use the database carry this label. */
export const CLIENT_LABEL = { 'isthmus.dev/database-client': 'true' } as const
/** Jobs of this namespace that speak SQL. */
export const JOB = { 'isthmus.dev/database-job': 'true' } as const

const OVN_JOIN = '100.64.0.0/16'
/** Where a machine of AWS, Azure or Google asks for its identity, with which a node writes backups (AUTH=implicit). */
const CLOUD_IDENTITY: Tree = { to: [{ ipBlock: { cidr: '169.254.169.254/32' } }], ports: ports(80) }

export function networkPolicies(input: DatabaseInput, cluster: Cluster): readonly Tree[] {
  const remote = remotePods(input.from.spec, input.clusters, cluster.name)
  const node = { podSelector: { matchLabels: APP } }
  return [
    defaultDeny(DATABASE_NAMESPACE, 'cockroachdb-default-deny'),
    networkPolicy(DATABASE_NAMESPACE, 'cockroachdb-peers', {
      ...node,
      policyTypes: ['Ingress'],
      ingress: [{ from: [pods(APP), ...remote], ports: ports(PORTS.sql, PORTS.http) }],
    }),
    networkPolicy(DATABASE_NAMESPACE, 'cockroachdb-clients', {
      ...node,
      policyTypes: ['Ingress'],
      ingress: [
        { from: [namespaceLabelled(CLIENT_LABEL), pods(JOB)], ports: ports(PORTS.sql) },
        { from: [ROUTER, ...MONITORING, pods(JOB)], ports: ports(PORTS.http) },
        // What comes through the load balancer has a node's address: a machine's, or OVN's own on the join network.
        ...(input.settings.sqlLoadBalancer
          ? [
              {
                from: [
                  { ipBlock: { cidr: input.from.cluster(cluster.name).network.machines } },
                  { ipBlock: { cidr: OVN_JOIN } },
                ],
                ports: ports(PORTS.sql, PORTS.http),
              },
            ]
          : []),
      ],
    }),
    networkPolicy(DATABASE_NAMESPACE, 'cockroachdb-egress', {
      ...node,
      policyTypes: ['Egress'],
      egress: [
        DNS_EGRESS,
        { to: [pods(APP), ...remote], ports: ports(PORTS.sql, PORTS.http) },
        // Object storage of the backups, and the API server for the zone of the node.
        { ports: ports(443, 6443) },
        ...(input.settings.backups.enabled && cluster.cloud !== 'other' ? [CLOUD_IDENTITY] : []),
      ],
    }),
    networkPolicy(DATABASE_NAMESPACE, 'cockroachdb-jobs', {
      podSelector: { matchLabels: JOB },
      policyTypes: ['Egress'],
      egress: [
        DNS_EGRESS,
        { to: [pods(APP), ...remote], ports: ports(PORTS.sql, PORTS.http) },
        { ports: ports(443, 6443) },
      ],
    }),
  ]
}
