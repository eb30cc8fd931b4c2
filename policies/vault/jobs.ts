import { tracedImage } from '../../engine/model/catalog.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import { CA_BUNDLE, VAULT_ADDRESS, VAULT_NAMESPACE } from '../../engine/model/platform.ts'
import type { Probe } from '../../engine/model/probe.ts'
import { cronJob } from '../../engine/model/probe.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { derived } from '../../engine/model/traced.ts'
import type { TreeObject } from '../../engine/model/workload.ts'
import { RESTRICTED_CONTAINER } from '../../engine/model/workload.ts'
import { nodeHosts, nodeOrigins } from './addresses.ts'
import type { VaultInput } from './input.ts'
import { primaryOf } from './input.ts'
import { JOB } from './network-policies.ts'
import { AUTOPILOT_SCRIPT, PROBE_SCRIPT, SERVED_SCRIPT, SNAPSHOT_SCRIPT, UPLOAD_SCRIPT } from './scripts.ts'

const LABELS = { 'app.kubernetes.io/part-of': 'vault', ...JOB } as const
const CA = { name: 'ca', mountPath: '/vault/ca', readOnly: true } as const
const TMP = { name: 'tmp', mountPath: '/tmp' } as const
const CA_VOLUME = { name: 'ca', configMap: { name: CA_BUNDLE } } as const
export const PROBE = { name: 'vault-probe', namespace: VAULT_NAMESPACE } as const

const SMALL = { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '512Mi' } } as const

/** Environment by which a script finds Vault and logs in with the pod's own token. */
function vaultEnvironment(cluster: Cluster): readonly Tree[] {
  return [
    { name: 'HOME', value: '/tmp' },
    { name: 'VAULT_ADDR', value: VAULT_ADDRESS },
    { name: 'VAULT_CACERT', value: '/vault/ca/ca.crt' },
    { name: 'VAULT_CLIENT_TIMEOUT', value: '5s' },
    { name: 'MOUNT', value: `kubernetes-${cluster.name}` },
  ]
}

export function probe(input: VaultInput, cluster: Cluster): Probe {
  const hosts = derived(nodeHosts(input).join(' '), ...nodeOrigins(input))
  const state: TreeObject = {
    name: 'state',
    image: tracedImage(input.catalog, 'vault'),
    command: ['/bin/sh', '-c', PROBE_SCRIPT],
    env: [
      ...vaultEnvironment(cluster),
      { name: 'HOSTS', value: hosts },
      { name: 'COUNT_ROOT_TOKENS', value: cluster.name === primaryOf(input) ? 'yes' : 'no' },
    ],
    volumeMounts: [CA],
  }
  const served: TreeObject = {
    name: 'served',
    image: tracedImage(input.catalog, 'openshift-cli'),
    command: ['/bin/bash', '-c', SERVED_SCRIPT],
    env: [{ name: 'LOCAL_HOSTS', value: derived(localHosts(input, cluster), ...nodeOrigins(input)) }],
    volumeMounts: [{ name: 'certificate', mountPath: '/certificate', readOnly: true }],
  }
  return {
    ...PROBE,
    component: 'vault',
    labels: LABELS,
    readers: [state, served],
    volumes: [
      CA_VOLUME,
      // The certificate without its key: the probe compares serial numbers only.
      { name: 'certificate', secret: { secretName: 'vault-tls', items: [{ key: 'tls.crt', path: 'tls.crt' }] } },
    ],
  }
}

function localHosts(input: VaultInput, cluster: Cluster): string {
  return nodeHosts(input)
    .filter((host) => host.split('.')[1] === cluster.name)
    .join(' ')
}

/** Autopilot's settings are state of Vault, not of its configuration file: set again every hour, so that a change does not last. */
export function autopilot(input: VaultInput, cluster: Cluster): Tree {
  return cronJob({
    name: 'vault-autopilot',
    namespace: VAULT_NAMESPACE,
    account: 'vault-autopilot',
    schedule: '41 * * * *',
    labels: LABELS,
    container: {
      name: 'autopilot',
      image: tracedImage(input.catalog, 'vault'),
      command: ['/bin/sh', '-c', AUTOPILOT_SCRIPT],
      env: vaultEnvironment(cluster),
      securityContext: RESTRICTED_CONTAINER,
      resources: SMALL,
      volumeMounts: [CA, TMP],
    },
    volumes: [CA_VOLUME, { name: 'tmp', emptyDir: {} }],
  })
}

/** Runs in every cluster and acts where the active node is, so that one region less does not end the snapshots. */
export function snapshot(input: VaultInput, cluster: Cluster): Tree {
  const work = { name: 'snapshot', mountPath: '/snapshot' }
  return cronJob({
    name: 'vault-snapshot',
    namespace: VAULT_NAMESPACE,
    account: 'vault-snapshot',
    schedule: input.from.settings.snapshots.schedule,
    labels: LABELS,
    initContainers: [
      {
        name: 'save',
        image: tracedImage(input.catalog, 'vault'),
        command: ['/bin/sh', '-c', SNAPSHOT_SCRIPT],
        env: [...vaultEnvironment(cluster), { name: 'CLUSTER', value: input.from.cluster(cluster.name).name }],
        securityContext: RESTRICTED_CONTAINER,
        resources: SMALL,
        volumeMounts: [CA, TMP, work],
      },
    ],
    container: {
      name: 'upload',
      image: tracedImage(input.catalog, 'rclone'),
      command: ['/bin/sh', '-c', UPLOAD_SCRIPT],
      env: [
        { name: 'HOME', value: '/tmp' },
        { name: 'CLUSTER', value: input.from.cluster(cluster.name).name },
      ],
      envFrom: [
        { configMapRef: { name: 'vault-snapshot-target' } },
        { secretRef: { name: 'vault-snapshot-credentials', optional: true } },
      ],
      securityContext: RESTRICTED_CONTAINER,
      resources: SMALL,
      volumeMounts: [TMP, work],
    },
    volumes: [CA_VOLUME, { name: 'tmp', emptyDir: {} }, { name: 'snapshot', emptyDir: {} }],
  })
}
