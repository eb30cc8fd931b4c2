/** How an API server serves a kind. */
export interface ResourceType {
  /** Lower-case resource name, as RHACM's messages have it. */
  readonly plural: string
  readonly namespaced: boolean
}

/** Kinds by apiVersion; cluster-scoped kinds stand after the bar. Built-in APIs first, then those that RHACM, OpenShift and their operators bring. */
const SERVED: Readonly<Record<string, string>> = {
  v1: 'Binding ConfigMap Endpoints Event LimitRange PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount | ComponentStatus Namespace Node PersistentVolume',
  'admissionregistration.k8s.io/v1':
    '| MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration',
  'apiextensions.k8s.io/v1': '| CustomResourceDefinition',
  'apiregistration.k8s.io/v1': '| APIService',
  'apps/v1': 'ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet |',
  'authentication.k8s.io/v1': '| SelfSubjectReview TokenReview',
  'authorization.k8s.io/v1':
    'LocalSubjectAccessReview | SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview',
  'autoscaling/v1': 'HorizontalPodAutoscaler |',
  'autoscaling/v2': 'HorizontalPodAutoscaler |',
  'batch/v1': 'CronJob Job |',
  'certificates.k8s.io/v1': '| CertificateSigningRequest',
  'coordination.k8s.io/v1': 'Lease |',
  'discovery.k8s.io/v1': 'EndpointSlice |',
  'events.k8s.io/v1': 'Event |',
  'flowcontrol.apiserver.k8s.io/v1': '| FlowSchema PriorityLevelConfiguration',
  'flowcontrol.apiserver.k8s.io/v1beta3': '| FlowSchema PriorityLevelConfiguration',
  'networking.k8s.io/v1': 'Ingress NetworkPolicy | IngressClass',
  'node.k8s.io/v1': '| RuntimeClass',
  'policy/v1': 'PodDisruptionBudget |',
  'rbac.authorization.k8s.io/v1': 'Role RoleBinding | ClusterRole ClusterRoleBinding',
  'scheduling.k8s.io/v1': '| PriorityClass',
  'storage.k8s.io/v1': 'CSIStorageCapacity | CSIDriver CSINode StorageClass VolumeAttachment',

  'addon.open-cluster-management.io/v1alpha1':
    'AddOnDeploymentConfig ManagedClusterAddOn | AddOnTemplate ClusterManagementAddOn',
  'addon.open-cluster-management.io/v1beta1': 'ManagedClusterAddOn | ClusterManagementAddOn',
  'agent.open-cluster-management.io/v1': 'KlusterletAddonConfig |',
  'apps.open-cluster-management.io/v1': 'Channel PlacementRule Subscription |',
  'authentication.open-cluster-management.io/v1alpha1': 'ManagedServiceAccount |',
  'authentication.open-cluster-management.io/v1beta1': 'ManagedServiceAccount |',
  'cluster.open-cluster-management.io/v1': '| ManagedCluster',
  'cluster.open-cluster-management.io/v1beta1': 'Placement PlacementDecision |',
  'cluster.open-cluster-management.io/v1beta2': 'ManagedClusterSetBinding | ManagedClusterSet',
  'operator.open-cluster-management.io/v1': 'MultiClusterHub | ClusterManager Klusterlet',
  'policy.open-cluster-management.io/v1': 'CertificatePolicy ConfigurationPolicy PlacementBinding Policy |',
  'policy.open-cluster-management.io/v1beta1': 'OperatorPolicy PolicyAutomation PolicySet |',
  'submarineraddon.open-cluster-management.io/v1alpha1': 'SubmarinerConfig |',
  'view.open-cluster-management.io/v1beta1': 'ManagedClusterView |',
  'work.open-cluster-management.io/v1': 'ManifestWork |',

  'apps.openshift.io/v1': 'DeploymentConfig |',
  'cloudcredential.openshift.io/v1': 'CredentialsRequest |',
  'config.openshift.io/v1':
    '| APIServer Authentication Build ClusterOperator ClusterVersion Console DNS FeatureGate Image Infrastructure Ingress Network OAuth OperatorHub Project Proxy Scheduler',
  'console.openshift.io/v1': '| ConsoleLink ConsoleNotification ConsolePlugin',
  'hive.openshift.io/v1': 'ClusterDeployment ClusterPool MachinePool SyncSet | ClusterImageSet SelectorSyncSet',
  'image.openshift.io/v1': 'ImageStream | Image',
  'imageregistry.operator.openshift.io/v1': '| Config',
  'machine.openshift.io/v1beta1': 'Machine MachineHealthCheck MachineSet |',
  'machineconfiguration.openshift.io/v1': '| KubeletConfig MachineConfig MachineConfigPool',
  'monitoring.coreos.com/v1': 'Alertmanager PodMonitor Probe Prometheus PrometheusRule ServiceMonitor |',
  'network.operator.openshift.io/v1': 'EgressRouter |',
  'oauth.openshift.io/v1': '| OAuthAccessToken OAuthClient',
  'operator.openshift.io/v1': 'IngressController | Console DNS Network',
  'operator.openshift.io/v1alpha1': '| CertManager ImageContentSourcePolicy',
  'operators.coreos.com/v1': 'OperatorCondition OperatorGroup | OLMConfig Operator',
  'operators.coreos.com/v1alpha1': 'CatalogSource ClusterServiceVersion InstallPlan Subscription |',
  'packages.operators.coreos.com/v1': 'PackageManifest |',
  'project.openshift.io/v1': '| Project ProjectRequest',
  'ran.openshift.io/v1alpha1': 'ClusterGroupUpgrade |',
  'route.openshift.io/v1': 'Route |',
  'security.openshift.io/v1': '| SecurityContextConstraints',
  'template.openshift.io/v1': 'Template |',
  'user.openshift.io/v1': '| Group Identity User',

  'acme.cert-manager.io/v1': 'Challenge Order |',
  'argoproj.io/v1alpha1': 'AppProject Application ApplicationSet |',
  'argoproj.io/v1beta1': 'ArgoCD |',
  'cert-manager.io/v1': 'Certificate CertificateRequest Issuer | ClusterIssuer',
  'externaldns.k8s.io/v1alpha1': 'DNSEndpoint |',
  'external-secrets.io/v1': 'ExternalSecret SecretStore | ClusterExternalSecret ClusterSecretStore',
  'external-secrets.io/v1beta1': 'ExternalSecret SecretStore | ClusterExternalSecret ClusterSecretStore',
  'multicluster.x-k8s.io/v1alpha1': 'ServiceExport ServiceImport |',
  'redhatcop.redhat.io/v1alpha1':
    'Audit AuthEngineMount GlobalDNSRecord GlobalRouteDiscovery KubernetesAuthEngineConfig KubernetesAuthEngineRole PKISecretEngineConfig PKISecretEngineRole Policy SecretEngineMount | GlobalDNSZone',
  'snapshot.storage.k8s.io/v1': 'VolumeSnapshot | VolumeSnapshotClass VolumeSnapshotContent',
  'submariner.io/v1':
    'Cluster ClusterGlobalEgressIP Endpoint Gateway GatewayRoute GlobalEgressIP GlobalIngressIP NonGatewayRoute RouteAgent |',
  'submariner.io/v1alpha1': 'Broker ServiceDiscovery Submariner |',
}

/** Kinds whose plural no rule makes. */
const IRREGULAR: Readonly<Record<string, string>> = {
  Endpoints: 'endpoints',
  SecurityContextConstraints: 'securitycontextconstraints',
  OLMConfig: 'olmconfigs',
}

/** The resource name that a kind gets where nobody chose one: `ingresses`, `networkpolicies`, `gateways`. */
export function pluralOf(kind: string): string {
  const irregular = Object.hasOwn(IRREGULAR, kind) ? IRREGULAR[kind] : undefined
  if (irregular !== undefined) return irregular
  const singular = kind.toLowerCase()
  if (/(s|x|z|ch|sh)$/.test(singular)) return `${singular}es`
  return /[^aeiou]y$/.test(singular) ? `${singular.slice(0, -1)}ies` : `${singular}s`
}

function readServed(): ReadonlyMap<string, ResourceType> {
  const types = new Map<string, ResourceType>()
  for (const [apiVersion, kinds] of Object.entries(SERVED)) {
    const [namespaced = '', cluster = ''] = kinds.split('|')
    for (const kind of namespaced.split(' ').filter(Boolean)) {
      types.set(`${apiVersion}|${kind}`, { plural: pluralOf(kind), namespaced: true })
    }
    for (const kind of cluster.split(' ').filter(Boolean)) {
      types.set(`${apiVersion}|${kind}`, { plural: pluralOf(kind), namespaced: false })
    }
  }
  return types
}

const TYPES = readServed()

/** How a kind that is always or usually there is served; undefined for kinds that only a CustomResourceDefinition can tell. */
export function resourceTypeOf(apiVersion: string, kind: string): ResourceType | undefined {
  return TYPES.get(`${apiVersion}|${kind}`)
}
