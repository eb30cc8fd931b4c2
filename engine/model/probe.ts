import type { AskedCatalog } from './catalog.ts'
import { tracedImage } from './catalog.ts'
import type { ConfigurationDraft } from './component.ts'
import type { Tree } from './traced.ts'
import { Template } from './traced.ts'
import type { TreeObject } from './workload.ts'
import { RESTRICTED_CONTAINER, RESTRICTED_POD } from './workload.ts'

/** Label of a ConfigMap that a probe writes; its value names the component. */
const PROBE_LABEL = 'isthmus.dev/probe'
/** Key of the result with the time of writing, RFC 3339 in UTC. */
export const PROBE_TIME = 'time'
/** An older result is unknown, whatever it says (blueprint E11). Probes run every five minutes. */
export const PROBE_MAX_AGE_SECONDS = 900

export interface Probe {
  readonly component: string
  readonly namespace: string
  /** Name of CronJob, ServiceAccount, rights and result alike. */
  readonly name: string
  readonly labels: { readonly [key: string]: string }
  /** Containers that write one file for each key into `/result`; they run in order, and a failure leaves the old result. */
  readonly readers: readonly TreeObject[]
  readonly volumes: readonly Tree[]
}

/** The result exists before the first run, so that the probe needs no right to create anything. */
export function probeResult(probe: Probe): Tree {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: probe.name, namespace: probe.namespace, labels: { [PROBE_LABEL]: probe.component } },
  }
}

/** All that the probe may do in Kubernetes: change its own result. */
export function probeRights(probe: Probe): readonly Tree[] {
  const rbac = 'rbac.authorization.k8s.io'
  const metadata = { name: probe.name, namespace: probe.namespace }
  const rule = { apiGroups: [''], resources: ['configmaps'], resourceNames: [probe.name], verbs: ['get', 'patch'] }
  return [
    { apiVersion: `${rbac}/v1`, kind: 'Role', metadata, rules: [rule] },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: rbac, kind: 'Role', name: probe.name },
      subjects: [{ kind: 'ServiceAccount', name: probe.name, namespace: probe.namespace }],
    },
  ]
}

/** Only harmless characters reach the result: what a server answers is not trusted. */
const WRITE = [
  'set -eu',
  'export HOME=/tmp',
  `patch="{\\"data\\":{\\"${PROBE_TIME}\\":\\"$(date -u +%Y-%m-%dT%H:%M:%SZ)\\""`,
  'for file in /result/*; do',
  '  [ -f "$file" ] || continue',
  '  value=$(head -c 200 "$file" | tr -cd "A-Za-z0-9._:,=/ -")',
  '  patch="$patch,\\"$(basename "$file")\\":\\"$value\\""',
  'done',
  'oc patch configmap "$RESULT" --namespace "$NAMESPACE" --type merge --patch "$patch}}"',
].join('\n')

export function probeCronJob(probe: Probe, catalog: AskedCatalog): Tree {
  const shared: readonly Tree[] = [
    { name: 'result', mountPath: '/result' },
    { name: 'tmp', mountPath: '/tmp' },
  ]
  const writer: Tree = {
    name: 'write',
    image: tracedImage(catalog, 'openshift-cli'),
    command: ['/bin/bash', '-c', WRITE],
    env: [
      { name: 'RESULT', value: probe.name },
      { name: 'NAMESPACE', value: probe.namespace },
    ],
    securityContext: RESTRICTED_CONTAINER,
    resources: SMALL,
    volumeMounts: shared,
  }
  const readers = probe.readers.map((reader) => ({
    ...reader,
    securityContext: RESTRICTED_CONTAINER,
    resources: SMALL,
    volumeMounts: [...shared, ...((reader.volumeMounts ?? []) as readonly Tree[])],
  }))
  return cronJob({
    name: probe.name,
    namespace: probe.namespace,
    account: probe.name,
    schedule: '*/5 * * * *',
    labels: probe.labels,
    initContainers: readers,
    container: writer,
    volumes: [{ name: 'result', emptyDir: {} }, { name: 'tmp', emptyDir: {} }, ...probe.volumes],
  })
}

const SMALL: Tree = { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '256Mi' } }

export interface ScheduledJob {
  readonly name: string
  readonly namespace: string
  readonly account: string
  readonly schedule: Tree
  readonly labels: { readonly [key: string]: string }
  readonly initContainers?: readonly Tree[]
  readonly container: Tree
  readonly volumes: readonly Tree[]
}

/** A job that never overlaps itself, gives up in time and cleans up after itself. */
export function cronJob(job: ScheduledJob): Tree {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: job.name, namespace: job.namespace, labels: job.labels },
    spec: {
      schedule: job.schedule,
      timeZone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 120,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 2,
      jobTemplate: {
        spec: {
          backoffLimit: 0,
          activeDeadlineSeconds: 240,
          template: {
            metadata: { labels: job.labels },
            spec: {
              serviceAccountName: job.account,
              restartPolicy: 'Never',
              securityContext: RESTRICTED_POD,
              initContainers: job.initContainers,
              containers: [job.container],
              volumes: job.volumes,
            },
          },
        },
      },
    },
  }
}

/** Health: the last result says this. */
export function probeSays(
  name: string,
  probe: Pick<Probe, 'name' | 'namespace'>,
  data: TreeObject,
  noncompliant: string,
): ConfigurationDraft {
  return {
    kind: 'configuration',
    name,
    role: 'health',
    customMessage: { noncompliant },
    objects: [{ complianceType: 'musthave', recordDiff: 'None', object: resultWith(probe, data) }],
  }
}

/** Health: there is a result that is not too old. Compared with the clock of the cluster, so by a template there. */
export function probeFresh(probe: Pick<Probe, 'name' | 'namespace'>): ConfigurationDraft {
  const read = `fromConfigMap "${probe.namespace}" "${probe.name}" "${PROBE_TIME}"`
  const written = `(${read} | default "1970-01-01T00:00:00Z" | toDate "2006-01-02T15:04:05Z" | unixEpoch | atoi)`
  const limit = `(now | date_modify "-${PROBE_MAX_AGE_SECONDS}s" | unixEpoch | atoi)`
  return {
    kind: 'configuration',
    name: 'probe-fresh',
    role: 'health',
    every: '5m',
    customMessage: {
      noncompliant: `Result of probe ${probe.name} is missing or older than ${PROBE_MAX_AGE_SECONDS / 60} minutes: what it says is unknown. Look at CronJob ${probe.namespace}/${probe.name}.`,
    },
    objects: [
      {
        complianceType: 'musthave',
        recordDiff: 'None',
        object: resultWith(probe, {
          [PROBE_TIME]: new Template(`{{ if gt ${written} ${limit} }}{{ ${read} }}{{ else }}too old{{ end }}`),
        }),
      },
    ],
  }
}

/** An action that a person still owes, until the probe has seen it done. */
export function probeAction(
  name: string,
  probe: Pick<Probe, 'name' | 'namespace'>,
  data: TreeObject,
  todo: string,
): ConfigurationDraft {
  return { ...probeSays(name, probe, data, todo), role: 'action', severity: 'high' }
}

function resultWith(probe: Pick<Probe, 'name' | 'namespace'>, data: TreeObject): Tree {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: probe.name, namespace: probe.namespace }, data }
}
