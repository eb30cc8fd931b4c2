/** By its title `import` knows a setting that one of the environment's clusters has to stand in. */
export const CLUSTER_NAME = 'ClusterName'

/** The name of a cluster of the environment, in a component's settings. */
export const clusterName = {
  title: CLUSTER_NAME,
  type: 'string',
  pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
  maxLength: 63,
} as const
