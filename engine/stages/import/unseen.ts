import type { ImportReport, Mistake } from '../../model/imported.ts'

/** Rows of blueprint section 11 that some object can show, with what would show them. */
const SHOWN: Readonly<Record<number, string>> = {
  1: 'Network objects, install-config Secrets or Submariner Cluster objects show networks',
  2: 'the hub’s own Network object shows its ranges',
  3: 'install-config Secrets show keys that only lenient parsing accepts',
  4: 'ClusterDeployments show spec.installed and cloud labels',
  5: 'ManagedClusterSets, ClusterImageSets and Subscriptions show versions',
  6: 'the hub shows whether there is a Broker',
  7: 'SubmarinerConfigs show cable driver and gateways',
  8: 'only Submariner versions and privileged DaemonSets show in objects; firewall rules, peering routes and the subctl build are in the clouds and on a workstation',
  9: 'ArgoCD, Application and ClusterRoleBinding objects show it; the log-in of a person does not show',
  10: 'CA Certificates show their duration',
  11: 'a copy of the hub root’s Secret with a key shows it',
  12: 'Certificates, addresses and probes show it',
  13: 'Vault’s image, configuration and CredentialsRequests show it',
  15: 'a Secret with root token or recovery keys shows it; number and holders of shares do not show',
  16: 'token Secrets and issuers that log in with one show it',
  17: 'PKI roles and shared issuers show it where they are objects; Vault’s own roles and policies do not show',
  18: 'a PKISecretEngineConfig shows it; Vault’s own settings do not',
  19: 'anti-affinity rules show their topology key',
  20: 'NetworkPolicies show it',
  21: 'health-check annotations of Routes show it',
  22: 'Certificates, Reloader annotations and reload scripts show it',
  24: 'StorageClasses show it',
  25: 'anti-affinity rules and MachinePools show it',
  26: 'images and bindings show it; a key that stands twice in a chart is lost when it is applied',
  27: 'GlobalRouteDiscoveries show kubeconfigs; SQL users and the licence file do not show',
  28: 'ACME issuers and the image of cert-manager show it; IAM rights and how it was installed do not',
  29: 'PodSecurityPolicies and ZooKeeper StatefulSets show it',
  30: 'annotations of cert-utils and Reloader show it',
  31: 'the hub’s Infrastructure object or its region label shows where it runs',
}

/** Rows that no object can show. */
const HIDDEN: Readonly<Record<number, string>> = {
  14: 'soft delete of an Azure key vault is a setting of the cloud',
  23: 'how a person restarts clusters is in a runbook, not in objects',
  32: 'a rehearsal by denied traffic leaves no object, and is to be kept',
}

/** Rows that were not named as a mistake, and why: nothing like it was found, or it cannot show. */
export function unseenRows(mistakes: readonly Mistake[]): ImportReport['unseen'] {
  const named = new Set(mistakes.map((each) => each.blueprint))
  const shown = Object.entries(SHOWN).map(([row, what]) => ({
    blueprint: Number(row),
    because: `not found in these objects: ${what}`,
  }))
  const hidden = Object.entries(HIDDEN).map(([row, why]) => ({
    blueprint: Number(row),
    because: `cannot be seen: ${why}`,
  }))
  return [...shown, ...hidden].filter((each) => !named.has(each.blueprint)).sort((a, b) => a.blueprint - b.blueprint)
}
