/** Rules that look at a field, by the path on which it is explained; a component's rules at its settings. Rules of the schema hold everywhere. */
const RULES: Readonly<Record<string, readonly string[]>> = {
  'Environment.metadata.name': ['environment/duplicate-name'],
  'Environment.spec.hub.namespace': [
    'environment/duplicate-namespace',
    'environment/namespace-is-cluster',
    'names/namespace-too-long',
  ],
  'Environment.spec.hub.clusterSet': ['environment/duplicate-cluster-set', 'tunnel/cluster-set-name'],
  'Environment.spec.hub.region': ['regions/hub-shared'],
  'Environment.spec.survive': [
    'vault/quorum-node',
    'database/quorum-node',
    'database/replication-factor',
    'replication/promise-not-kept',
  ],
  'Environment.spec.production': ['catalog/not-pinned'],
  'Environment.spec.roundTrips': ['roundtrips/understated', 'roundtrips/unknown-region', 'roundtrips/contradiction'],
  'Environment.spec.values': ['value/missing', 'value/unknown', 'value/unknown-policy', 'value/wrong-type'],
  'Environment.spec.clusters': ['regions/too-few', 'regions/even', 'regions/shared', 'tunnel/single-cluster'],
  'Environment.spec.clusters.name': [
    'environment/duplicate-cluster',
    'environment/hub-as-cluster',
    'clusters/hive-name-length',
    'loadbalancer/alias-collision',
  ],
  'Environment.spec.clusters.cloud': ['clusters/hive-cloud', 'loadbalancer/foreign-cloud', 'vault/seal-shared-fate'],
  'Environment.spec.clusters.region': [
    'regions/shared',
    'clusters/invalid-region',
    'database/region-name',
    'loadbalancer/control-plane-region',
  ],
  'Environment.spec.clusters.zones': [
    'clusters/foreign-zone',
    'clusters/hive-zones',
    'tunnel/gateway-zones',
    'vault/zones',
    'database/zones',
  ],
  'Environment.spec.clusters.labels': ['environment/label', 'environment/reserved-label'],
  'Environment.spec.clusters.network': ['network/overlap', 'network/overlap-within'],
  'Environment.spec.clusters.network.pods': [
    'network/invalid-cidr',
    'network/not-private',
    'network/reserved',
    'network/overlap',
    'network/overlap-within',
    'network/too-few-nodes',
    'clusters/pod-network-size',
  ],
  'Environment.spec.clusters.network.services': [
    'network/invalid-cidr',
    'network/not-private',
    'network/reserved',
    'network/overlap',
    'network/overlap-within',
  ],
  'Environment.spec.clusters.network.machines': [
    'network/invalid-cidr',
    'network/not-private',
    'network/reserved',
    'network/overlap',
    'network/overlap-within',
  ],
  'Environment.spec.clusters.network.hostPrefix': ['network/too-few-nodes', 'clusters/pod-network-size'],
  'Environment.spec.components': [
    'environment/unknown-component',
    'environment/needs-component',
    'environment/unplaced-component',
  ],
  'PolicyPlacement.metadata.name': ['placement/duplicate-name'],
  'PolicyPlacement.spec.environment': ['placement/unknown-environment'],
  'PolicyPlacement.spec.policies': [
    'placement/duplicate-policy',
    'placement/unknown-policy',
    'placement/unused-component',
  ],
  'PolicyPlacement.spec.clusters': [
    'placement/selection-combined',
    'placement/selects-nothing',
    'placement/stateful-partial',
  ],
  'PolicyPlacement.spec.clusters.names': ['placement/unknown-cluster', 'placement/duplicate-cluster'],
  'PolicyPlacement.spec.clusters.selector': ['placement/selects-nothing', 'placement/selector-values'],
  'PolicyPlacement.spec.rollout': ['disruption/all-at-once'],
  'Configuration.chats': ['configuration/incomplete', 'configuration/duplicate-chat'],
  'Configuration.chats.url': ['configuration/secret-address', 'configuration/incomplete'],
  'Configuration.chats.quietHours': ['configuration/quiet-all-day', 'configuration/no-effect'],
  'Configuration.chats.quietHours.timeZone': ['configuration/time-zone'],
  'Configuration.chats.escalate.to': ['configuration/unknown-chat'],
  'Configuration.chats.events': ['configuration/no-end'],
  'Configuration.heartbeat.chat': ['configuration/unknown-chat'],
  'Configuration.chats.environments': ['configuration/unknown-environment'],
  'Configuration.forge': ['configuration/incomplete', 'configuration/no-forge-credentials'],
  'Configuration.forge.repository': ['configuration/bad-repository'],
  'Configuration.forge.app': ['configuration/forge-credentials'],
  'Configuration.limits.removals': ['plan/mass-removal'],
  'Configuration.limits.moves': ['plan/mass-move'],
  'Catalog.images': ['catalog/not-pinned', 'catalog/unknown-entry'],
  'Catalog.operators': ['catalog/unknown-entry'],
  'Exception.spec.object': ['exception/unknown-object'],
  'Exception.spec.until': ['exception/expired'],
  'Override.spec.policy': ['override/nothing-enforced'],
  'Override.spec.until': ['override/expired'],
  'AuthoredPolicy.spec.manifests': ['policy/unknown-manifest', 'policy/manifest-twice'],
  'AuthoredPolicy.spec.orderManifests': ['policy/order'],
  'AuthoredPolicy.spec.pruneObjectBehavior': ['policy/dependency-prunes'],
  'AuthoredPolicy.spec.annotations': ['policy/disable-templates'],
  'AuthoredPolicy.spec.values': ['value/default', 'value/fact', 'value/unused', 'value/undeclared'],
}

/** Rules that look at a field, those of the settings of a component as a group. */
export function rulesOf(path: string): readonly string[] {
  const component = /^Environment\.spec\.components\.([a-z]+)$/.exec(path)?.[1]
  if (component !== undefined) return [`${component}/*`]
  return Object.hasOwn(RULES, path) ? (RULES[path] ?? []) : []
}

/** Every path that has rules. */
export const RULED_PATHS: readonly string[] = Object.keys(RULES)
