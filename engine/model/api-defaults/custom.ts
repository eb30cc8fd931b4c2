import type { DefaultTable } from './pod.ts'

const VAULT_CONFIG: DefaultTable = {
  '/spec/authentication/path': 'kubernetes',
  '/spec/authentication/serviceAccount': { name: 'default' },
  '/spec/authentication/serviceAccount/name': '',
  '/spec/connection/tLSConfig/tlsSecret/name': '',
}
const MOUNT: DefaultTable = { ...VAULT_CONFIG, '/spec/config/listingVisibility': 'hidden' }
const ISSUER: DefaultTable = { '/spec/acme/renewalInformationSource': 'ARI' }

/** Defaults in the CustomResourceDefinitions of the kinds that the shipped components render, by group and kind. */
export const CUSTOM_DEFAULTS: Readonly<Record<string, DefaultTable>> = {
  'addon.open-cluster-management.io/ManagedClusterAddOn': {
    '/spec/configs/*/group': '',
    '/spec/installNamespace': 'open-cluster-management-agent-addon',
  },
  'authentication.open-cluster-management.io/ManagedServiceAccount': {
    '/spec/rotation/enabled': true,
    '/spec/rotation/validity': '8640h0m0s',
  },
  'cert-manager.io/Issuer': ISSUER,
  'cert-manager.io/ClusterIssuer': ISSUER,
  'cluster.open-cluster-management.io/ManagedCluster': { '/spec/leaseDurationSeconds': 60 },
  'cluster.open-cluster-management.io/ManagedClusterSet': {
    '/spec/clusterSelector/selectorType': 'ExclusiveClusterSetLabel',
  },
  'operator.openshift.io/CertManager': { '/spec/logLevel': 'Normal', '/spec/operatorLogLevel': 'Normal' },
  'operator.openshift.io/IngressController': {
    '/spec/closedClientConnectionPolicy': 'Continue',
    '/spec/defaultCertificate/name': '',
    '/spec/endpointPublishingStrategy/loadBalancer/dnsManagementPolicy': 'Managed',
    '/spec/httpEmptyRequestsPolicy': 'Respond',
    '/spec/idleConnectionTerminationPolicy': 'Immediate',
  },
  'redhatcop.redhat.io/Audit': VAULT_CONFIG,
  'redhatcop.redhat.io/AuthEngineMount': MOUNT,
  'redhatcop.redhat.io/SecretEngineMount': MOUNT,
  'redhatcop.redhat.io/Policy': VAULT_CONFIG,
  'redhatcop.redhat.io/GlobalRouteDiscovery': { '/spec/defaultLoadBalancingPolicy': 'Multivalue' },
  'redhatcop.redhat.io/KubernetesAuthEngineConfig': {
    ...VAULT_CONFIG,
    '/spec/kubernetesHost': 'https://kubernetes.default.svc:443',
    '/spec/tokenReviewerServiceAccount/name': '',
    '/spec/useOperatorPodCA': true,
  },
  'redhatcop.redhat.io/KubernetesAuthEngineRole': {
    ...VAULT_CONFIG,
    '/spec/aliasNameSource': 'serviceaccount_uid',
    '/spec/targetServiceAccounts': ['default'],
    '/spec/tokenType': 'default',
  },
  'redhatcop.redhat.io/PKISecretEngineConfig': {
    ...VAULT_CONFIG,
    '/spec/CRLExpiry': '72h',
    '/spec/certificateKey': 'tls.crt',
    '/spec/externalSignSecret/name': '',
    '/spec/internalSign/name': '',
    '/spec/format': 'pem',
    '/spec/keyBits': 2048,
    '/spec/keyType': 'rsa',
    '/spec/maxPathLength': -1,
    '/spec/privateKeyType': 'internal',
    '/spec/type': 'root',
  },
  'redhatcop.redhat.io/PKISecretEngineRole': {
    ...VAULT_CONFIG,
    '/spec/keyBits': 2048,
    '/spec/keyType': 'rsa',
    '/spec/notBeforeDuration': '30s',
    '/spec/useCSRCommonName': true,
    '/spec/useCSRSans': true,
  },
  'route.openshift.io/Route': {
    '/spec/alternateBackends/*/kind': 'Service',
    '/spec/alternateBackends/*/weight': 100,
    '/spec/to/kind': 'Service',
    '/spec/to/weight': 100,
    '/spec/wildcardPolicy': 'None',
  },
}
