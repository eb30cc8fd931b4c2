import { tracedImage } from '../../engine/model/catalog.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import { VAULT_HEALTH_PATH } from '../../engine/model/global-hosts.ts'
import { VAULT_NAMESPACE } from '../../engine/model/platform.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { derived } from '../../engine/model/traced.ts'
import { RESTRICTED_CONTAINER } from '../../engine/model/workload.ts'
import { ownAddress } from './addresses.ts'
import type { VaultInput } from './input.ts'
import { PORTS } from './input.ts'
import { credentialVariables, sealAccess } from './seal-credentials.ts'

export function server(input: VaultInput, cluster: Cluster): Tree {
  const { resources } = input.from.settings
  return {
    name: 'vault',
    image: tracedImage(input.catalog, 'vault'),
    command: ['vault'],
    args: ['server', '-config=/vault/config/vault.hcl'],
    securityContext: RESTRICTED_CONTAINER,
    env: [...identity(input, cluster), ...credentialVariables(input, cluster)],
    envFrom: [{ configMapRef: { name: 'vault-seal' } }],
    ports: [
      { name: 'api', containerPort: PORTS.api, protocol: 'TCP' },
      { name: 'cluster', containerPort: PORTS.cluster, protocol: 'TCP' },
      { name: 'metrics', containerPort: PORTS.metrics, protocol: 'TCP' },
    ],
    resources: { requests: { cpu: resources.cpu, memory: resources.memory }, limits: { memory: resources.memory } },
    // Ready is a node that serves or forwards: a sealed or uninitialised one is not (501, 503).
    readinessProbe: probe(VAULT_HEALTH_PATH, 5),
    livenessProbe: probe(ALIVE_PATH, 10),
    volumeMounts: [
      { name: 'data', mountPath: '/vault/data' },
      { name: 'audit', mountPath: '/vault/audit' },
      { name: 'config', mountPath: '/vault/config', readOnly: true },
      { name: 'tls', mountPath: '/vault/tls', readOnly: true },
      { name: 'ca', mountPath: '/vault/ca', readOnly: true },
      { name: 'tmp', mountPath: '/tmp' },
      ...(sealAccess(input, cluster) === 'role' ? [] : [{ name: 'kms', mountPath: '/vault/kms', readOnly: true }]),
      { name: 'identity', mountPath: '/var/run/secrets/openshift/serviceaccount', readOnly: true },
    ],
  }
}

/** Names by which the node announces itself: stable through restarts, since a pod's address is not. */
function identity(input: VaultInput, cluster: Cluster): readonly Tree[] {
  const name = input.from.cluster(cluster.name).name
  return [
    { name: 'HOSTNAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    { name: 'VAULT_K8S_POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    { name: 'VAULT_K8S_NAMESPACE', value: VAULT_NAMESPACE },
    { name: 'VAULT_RAFT_NODE_ID', value: derived(`$(HOSTNAME)-${cluster.name}`, name) },
    { name: 'VAULT_API_ADDR', value: derived(ownAddress(cluster.name, PORTS.api), name) },
    { name: 'VAULT_CLUSTER_ADDR', value: derived(ownAddress(cluster.name, PORTS.cluster), name) },
    { name: 'VAULT_CACERT', value: '/vault/ca/ca.crt' },
    // Where a person who logs in with a shell of this container can keep the token: everything else is read-only.
    { name: 'HOME', value: '/tmp' },
  ]
}

/**
 * Alive is also one that waits to be unsealed or initialised, has lost the active node or was taken out of the peers (501, 503, 474
 * and 530, vault/http/sys_health.go). Restarting it would not help, and in a region that is cut off it might not be unsealed again.
 */
const ALIVE_PATH = [
  VAULT_HEALTH_PATH,
  ...['sealed', 'uninit', 'haunhealthy', 'removed'].map((each) => `${each}code=204`),
].join('&')

function probe(path: string, periodSeconds: number): Tree {
  return { httpGet: { scheme: 'HTTPS', port: PORTS.api, path }, periodSeconds, timeoutSeconds: 5, failureThreshold: 6 }
}

/** Vault rereads its certificate on SIGHUP only. */
const WATCH = [
  'last=$(sha256sum /vault/tls/tls.crt)',
  'while sleep 30; do',
  '  now=$(sha256sum /vault/tls/tls.crt)',
  '  if [ "$now" != "$last" ]; then',
  '    pkill -HUP -x vault && last=$now',
  '  fi',
  'done',
].join('\n')

export function reloader(input: VaultInput): Tree {
  return {
    name: 'reload',
    image: tracedImage(input.catalog, 'vault'),
    command: ['/bin/sh', '-c', WATCH],
    securityContext: RESTRICTED_CONTAINER,
    resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '64Mi' } },
    volumeMounts: [{ name: 'tls', mountPath: '/vault/tls', readOnly: true }],
  }
}
