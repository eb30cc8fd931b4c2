import { resourceTypeOf } from './resources.ts'
import type { Wanted, WantedKind } from './wanted.ts'

/** What a member of a stretched platform is made of. Secrets are not read: an import needs none of their values. */
const MEMBER_KINDS: Readonly<Record<string, string>> = {
  v1: 'ConfigMap Namespace Node Service ServiceAccount',
  'apps/v1': 'DaemonSet Deployment StatefulSet',
  'batch/v1': 'CronJob',
  'networking.k8s.io/v1': 'NetworkPolicy',
  'policy/v1': 'PodDisruptionBudget',
  'rbac.authorization.k8s.io/v1': 'ClusterRole ClusterRoleBinding Role RoleBinding',
  'storage.k8s.io/v1': 'StorageClass',
  'cert-manager.io/v1': 'Certificate ClusterIssuer Issuer',
  'config.openshift.io/v1': 'DNS Infrastructure Network',
  'cloudcredential.openshift.io/v1': 'CredentialsRequest',
  'route.openshift.io/v1': 'Route',
  'multicluster.x-k8s.io/v1alpha1': 'ServiceExport',
  'submariner.io/v1': 'Gateway',
  'submariner.io/v1alpha1': 'Submariner',
}

const HUB_KINDS: Readonly<Record<string, string>> = {
  'cluster.open-cluster-management.io/v1': 'ManagedCluster',
  'cluster.open-cluster-management.io/v1beta1': 'Placement PlacementDecision',
  'cluster.open-cluster-management.io/v1beta2': 'ManagedClusterSet ManagedClusterSetBinding',
  'apps.open-cluster-management.io/v1': 'PlacementRule',
  'addon.open-cluster-management.io/v1alpha1': 'ManagedClusterAddOn',
  'agent.open-cluster-management.io/v1': 'KlusterletAddonConfig',
  'submarineraddon.open-cluster-management.io/v1alpha1': 'SubmarinerConfig',
  'submariner.io/v1alpha1': 'Broker',
  'submariner.io/v1': 'Cluster',
  'hive.openshift.io/v1': 'ClusterDeployment ClusterImageSet MachinePool',
  'cert-manager.io/v1': 'Certificate ClusterIssuer Issuer',
  'redhatcop.redhat.io/v1alpha1': 'GlobalDNSZone GlobalRouteDiscovery GlobalDNSRecord',
  'config.openshift.io/v1': 'Infrastructure Network',
}

/** All that an import asks a live source for: whole lists over all namespaces, since names are what it wants to learn. */
export function wantedForImport(hub: string): Wanted {
  return {
    environment: '',
    hubNamespace: '',
    hub: kinds(HUB_KINDS),
    on: (cluster) => (cluster === hub ? kinds(HUB_KINDS) : kinds(MEMBER_KINDS)),
  }
}

function kinds(table: Readonly<Record<string, string>>): readonly WantedKind[] {
  return Object.entries(table).flatMap(([apiVersion, names]) =>
    names
      .split(' ')
      .filter((kind) => resourceTypeOf(apiVersion, kind) !== undefined)
      .map((kind) => ({ apiVersion, kind, namespace: '', names: null })),
  )
}
