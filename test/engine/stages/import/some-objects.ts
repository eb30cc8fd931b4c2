import type { Mistake, SeenCluster } from '../../../../engine/model/imported.ts'
import type { JsonObject } from '../../../../engine/model/json.ts'
import { mistakesIn } from '../../../../engine/stages/import/mistakes.ts'
import { parseYaml } from '../../../../engine/stages/render/yaml.ts'
import { NOW, object, REGIONS } from './a-running-platform.ts'

/** What the rules say of a platform of the shop's clusters. */
export function mistakesOf(seen: readonly SeenCluster[]): readonly Mistake[] {
  const clusters = Object.entries(REGIONS).map(([name, region]) => ({ name, region }))
  return mistakesIn({
    seen,
    members: Object.keys(REGIONS),
    environment: { spec: { clusters } },
    parseYaml,
    observedAt: NOW,
  })
}

export const HUB = 'local-cluster'
export const OCM = 'cluster.open-cluster-management.io'
export const inVault = { namespace: 'vault' }
export const network = (pods: string) =>
  object('config.openshift.io/v1', 'Network', 'cluster', {
    status: { clusterNetwork: [{ cidr: pods, hostPrefix: 23 }] },
  })
export const placement = (name: string, spec: JsonObject) =>
  object(`${OCM}/v1beta1`, 'Placement', name, { spec }, { namespace: 'pol' })
export const bound = object(
  `${OCM}/v1beta2`,
  'ManagedClusterSetBinding',
  'shop',
  { spec: { clusterSet: 'shop' } },
  { namespace: 'pol' },
)
export const rule = (name: string, clusterSelector: JsonObject) =>
  object(
    'apps.open-cluster-management.io/v1',
    'PlacementRule',
    name,
    { spec: { clusterSelector } },
    { namespace: 'pol' },
  )
export const certificate = (spec: JsonObject, status: JsonObject = {}) =>
  object('cert-manager.io/v1', 'Certificate', 'c', { spec: { secretName: 'c', ...spec }, status }, inVault)
export const selfSigned = object('cert-manager.io/v1', 'Issuer', 'self', { spec: { selfSigned: {} } }, inVault)
export const signer = object('cert-manager.io/v1', 'Issuer', 'ca', { spec: { ca: { secretName: 'c' } } }, inVault)
export const child = object(
  'cert-manager.io/v1',
  'Certificate',
  'leaf',
  { spec: { duration: '8760h', renewBefore: '2920h', secretName: 'leaf', issuerRef: { name: 'ca' } } },
  inVault,
)
export const binding = (role: string, namespace: string) =>
  object('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'b', {
    roleRef: { kind: 'ClusterRole', name: role },
    subjects: [{ kind: 'ServiceAccount', name: 'a', namespace }],
  })
export const pods = (kind: string, container: JsonObject, namespace = 'vault') =>
  object(
    'apps/v1',
    kind,
    'w',
    { spec: { template: { spec: { containers: [{ name: 'x', ...container }] } } } },
    { namespace },
  )
