import { tracedImage } from '../../engine/model/catalog.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import { inputTemplate } from '../../engine/model/input.ts'
import { CA_BUNDLE, DATABASE_NAMESPACE, DATABASE_PROBE_USER } from '../../engine/model/platform.ts'
import type { Probe } from '../../engine/model/probe.ts'
import { cronJob } from '../../engine/model/probe.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { derived, Template } from '../../engine/model/traced.ts'
import { RESTRICTED_CONTAINER } from '../../engine/model/workload.ts'
import { nodeHosts, nodeOrigins } from './addresses.ts'
import { plannedState } from './bootstrap.ts'
import type { DatabaseInput } from './input.ts'
import { JOB } from './network-policies.ts'
import { BOOTSTRAP_SCRIPT, PROBE_SCRIPT, SERVED_SCRIPT } from './scripts.ts'

const LABELS = { 'app.kubernetes.io/part-of': 'cockroachdb', ...JOB } as const
const CERTS = { name: 'certs', mountPath: '/certs', readOnly: true } as const
export const PROBE = { name: 'cockroachdb-probe', namespace: DATABASE_NAMESPACE } as const
export const SQL_JOB = 'cockroachdb-sql'
/** Key of the inputs ConfigMap with the address of the backups. */
export const BACKUP_INPUT = 'database-backup-uri'

/** The certificate of one SQL user as CockroachDB's client expects it. */
function clientCertificate(user: string): Tree {
  return {
    name: 'certs',
    projected: {
      defaultMode: 0o440,
      sources: [
        {
          secret: {
            name: `cockroachdb-client-${user}`,
            items: [
              { key: 'tls.crt', path: `client.${user}.crt` },
              { key: 'tls.key', path: `client.${user}.key` },
            ],
          },
        },
        { configMap: { name: CA_BUNDLE, items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      ],
    },
  }
}

export function probe(input: DatabaseInput, cluster: Cluster): Probe {
  const local = nodeHosts(input).filter((host) => host.split('.')[1] === cluster.name)
  return {
    ...PROBE,
    component: 'database',
    labels: LABELS,
    readers: [
      {
        name: 'state',
        image: tracedImage(input.catalog, 'cockroachdb'),
        command: ['/bin/bash', '-c', PROBE_SCRIPT],
        env: [
          { name: 'HOME', value: '/tmp' },
          { name: 'PROBE_USER', value: DATABASE_PROBE_USER },
          { name: 'HOSTS', value: derived(nodeHosts(input).join(' '), ...nodeOrigins(input)) },
          { name: 'DATABASES', value: derived(input.settings.databases.join(' '), input.from.settings.databases) },
        ],
        volumeMounts: [CERTS],
      },
      {
        name: 'served',
        image: tracedImage(input.catalog, 'openshift-cli'),
        command: ['/bin/bash', '-c', SERVED_SCRIPT],
        env: [{ name: 'LOCAL_HOSTS', value: derived(local.join(' '), ...nodeOrigins(input)) }],
        volumeMounts: [{ name: 'certificate', mountPath: '/certificate', readOnly: true }],
      },
    ],
    volumes: [
      clientCertificate(DATABASE_PROBE_USER),
      // The certificate without its key: the probe compares serial numbers only.
      { name: 'certificate', secret: { secretName: 'cockroachdb-node', items: [{ key: 'tls.crt', path: 'tls.crt' }] } },
    ],
  }
}

/** The only job with the administrator's certificate, in one cluster only. */
export function bootstrapJob(input: DatabaseInput): Tree {
  return cronJob({
    name: SQL_JOB,
    namespace: DATABASE_NAMESPACE,
    account: 'cockroachdb-sql',
    schedule: '*/15 * * * *',
    labels: LABELS,
    container: {
      name: 'sql',
      image: tracedImage(input.catalog, 'cockroachdb'),
      command: ['/bin/bash', '-c', BOOTSTRAP_SCRIPT],
      env: [
        { name: 'HOME', value: '/tmp' },
        { name: 'DATABASES', value: derived(input.settings.databases.join(' '), input.from.settings.databases) },
        ...plannedState(input),
        { name: 'RECURRING', value: input.from.settings.backups.recurring },
        {
          name: 'BACKUP_URI',
          valueFrom: { configMapKeyRef: { name: 'cockroachdb-backup', key: 'uri', optional: true } },
        },
      ],
      securityContext: RESTRICTED_CONTAINER,
      resources: { requests: { cpu: '10m', memory: '128Mi' }, limits: { memory: '512Mi' } },
      volumeMounts: [CERTS, { name: 'sql', mountPath: '/sql', readOnly: true }, { name: 'tmp', mountPath: '/tmp' }],
    },
    volumes: [
      clientCertificate('root'),
      { name: 'sql', configMap: { name: 'cockroachdb-sql' } },
      { name: 'tmp', emptyDir: {} },
    ],
  })
}

/** Where backups go; apart from the job, because it is resolved on the hub. Without keys in it: nodes use their cloud identity. */
export function backupTarget(input: DatabaseInput): Tree {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'cockroachdb-backup', namespace: DATABASE_NAMESPACE },
    data: { uri: new Template(inputTemplate(input.environment, BACKUP_INPUT), input.from.settings.backups) },
  }
}
