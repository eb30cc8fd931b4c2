import { describe, expect, test } from 'vitest'
import type { Finding } from '../../../../engine/model/finding.ts'
import type { Loose, Written } from './a-repository.ts'
import { aLooseCluster, aLooseEnvironment, aLoosePlacement, run } from './a-repository.ts'

interface Case {
  readonly name: string
  readonly clusters?: number
  /** Breaks the environment. */
  readonly breaks?: (spec: Loose, clusters: Loose[]) => void
  /** Further files of the repository. */
  readonly files?: (environment: Loose) => Readonly<Record<string, Loose | string>>
  readonly rule: string
  readonly severity?: Finding['severity']
  /** A part of the line that the finding stands at; the environment's file unless it names another. */
  readonly at: string
  readonly file?: string
  /** The numbers that the message must show. */
  readonly says: RegExp
  readonly remedy: RegExp
}

const set = (spec: Loose, component: string, settings: Loose) => {
  const components = spec.components as Loose
  components[component] = { ...(components[component] as Loose), ...settings }
}
const network = (cluster: Loose | undefined, change: Loose) => {
  if (cluster) cluster.network = { ...(cluster.network as Loose), ...change }
}
const only = (spec: Loose, ...names: readonly string[]) => {
  const components = spec.components as Loose
  for (const name of Object.keys(components)) if (!names.includes(name)) delete components[name]
}

const G1: readonly Case[] = [
  {
    name: 'a region holds half of Vault',
    breaks: (spec) => set(spec, 'vault', { replicas: { cluster1: 6, cluster2: 3, cluster3: 3 } }),
    rule: 'vault/quorum-region',
    at: 'vault:',
    says: /12 voters, the largest region holds 6, 7 are needed, 6 remain/,
    remedy: /three or more regions/,
  },
  {
    name: 'a region holds half of the database nodes',
    breaks: (spec) => set(spec, 'database', { replicas: { cluster1: 9, cluster2: 3, cluster3: 3 } }),
    rule: 'database/quorum-region',
    at: 'database:',
    says: /15 voters, the largest region holds 9, 8 are needed, 6 remain/,
    remedy: /three or more regions/,
  },
  {
    name: 'two clusters in one region hold half',
    clusters: 4,
    breaks: (_, clusters) => {
      Object.assign(clusters[3] ?? {}, { region: 'us-east-1', zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'] })
    },
    rule: 'regions/shared-quorum',
    at: 'vault:',
    says: /hold 6 of 12 voters of vault: losing it leaves 6, and 7 are needed/,
    remedy: /region of its own/,
  },
]

const G2: readonly Case[] = [
  {
    name: 'one Vault node a cluster, two of them in one region, and a node more',
    clusters: 5,
    breaks: (spec, clusters) => {
      spec.survive = 'region+node'
      set(spec, 'vault', { replicasPerCluster: 1 })
      Object.assign(clusters[4] ?? {}, { region: 'us-east-1', zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'] })
    },
    rule: 'regions/shared-quorum',
    at: 'replicasPerCluster: 1',
    says: /hold 2 of 5 voters of vault: losing it and one more node leaves 2, and 3 are needed/,
    remedy: /region of its own/,
  },
  {
    name: 'one Vault node a region, and a node more',
    breaks: (spec) => {
      spec.survive = 'region+node'
      set(spec, 'vault', { replicasPerCluster: 1 })
    },
    rule: 'vault/quorum-node',
    at: 'replicasPerCluster: 1',
    says: /3 voters, the largest region holds 1, 2 are needed, 1 would remain/,
    remedy: /three members in each of three regions/,
  },
  {
    name: 'two database nodes a region, and a node more',
    breaks: (spec) => {
      spec.survive = 'region+node'
      set(spec, 'database', { replicasPerCluster: 1 })
    },
    rule: 'database/quorum-node',
    at: 'replicasPerCluster: 1',
    says: /3 voters, the largest region holds 1, 2 are needed, 1 would remain/,
    remedy: /spec\.survive/,
  },
]

const G3: readonly Case[] = [
  {
    name: 'two regions',
    clusters: 2,
    rule: 'regions/too-few',
    at: '- name: cluster1',
    says: /2 regions for vault and database/,
    remedy: /witness/,
  },
  {
    name: 'four regions',
    clusters: 4,
    rule: 'regions/even',
    severity: 'warning',
    at: '- name: cluster1',
    says: /4 regions .* than 3 would/,
    remedy: /add or remove one/,
  },
  {
    name: 'two clusters in one region',
    clusters: 4,
    breaks: (_, clusters) => {
      Object.assign(clusters[3] ?? {}, { region: 'us-east-1', zones: ['us-east-1a', 'us-east-1b'] })
    },
    rule: 'regions/shared',
    severity: 'warning',
    at: 'region: us-east-1',
    says: /cluster4 is in us-east-1 like cluster1/,
    remedy: /region of its own/,
  },
  {
    name: 'members that are uneven',
    breaks: (spec) => set(spec, 'vault', { replicas: { cluster1: 1, cluster2: 3, cluster3: 3 } }),
    rule: 'vault/balance',
    severity: 'warning',
    at: 'cluster1: 1',
    says: /\(1, 3, 3\): the difference is 2, at most 1/,
    remedy: /even out/i,
  },
  {
    name: 'database nodes that are uneven',
    breaks: (spec) => set(spec, 'database', { replicas: { cluster3: 6 } }),
    rule: 'database/balance',
    severity: 'warning',
    at: 'cluster3: 6',
    says: /\(3, 3, 6\): the difference is 3/,
    remedy: /even out/i,
  },
  {
    name: 'an even number of voters',
    breaks: (spec) => set(spec, 'vault', { replicasPerCluster: 2 }),
    rule: 'vault/even-voters',
    severity: 'warning',
    at: 'replicasPerCluster: 2',
    says: /6 voters/,
    remedy: /odd number/,
  },
]

const G4: readonly Case[] = [
  {
    name: 'a goal that loses the home region',
    breaks: (spec) => {
      ;(spec.components as Loose).database = { survivalGoal: 'zone' }
    },
    rule: 'database/survival-goal',
    at: 'survivalGoal: zone',
    says: /3 voters in one region/,
    remedy: /survivalGoal region/,
  },
  {
    name: 'too few replicas for a region and a node',
    breaks: (spec) => {
      spec.survive = 'region+node'
      set(spec, 'database', { replicationFactor: 5 })
    },
    rule: 'database/replication-factor',
    at: 'replicationFactor: 5',
    says: /5 replicas over 3 regions leave 2 after a region and a node, 3 are needed: 9/,
    remedy: /9/,
  },
  {
    name: 'fewer replicas than CockroachDB keeps for the goal',
    breaks: (spec) => {
      spec.survive = 'region'
      set(spec, 'database', { replicationFactor: 3 })
    },
    rule: 'database/replication-factor',
    at: 'replicationFactor: 3',
    says: /survivalGoal region keeps 5 replicas of each range, and replicationFactor asks for 3$/,
    remedy: /^set replicationFactor to 5 or more, or leave it out$/,
  },
  {
    name: 'four replicas, of which the hint names no factor that another rule refuses',
    breaks: (spec) => {
      spec.survive = 'region'
      set(spec, 'database', { replicationFactor: 4 })
    },
    rule: 'replication/promise-not-kept',
    at: 'replicationFactor: 4',
    says: /leave 2 after a region, and 3 are needed/,
    remedy: /such as 5, and at least 2 members/,
  },
  {
    name: 'an even number of replicas',
    breaks: (spec) => {
      spec.survive = 'region+node'
      set(spec, 'database', { replicationFactor: 10, replicasPerCluster: 4 })
    },
    rule: 'replication/promise-not-kept',
    at: 'replicationFactor: 10',
    says: /10 replicas of database on 4 \+ 4 \+ 4 members leave 5 after a region and a node, and 6 are needed/,
    remedy: /odd number of replicas, such as 11, and at least 4 members/,
  },
  {
    name: 'a region with fewer nodes than replicas',
    breaks: (spec) => {
      spec.survive = 'region+node'
      set(spec, 'database', { replicas: { cluster3: 1 } })
    },
    rule: 'replication/promise-not-kept',
    at: 'replicationFactor: 9',
    says: /7 replicas of database on 3 \+ 3 \+ 1 members leave 3 after a region and a node, and 4 are needed/,
    remedy: /at least 3 members/,
  },
  {
    name: 'fewer nodes than replicas in a region',
    breaks: (spec) => set(spec, 'database', { replicasPerCluster: 2 }),
    rule: 'database/nodes-per-region',
    severity: 'warning',
    at: 'replicasPerCluster: 2',
    says: /has 2.*9 replicas put up to 3/,
    remedy: /3 nodes or more/,
  },
]

const G5: readonly Case[] = [
  {
    name: 'pods in pods',
    breaks: (_, clusters) => network(clusters[1], { pods: '10.128.0.0/16' }),
    rule: 'network/overlap',
    at: 'pods: 10.128.0.0/16',
    says: /10\.128\.0\.0\/16 of cluster2 overlaps pods network 10\.128\.0\.0\/14 of cluster1/,
    remedy: /range of its own/,
  },
  {
    name: 'services in machines of another cluster',
    breaks: (_, clusters) => network(clusters[2], { services: '10.0.128.0/20' }),
    rule: 'network/overlap',
    at: 'services: 10.0.128.0/20',
    says: /10\.0\.128\.0\/20 of cluster3 overlaps machines network 10\.0\.0\.0\/16 of cluster1/,
    remedy: /range of its own/,
  },
  {
    name: 'within a cluster',
    breaks: (_, clusters) => network(clusters[0], { machines: '10.129.0.0/16' }),
    rule: 'network/overlap-within',
    at: 'machines: 10.129.0.0/16',
    says: /of the same cluster/,
    remedy: /range of its own/,
  },
  {
    name: 'public addresses',
    breaks: (_, clusters) => network(clusters[2], { services: '172.32.0.0/16' }),
    rule: 'network/not-private',
    at: 'services: 172.32.0.0/16',
    says: /172\.32\.0\.0\/16/,
    remedy: /172\.31\.255\.255/,
  },
  ...(
    [
      ['240.1.0.0/16', /vx-submariner/],
      ['241.0.0.0/16', /vxlan/],
      ['242.0.0.0/16', /Globalnet/],
      ['100.64.0.0/16', /join switch/],
      ['100.88.0.0/16', /transit switch/],
      ['169.254.0.0/18', /masquerade/],
    ] as const
  ).map(
    ([range, says]): Case => ({
      name: `reserved: ${range}`,
      breaks: (_, clusters) => network(clusters[0], { machines: range }),
      rule: 'network/reserved',
      at: `machines: ${range}`,
      says,
      remedy: /another range/,
    }),
  ),
  {
    name: 'no room for nodes',
    breaks: (_, clusters) => network(clusters[0], { pods: '10.128.0.0/20' }),
    rule: 'network/too-few-nodes',
    at: 'pods: 10.128.0.0/20',
    says: /room for 8 nodes \(2\^\(23 - 20\)\).*need 16/,
    remedy: /shorter prefix/,
  },
  {
    name: 'host bits',
    breaks: (_, clusters) => network(clusters[0], { pods: '10.141.0.1/14' }),
    rule: 'network/invalid-cidr',
    at: 'pods: 10.141.0.1/14',
    says: /bits are set behind its prefix of 14/,
    remedy: /first address of the range, for example 10\.140\.0\.0\/14/,
  },
  {
    name: 'a quorum over Globalnet',
    breaks: (spec) => set(spec, 'tunnel', { globalnet: { enabled: true } }),
    rule: 'tunnel/globalnet-quorum',
    at: 'enabled: true',
    says: /vault and database/,
    remedy: /do not overlap/,
  },
  {
    name: 'a pod network too small for the pools of Hive',
    breaks: (spec, clusters) => {
      set(spec, 'clusters', { provision: 'hive' })
      network(clusters[0], { pods: '10.128.0.0/20' })
    },
    rule: 'clusters/pod-network-size',
    at: 'pods: 10.128.0.0/20',
    says: /room for 8 nodes; cluster1 has \d+ and needs \d+ \(1\.5 times\)/,
    remedy: /widen the pod network/i,
  },
]

const G6: readonly Case[] = [
  {
    name: 'Vault over slow lines',
    breaks: (spec) => set(spec, 'vault', { roundTripMs: 100 }),
    rule: 'vault/round-trip',
    severity: 'warning',
    at: 'roundTripMs: 100',
    says: /100 ms .* above 80 ms/,
    remedy: /close to each other/,
  },
  {
    name: 'Vault over lines that are too slow',
    breaks: (spec) => set(spec, 'vault', { roundTripMs: 200 }),
    rule: 'vault/round-trip',
    at: 'roundTripMs: 200',
    says: /200 ms .* above 150 ms/,
    remedy: /close to each other/,
  },
  {
    name: 'the database over lines that are too slow',
    breaks: (spec) => set(spec, 'database', { roundTripMs: 151 }),
    rule: 'database/round-trip',
    at: 'roundTripMs: 151',
    says: /151 ms .* above 150 ms/,
    remedy: /close to each other/,
  },
  {
    name: 'a multiplier below ten round trips',
    breaks: (spec) => set(spec, 'vault', { performanceMultiplier: 1 }),
    rule: 'vault/performance-multiplier',
    at: 'performanceMultiplier: 1',
    says: /500 ms x performance_multiplier 1 = 500 ms .* ten round trips of 70 ms/,
    remedy: /2 or more/,
  },
  {
    name: 'measured more than assumed',
    breaks: (spec) => {
      spec.roundTrips = { 'us-east-1/us-west-2': 120 }
      set(spec, 'vault', { roundTripMs: 60 })
    },
    rule: 'roundtrips/understated',
    at: 'roundTripMs: 60',
    says: /round trips of 60 ms; spec\.roundTrips says 120 ms between us-east-1 and us-west-2: .*lease of 1000 ms is less than ten of them, 1200 ms/,
    remedy: /roundTripMs of vault to 120/,
  },
  {
    name: 'public figures above what is assumed',
    breaks: (spec) => set(spec, 'database', { roundTripMs: 20 }),
    rule: 'roundtrips/understated',
    severity: 'warning',
    at: 'roundTripMs: 20',
    says: /20 ms; public figures say 70 ms between us-east-1 and us-west-2/,
    remedy: /to 70 or more/,
  },
  {
    name: 'measured above every limit',
    breaks: (spec) => {
      spec.roundTrips = { 'us-east-2/us-east-1': 180.5 }
    },
    rule: 'roundtrips/understated',
    at: 'database:',
    says: /database .* 70 ms; spec\.roundTrips says 180\.5 ms .*above 150 ms/,
    remedy: /choose regions within 150 ms/,
  },
  {
    name: 'a round trip to nowhere',
    breaks: (spec) => {
      spec.roundTrips = { 'us-east-1/us-est-2': 16 }
    },
    rule: 'roundtrips/unknown-region',
    at: 'us-east-1/us-est-2: 16',
    says: /none of the 3 regions/,
    remedy: /us-east-2/,
  },
  {
    name: 'two values for one round trip',
    breaks: (spec) => {
      spec.roundTrips = { 'us-east-1/us-east-2': 16, 'us-east-2/us-east-1': 18 }
    },
    rule: 'roundtrips/contradiction',
    at: 'us-east-2/us-east-1: 18',
    says: /takes 18 ms, and us-east-1\/us-east-2 takes 16 ms/,
    remedy: /the larger/,
  },
]

const G7: readonly Case[] = [
  {
    name: 'leaves renewed too late',
    breaks: (spec) => set(spec, 'certs', { leafRenewBefore: '100h' }),
    rule: 'certs/renews-too-late',
    at: 'leafRenewBefore: 100h',
    says: /100h is less than 720h: a third of 2160h/,
    remedy: /720h/,
  },
  {
    name: 'an outage of the issuer longer than the reserve',
    breaks: (spec) => set(spec, 'certs', { toleratedIssuerOutage: '800h' }),
    rule: 'certs/renews-too-late',
    at: 'certs:',
    says: /720h is less than 808h/,
    remedy: /808h/,
  },
  {
    name: 'an intermediate that leaves outlive',
    breaks: (spec) => set(spec, 'certs', { intermediateRenewBefore: '1000h' }),
    rule: 'certs/ca-outlived',
    at: 'intermediateRenewBefore: 1000h',
    says: /1000h is shorter than leafDuration 2160h/,
    remedy: /2160h/,
  },
  {
    name: 'a root that intermediates outlive',
    breaks: (spec) => set(spec, 'certs', { rootRenewBefore: '10000h' }),
    rule: 'certs/ca-outlived',
    at: 'rootRenewBefore: 10000h',
    says: /10000h is shorter than intermediateDuration 17520h/,
    remedy: /17520h/,
  },
  {
    name: 'a renewal without end',
    breaks: (spec) => set(spec, 'certs', { leafRenewBefore: '2160h' }),
    rule: 'certs/renews-at-once',
    at: 'leafRenewBefore: 2160h',
    says: /2160h is not shorter than leafDuration 2160h/,
    remedy: /below 2160h/,
  },
  {
    name: 'the tutorial’s hour before the end',
    breaks: (spec) => set(spec, 'database', { certificate: { duration: '168h', renewBefore: '1h' } }),
    rule: 'database/certificate-renewal',
    at: 'renewBefore: 1h',
    says: /live 168h and are renewed 1h .* at least 80h/,
    remedy: /80h/,
  },
  {
    name: 'Vault’s listener renewed too late',
    breaks: (spec) => set(spec, 'vault', { certificate: { renewBefore: '700h' } }),
    rule: 'vault/certificate-renewal',
    at: 'renewBefore: 700h',
    says: /lives 2160h and is renewed 700h .* at least 720h/,
    remedy: /720h/,
  },
  {
    name: 'a listener that outlives its issuer',
    breaks: (spec) => set(spec, 'vault', { certificate: { duration: '3000h', renewBefore: '1000h' } }),
    rule: 'certificates/outlive-authority',
    at: 'duration: 3000h',
    says: /vault live 3000h, .* leaves of 2160h/,
    remedy: /leafDuration/,
  },
]

const G8: readonly Case[] = [
  {
    name: 'the unseal key dies with a region, and with it whoever renews',
    breaks: (spec) => set(spec, 'vault', { seal: { keyId: 'a1b2c3d4-0000-4000-8000-123456789012' } }),
    rule: 'vault/seal-single-region',
    at: 'keyId:',
    says: /no multi-Region key/,
    remedy: /replica in each region/,
  },
  {
    name: 'a key of a foreign cloud',
    breaks: (_, clusters) => {
      Object.assign(clusters[2] ?? {}, {
        cloud: 'gcp',
        region: 'us-west1',
        zones: ['us-west1-a', 'us-west1-b', 'us-west1-c'],
      })
    },
    rule: 'vault/seal-shared-fate',
    severity: 'warning',
    at: 'vault:',
    says: /awskms unseals nodes of cluster3 from outside/,
    remedy: /test a restart/,
  },
]

const G9: readonly Case[] = [
  {
    name: 'DNS slower than promised',
    breaks: (spec) => set(spec, 'loadbalancer', { recoverySeconds: 60 }),
    rule: 'loadbalancer/recovery-time',
    at: 'recoverySeconds: 60',
    says: /for 150 s \(30 s T_probe \+ 60 s T_publish \+ 30 s TTL \+ 30 s T_client\), more than 60 s/,
    remedy: /healthCheck or ttlSeconds/,
  },
  {
    name: 'Vault slower than promised',
    breaks: (spec) => {
      set(spec, 'vault', { performanceMultiplier: 10 })
      set(spec, 'loadbalancer', { recoverySeconds: 30 })
    },
    rule: 'failover/recovery-time',
    at: 'recoverySeconds: 30',
    says: /vault may be away for 52 s \(30 s heartbeat timeout \+ 20 s election \+ 2 s taking over\), more than the 30 s/,
    remedy: /52 s or more/,
  },
  {
    name: 'nothing takes a dead region out',
    breaks: (spec) => set(spec, 'loadbalancer', { provider: 'external-dns', dns: 'other' }),
    rule: 'loadbalancer/no-health-checks',
    severity: 'warning',
    at: 'dns: other',
    says: /a dead region stays in it/,
    remedy: /Route 53/,
  },
]

const G10: readonly Case[] = [
  {
    name: 'one gateway',
    breaks: (spec) => set(spec, 'tunnel', { gateways: 1 }),
    rule: 'tunnel/gateways',
    at: 'gateways: 1',
    says: /1 gateway a cluster/,
    remedy: /2 or more/,
  },
  {
    name: 'one zone',
    breaks: (_, clusters) => {
      Object.assign(clusters[1] ?? {}, { zones: ['us-east-2a'] })
    },
    rule: 'tunnel/gateway-zones',
    at: '- us-east-2a',
    says: /cluster2 names 1 zone; its gateways need 2/,
    remedy: /at least two zones/,
  },
]

const G11: readonly Case[] = [
  {
    name: 'no member may be down on purpose',
    breaks: (spec) => set(spec, 'vault', { replicasPerCluster: 1 }),
    rule: 'disruption/no-margin',
    severity: 'info',
    at: 'replicasPerCluster: 1',
    says: /3 voters - 2 for the quorum - 1 in the largest region = 0 may be down/,
    remedy: /three members in each of three regions/,
  },
  {
    name: 'every region restarts at once',
    files: (environment) => {
      const placement = aLoosePlacement(environment)
      ;(placement.spec as Loose).rollout = 'all-at-once'
      return { 'placements/env.yaml': placement }
    },
    rule: 'disruption/all-at-once',
    severity: 'warning',
    file: 'placements/env.yaml',
    at: 'rollout: all-at-once',
    says: /in each of 3 regions .* 9 voters - 5 for the quorum - 3 in the largest region = 1, so 1 may be down/,
    remedy: /by-region/,
  },
]

const LABELS = '{ app: queue }'
const SET = `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: queue, namespace: queue }
spec:
  replicas: 3
  serviceName: queue
  selector: { matchLabels: ${LABELS} }
  template:
    metadata: { labels: ${LABELS} }
    spec: { containers: [{ name: queue, image: example.com/queue:1 }] }
`
const budget = (name: string, spec: string) => `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: ${name}, namespace: queue }
spec: { ${spec}, selector: { matchLabels: ${LABELS} } }
`
const EVICTION = 'unhealthyPodEvictionPolicy: IfHealthyBudget'

/** An authored policy with a queue of three pods, and these budgets. */
function queue(environment: Loose, ...budgets: readonly string[]): Readonly<Record<string, Loose | string>> {
  const placement = aLoosePlacement(environment)
  const spec = placement.spec as Loose
  spec.policies = [...(spec.policies as string[]), 'queue']
  return {
    'placements/env.yaml': placement,
    'policies/queue/policy.yaml': 'apiVersion: isthmus.dev/v1alpha1\nkind: AuthoredPolicy\nspec: {}\n',
    'policies/queue/set.yaml': SET,
    ...Object.fromEntries(budgets.map((each, i) => [`policies/queue/budget-${i}.yaml`, each])),
  }
}

const G12: readonly Case[] = [
  {
    name: 'no budget',
    files: (environment) => queue(environment),
    rule: 'disruption/budget-missing',
    severity: 'warning',
    file: 'policies/queue/set.yaml',
    at: 'replicas: 3',
    says: /queue\/queue has 3 pods and no PodDisruptionBudget/,
    remedy: /maxUnavailable: 1/,
  },
  ...['maxUnavailable: 0', 'maxUnavailable: 0%', 'minAvailable: 3', 'minAvailable: 100%'].map(
    (what): Case => ({
      name: `${what} blocks every drain`,
      files: (environment) => queue(environment, budget('queue', `${what}, ${EVICTION}`)),
      rule: 'disruption/budget-blocks-drains',
      file: 'policies/queue/budget-0.yaml',
      at: `spec: { ${what}`,
      says: new RegExp(`${what} for 3 pods: 0 pods may ever be evicted`),
      remedy: /maxUnavailable: 1/,
    }),
  ),
  {
    name: 'two budgets for the same pods',
    files: (environment) =>
      queue(
        environment,
        budget('one', `maxUnavailable: 1, ${EVICTION}`),
        budget('two', `maxUnavailable: 1, ${EVICTION}`),
      ),
    rule: 'disruption/budget-twice',
    file: 'policies/queue/set.yaml',
    at: 'metadata: { name: queue',
    says: /2 budgets .*\(one and two\)/,
    remedy: /one PodDisruptionBudget/,
  },
  {
    name: 'pods that are not ready use the budget up',
    files: (environment) => queue(environment, budget('queue', 'maxUnavailable: 1')),
    rule: 'disruption/budget-eviction',
    severity: 'warning',
    file: 'policies/queue/budget-0.yaml',
    at: 'spec: { maxUnavailable: 1',
    says: /of 3 pods those that are not ready/,
    remedy: /AlwaysAllow/,
  },
]

const SECTION_1: readonly Case[] = [
  {
    name: 'a cluster set whose broker namespace is too long',
    breaks: (spec) => {
      spec.hub = { namespace: 'isthmus-env', clusterSet: 's'.repeat(57) }
    },
    rule: 'tunnel/cluster-set-name',
    at: `clusterSet: ${'s'.repeat(57)}`,
    says: /57 characters.*64 of at most 63/,
    remedy: /at most 56/,
  },
  {
    name: 'a cluster name that the installer refuses',
    breaks: (spec, clusters) => {
      set(spec, 'clusters', { provision: 'hive' })
      Object.assign(clusters[0] ?? {}, { name: 'c'.repeat(55) })
    },
    rule: 'clusters/hive-name-length',
    at: `name: ${'c'.repeat(55)}`,
    says: /55 characters; .* at most 54/,
    remedy: /shorten the name/i,
  },
  {
    name: 'a cluster name of 64 characters',
    breaks: (_, clusters) => {
      Object.assign(clusters[0] ?? {}, { name: 'c'.repeat(64) })
    },
    rule: 'schema/limit',
    at: `name: ${'c'.repeat(64)}`,
    says: /63/,
    remedy: /\S/,
  },
  {
    name: 'a cluster name that is no DNS label',
    breaks: (_, clusters) => {
      Object.assign(clusters[0] ?? {}, { name: 'Cluster_1' })
    },
    rule: 'schema/pattern',
    at: 'name: Cluster_1',
    says: /\S/,
    remedy: /\S/,
  },
  {
    name: 'two names that are one without hyphens',
    breaks: (_, clusters) => {
      Object.assign(clusters[0] ?? {}, { name: 'us-1' })
      Object.assign(clusters[1] ?? {}, { name: 'us1' })
    },
    rule: 'loadbalancer/alias-collision',
    at: 'name: us1',
    says: /us1 and us-1 .* us1/,
    remedy: /rename one/i,
  },
  {
    name: 'two clusters of one name',
    breaks: (_, clusters) => {
      Object.assign(clusters[1] ?? {}, { name: 'cluster1' })
    },
    rule: 'environment/duplicate-cluster',
    at: 'name: cluster1',
    says: /environments\/env\.yaml:\d+/,
    remedy: /name of its own/,
  },
  {
    name: 'the hub in a data region',
    breaks: (spec) => {
      spec.hub = { namespace: 'isthmus-env', clusterSet: 'env', region: 'us-east-2' }
    },
    rule: 'regions/hub-shared',
    severity: 'warning',
    at: 'region: us-east-2',
    says: /us-east-2 like cluster2: losing 1 region/,
    remedy: /holds no cluster/,
  },
  {
    name: 'a base that is no domain',
    breaks: (spec) => {
      spec.domain = { base: 'localhost' }
    },
    rule: 'schema/pattern',
    at: 'base: localhost',
    says: /\S/,
    remedy: /\S/,
  },
  {
    name: 'more members than a region may hold',
    breaks: (spec) => set(spec, 'vault', { replicasPerCluster: 10 }),
    rule: 'schema/limit',
    at: 'replicasPerCluster: 10',
    says: /9/,
    remedy: /\S/,
  },
  {
    name: 'a promise that nobody knows',
    breaks: (spec) => {
      spec.survive = 'everything'
    },
    rule: 'schema/not-allowed',
    at: 'survive: everything',
    says: /\S/,
    remedy: /region\+node/,
  },
  {
    name: 'too few zones',
    breaks: (_, clusters) => {
      Object.assign(clusters[0] ?? {}, { zones: ['us-east-1a', 'us-east-1b'] })
    },
    rule: 'vault/zones',
    severity: 'warning',
    at: '- us-east-1a',
    says: /cluster1 names 2 zones for 3 members: 3 zones/,
    remedy: /list the zones/i,
  },
  {
    name: 'a zone of another region',
    breaks: (_, clusters) => {
      Object.assign(clusters[0] ?? {}, { zones: ['us-east-1a', 'us-east-1b', 'us-west-2a'] })
    },
    rule: 'clusters/foreign-zone',
    at: 'us-west-2a',
    says: /us-west-2a .* us-east-1/,
    remedy: /begin with us-east-1/,
  },
]

const ALL: Readonly<Record<string, readonly Case[]>> = {
  'G1 Raft survives any region': G1,
  'G2 and a node': G2,
  'G3 an odd number of regions, three at least': G3,
  'G4 replication': G4,
  'G5 networks': G5,
  'G6 round trips': G6,
  'G7 certificates': G7,
  'G8 certificates after the loss of a region': G8,
  'G9 time to fail over': G9,
  'G10 gateways': G10,
  'G11 one budget for all clusters': G11,
  'G12 budgets for disruption': G12,
  'section 1, the environment': SECTION_1,
}

function broken({ clusters: count = 3, breaks, files }: Pick<Case, 'clusters' | 'breaks' | 'files'>): Written {
  const environment = aLooseEnvironment(count)
  const spec = environment.spec as Loose
  breaks?.(spec, spec.clusters as Loose[])
  return run({ 'environments/env.yaml': environment, ...files?.(environment) })
}

describe.each(Object.entries(ALL))('%s', (_, cases) => {
  test.each(cases)('$rule: $name', (each) => {
    const { expanded, line } = broken(each)
    const file = each.file ?? 'environments/env.yaml'
    const found = expanded.findings.filter((one) => one.rule === each.rule && each.says.test(one.message))
    expect(expanded.findings.map((one) => `${one.rule}: ${one.message}`)).toContainEqual(
      expect.stringMatching(each.says),
    )
    expect(found[0]).toMatchObject({ rule: each.rule, severity: each.severity ?? 'error', file })
    expect(found.map((one) => line(one.file, one.line))).toContainEqual(expect.stringContaining(each.at))
    expect(found[0]?.hint).toMatch(each.remedy)
  })
})

test('a credential in the clear is refused and never repeated', () => {
  const token = ['hvs', 'CAESIJ3k9vQm2xW8rT5yB7nL4pD6fH1sA0gK'].join('.')
  const { expanded } = broken({
    breaks: (spec) => set(spec, 'loadbalancer', { credentialsSecret: token }),
  })
  expect(expanded.findings.map((each) => each.rule)).toContainEqual(expect.stringMatching(/^secret\/inline/))
  expect(JSON.stringify(expanded.findings)).not.toContain(token)
})

test('the reference platform breaks none of them', () => {
  const environment = aLooseEnvironment()
  const { expanded } = run({
    'environments/env.yaml': environment,
    'placements/env.yaml': aLoosePlacement(environment),
  })
  expect(expanded.findings.map((each) => each.rule)).toEqual(['loadbalancer/control-plane-region'])
})

test('without a tunnel, certificates or quorums there is nothing to count', () => {
  const environment = aLooseEnvironment(2)
  only(environment.spec as Loose, 'clusters')
  Object.assign(environment.spec as Loose, { clusters: [aLooseCluster(0), aLooseCluster(1)] })
  const { expanded } = run({
    'environments/env.yaml': environment,
    'placements/env.yaml': aLoosePlacement(environment),
  })
  expect(expanded.findings).toEqual([])
})
