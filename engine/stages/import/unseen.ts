import type { ImportReport, Mistake } from '../../model/imported.ts'

type Row = readonly [row: number, what: string, how: string]

/** Rows of blueprint section 11 that some object can show: the mistake, and what would show it. */
const SHOWN: readonly Row[] = [
  [
    1,
    'a network outside RFC 1918',
    'Network objects, install-config Secrets or Submariner Cluster objects show networks',
  ],
  [2, 'a hub that shares ranges with a cluster', 'the hub’s own Network object shows its ranges'],
  [3, 'install-config keys that only lenient parsing accepts', 'install-config Secrets show them'],
  [4, 'installed: false, and an Azure label that is missing', 'ClusterDeployments show both'],
  [
    5,
    'API versions and releases that are gone',
    'ManagedClusterSets, ClusterImageSets and Subscriptions show versions',
  ],
  [6, 'no Broker', 'the hub shows whether there is one'],
  [7, 'a tunnel in clear text with one gateway', 'SubmarinerConfigs show both'],
  [
    8,
    'ports open to everybody, a development build, a privileged DaemonSet',
    'only Submariner versions and DaemonSets show in objects; firewall rules, peering routes and the subctl build are in the clouds and on a workstation',
  ],
  [
    9,
    'Argo CD as cluster-admin, values as credentials',
    'ArgoCD, Application, ClusterRoleBinding and Secret objects show it; the log-in of a person does not show',
  ],
  [10, 'a root CA of 90 days', 'CA Certificates show their duration'],
  [11, 'the key of the root on every cluster', 'a copy of the hub root’s Secret with a key shows it'],
  [12, 'names that the certificate lacks', 'Certificates, addresses and probes show it'],
  [
    13,
    'an old Vault, debug logs, a seal of one region, wide KMS rights',
    'Vault’s image, configuration and CredentialsRequests show it',
  ],
  [15, 'root token and recovery keys in a Secret', 'such a Secret shows it; number and holders of shares do not show'],
  [16, 'stored ServiceAccount tokens', 'token Secrets and issuers that log in with one show it'],
  [
    17,
    'PKI and login roles that let anybody become anybody',
    'PKI roles and shared issuers show it where they are objects; Vault’s own roles and policies do not show',
  ],
  [18, 'revocation URLs that cannot be reached', 'a PKISecretEngineConfig shows it; Vault’s own settings do not'],
  [19, 'a topology key that nodes no longer have', 'anti-affinity rules show their key'],
  [20, 'a NetworkPolicy that shuts remote peers out', 'NetworkPolicies show it'],
  [21, 'a health check that a sealed Vault passes', 'health-check annotations of Routes show it'],
  [
    22,
    'certificates that are renewed too late or never reloaded',
    'Certificates, Reloader annotations and reload scripts show it',
  ],
  [24, 'removed provisioners and volumes that are deleted', 'StorageClasses show it'],
  [25, 'members of a region in one zone', 'anti-affinity rules and MachinePools show it'],
  [
    26,
    'wide node rights and images without a version',
    'images and bindings show it; a key that stands twice in a chart is lost when it is applied',
  ],
  [
    27,
    'admin kubeconfigs and database passwords',
    'GlobalRouteDiscoveries show kubeconfigs; SQL users and the licence file do not show',
  ],
  [
    28,
    'an unpinned cert-manager and a public CA',
    'ACME issuers and the image of cert-manager show it; IAM rights and how it was installed do not',
  ],
  [29, 'PodSecurityPolicies and ZooKeeper', 'such objects show it'],
  [30, 'controllers that fight GitOps', 'annotations of cert-utils and Reloader show it'],
  [
    31,
    'a hub that shares the fate of a data region',
    'the hub’s Infrastructure object or its region label shows where it runs',
  ],
]

/** Rows that no object can show. */
const HIDDEN: readonly Row[] = [
  [14, 'an Azure key vault without soft delete', 'it is a setting of the cloud'],
  [23, 'all regions restarted together', 'how a person restarts clusters is in a runbook'],
  [32, 'a rehearsal by denied traffic', 'it leaves no object, and is a good idea to keep'],
]

/** Rows that were not found, and why: nothing like it was among the objects, or it cannot show. */
export function unseenRows(mistakes: readonly Mistake[]): ImportReport['unseen'] {
  const named = new Set(mistakes.map((each) => each.blueprint))
  const words =
    (prefix: string) =>
    ([blueprint, what, how]: Row) => ({ blueprint, what, because: `${prefix}: ${how}` })
  return [...SHOWN.map(words('not found in these objects')), ...HIDDEN.map(words('cannot be seen'))]
    .filter((each) => !named.has(each.blueprint))
    .sort((a, b) => a.blueprint - b.blueprint)
}
