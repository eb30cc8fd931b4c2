import type { Cluster } from '../../engine/model/environment.ts'
import {
  DATABASE_CLIENT_ROLE,
  DATABASE_NAMESPACE,
  DATABASE_NODE_ROLE,
  DATABASE_PROBE_USER,
  DATABASE_ROOT_ROLE,
  LONG_LIVED,
  WORKLOAD_ISSUER,
} from '../../engine/model/platform.ts'
import type { Traced, Tree } from '../../engine/model/traced.ts'
import { derived } from '../../engine/model/traced.ts'
import { NODE_ADDRESSES, tracedNames } from './addresses.ts'
import type { DatabaseInput } from './input.ts'
import { consoleHost } from './services.ts'

/** Hours by which each further cluster renews earlier, so that no two clusters reload on one day (rule G7). */
export const RENEWAL_STEP = 24

export function renewBefore(input: DatabaseInput, cluster: Cluster): number {
  const index = input.clusters.findIndex((each) => each.name === cluster.name)
  return Number(input.settings.certificate.renewBefore.slice(0, -1)) + RENEWAL_STEP * index
}

function renewal(input: DatabaseInput, cluster: Cluster): Traced {
  return derived(
    `${renewBefore(input, cluster)}h`,
    input.from.settings.certificate.renewBefore,
    input.from.spec.clusters,
  )
}

/** Certificates of one cluster; each identity has an issuer of its own, since whoever may use an issuer has its rights. */
export function certificates(input: DatabaseInput, cluster: Cluster): readonly Tree[] {
  const { duration } = input.from.settings.certificate
  return [
    certificate('cockroachdb-node', DATABASE_NODE_ROLE, {
      ...WATCHED,
      commonName: 'node',
      duration,
      renewBefore: renewal(input, cluster),
      usages: ['digital signature', 'server auth', 'client auth'],
      dnsNames: tracedNames(input),
      ipAddresses: [...NODE_ADDRESSES],
    }),
    certificate('cockroachdb-client-root', DATABASE_ROOT_ROLE, {
      commonName: 'root',
      duration: '24h',
      renewBefore: '8h',
      usages: ['digital signature', 'client auth'],
    }),
    ...[DATABASE_PROBE_USER, ...input.settings.applications].map((name) =>
      certificate(`cockroachdb-client-${name}`, DATABASE_CLIENT_ROLE, {
        ...WATCHED,
        commonName: derived(name, input.from.settings.applications),
        duration,
        renewBefore: renewal(input, cluster),
        usages: ['digital signature', 'client auth'],
      }),
    ),
  ]
}

/** What browsers of the console see. */
export function consoleCertificate(input: DatabaseInput, cluster: Cluster): Tree {
  const spec = {
    ...WATCHED,
    duration: input.from.settings.certificate.duration,
    renewBefore: renewal(input, cluster),
    usages: ['digital signature', 'server auth'],
    dnsNames: [derived(consoleHost(input), input.from.spec.domain.base, input.from.settings.host)],
  }
  return certificate('cockroachdb-ui-tls', WORKLOAD_ISSUER, spec, 'ClusterIssuer')
}

/** Has the Secret looked at for its end; the administrator's, which lives for a day, would always be near it. */
const WATCHED = { secretTemplate: { labels: LONG_LIVED } } as const

function certificate(name: string, issuer: string, spec: { readonly [key: string]: Tree }, kind = 'Issuer'): Tree {
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name, namespace: DATABASE_NAMESPACE },
    spec: {
      ...spec,
      secretName: name,
      privateKey: { algorithm: 'RSA', size: 2048, encoding: 'PKCS8', rotationPolicy: 'Always' },
      issuerRef: { group: 'cert-manager.io', kind, name: issuer },
    },
  }
}
