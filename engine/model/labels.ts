/** Labels and annotations of our own on what we render. */
export const ANNOTATION = {
  environment: 'isthmus.dev/environment',
  component: 'isthmus.dev/component',
  stateful: 'isthmus.dev/stateful',
  /** TemplateRole of a policy template; absent means `desired`. */
  role: 'isthmus.dev/role',
} as const

/** Label that RHACM puts on the ManagedCluster of the hub itself. */
export const LOCAL_CLUSTER_LABEL = 'local-cluster'
/** The cluster set that holds the hub unless somebody moved it. */
export const HUB_CLUSTER_SET = 'default'
