import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import type { Environment } from '../../../engine/model/environment.ts'
import { inputTemplate } from '../../../engine/model/input.ts'
import type { Json, JsonObject } from '../../../engine/model/json.ts'
import { at, textAt } from '../../../engine/model/json.ts'
import { originsAt } from '../../../engine/model/traced.ts'
import { clusters } from '../../../policies/clusters/index.ts'
import type { Cloud } from './a-component-input.ts'
import {
  aCluster,
  expandIn,
  faultsOf,
  namesOf,
  objectOf,
  objectsOf,
  settledObject,
  templatesOf,
} from './a-component-input.ts'

const input = (key: string) => inputTemplate({ metadata: { name: 'gdw' } } as Environment, key)

const hive = { clusters: { provision: 'hive' } }

test('imported clusters need no settings', () => {
  const { drafts } = expandIn(clusters)
  expect(faultsOf(drafts)).toEqual([])
  expect(namesOf(drafts)).toEqual([
    'clusters-set',
    'clusters-members',
    'clusters-actions',
    'clusters-health',
    'clusters-member-health',
    'clusters-topology',
  ])
  expect(at(objectOf(drafts, 'ManagedClusterSet', 'gdw'), 'spec', 'clusterSelector', 'selectorType')).toBe(
    'ExclusiveClusterSetLabel',
  )
})

test('a ManagedCluster carries every label that placements select by, each with the line that asked for it', () => {
  const { drafts } = expandIn(clusters, { clusters: [aCluster(0, 'azure', { labels: { tier: 'gold' } })] })
  const { value, origins } = settledObject(drafts, 'ManagedCluster', 'east-0')
  expect(at(value, 'metadata', 'labels')).toEqual({
    tier: 'gold',
    name: 'east-0',
    cloud: 'Azure',
    region: 'eastus',
    vendor: 'OpenShift',
    'cluster.open-cluster-management.io/clusterset': 'gdw',
  })
  expect(at(value, 'spec')).toEqual({ hubAcceptsClient: true, leaseDurationSeconds: 60 })
  expect(originsAt(origins, '/metadata/labels/region').map((each) => each.pointer)).toEqual(['/spec/clusters/0/region'])
  expect(originsAt(origins, '/metadata/labels/cloud').map((each) => each.pointer)).toEqual(['/spec/clusters/0/cloud'])
})

test('the add-on configuration has the four members that its CRD requires', () => {
  const { drafts } = expandIn(clusters, { components: { clusters: { addons: { search: false } } } })
  expect(at(objectOf(drafts, 'KlusterletAddonConfig', 'east-1'), 'spec')).toEqual({
    applicationManager: { enabled: true },
    certPolicyController: { enabled: true },
    policyController: { enabled: true },
    searchCollector: { enabled: false },
  })
})

test('immutable networks are compared with what the cluster was installed with, and never written', () => {
  const { drafts } = expandIn(clusters)
  const [networks] = templatesOf(drafts, 'clusters-topology')
  expect(networks).toMatchObject({ name: 'networks', role: 'health', severity: 'critical' })
  const network = objectsOf(drafts, 'clusters-topology').find((each) => textAt(each, 'kind') === 'Network')
  expect(network).toMatchObject({
    metadata: { name: 'cluster' },
    status: { clusterNetwork: [{ cidr: '10.128.0.0/14', hostPrefix: 23 }], serviceNetwork: ['172.20.0.0/16'] },
  })
  expect(at(network, 'spec')).toBeUndefined()
})

test.each<[Cloud, string]>([
  ['aws', 'us-east-1a'],
  ['azure', 'eastus-1'],
  ['gcp', 'us-east1-a'],
])('on %s a node is wanted in zone %s', (cloud, zone) => {
  const { drafts } = expandIn(clusters, { clusters: [aCluster(0, cloud)] })
  const zones = objectsOf(drafts, 'clusters-topology').map((each) =>
    textAt(each, 'metadata', 'labels', 'topology.kubernetes.io/zone'),
  )
  expect(zones).toContain(zone)
})

test('imported clusters show whether the database has nodes of its own in each zone', () => {
  const databaseZones = (database: JsonObject) =>
    objectsOf(expandIn(clusters, { clusters: [aCluster(0)], components: { database } }).drafts, 'clusters-topology')
      .filter((each) => textAt(each, 'metadata', 'labels', 'workload') === 'cockroachdb')
      .map((each) => textAt(each, 'metadata', 'labels', 'topology.kubernetes.io/zone'))
  expect(databaseZones({})).toEqual(['us-east-1a', 'us-east-1b', 'us-east-1c'])
  expect(databaseZones({ dedicatedNodes: false })).toEqual([])
})

test('a cluster that is not joined is a person’s step, an unavailable one is unhealthy', () => {
  const { drafts } = expandIn(clusters)
  expect(templatesOf(drafts, 'clusters-actions').map((each) => `${each.role} ${each.name}`)).toEqual([
    'action join-east-0',
    'action join-east-1',
    'action join-east-2',
  ])
  expect(new Set(templatesOf(drafts, 'clusters-health').map((each) => each.role))).toEqual(new Set(['health']))
})

describe('Hive', () => {
  const platforms: readonly [Cloud, Json][] = [
    ['aws', { aws: { region: 'us-east-1', credentialsSecretRef: { name: 'east-0-creds' } } }],
    ['gcp', { gcp: { region: 'us-east1', credentialsSecretRef: { name: 'east-0-creds' } } }],
    [
      'azure',
      {
        azure: {
          region: 'eastus',
          credentialsSecretRef: { name: 'east-0-creds' },
          baseDomainResourceGroupName: input('azure-dns-resource-group'),
          cloudName: 'AzurePublicCloud',
        },
      },
    ],
  ]

  test.each(platforms)('installs on %s', (cloud, platform) => {
    const { drafts } = expandIn(clusters, { clusters: [aCluster(0, cloud)], components: hive })
    expect(faultsOf(drafts)).toEqual([])
    const deployment = objectOf(drafts, 'ClusterDeployment', 'east-0')
    expect(deployment).toMatchObject({
      metadata: { annotations: { 'hive.openshift.io/protected-delete': 'true' } },
      spec: {
        baseDomain: 'example.com',
        clusterName: 'east-0',
        platform,
        preserveOnDelete: true,
        installAttemptsLimit: 3,
      },
    })
    expect(at(deployment, 'spec', 'installed')).toBeUndefined()
  })

  test.each<[Cloud, Json]>([
    ['aws', { region: 'us-east-1' }],
    ['azure', { region: 'eastus', baseDomainResourceGroupName: 'dns', cloudName: 'AzurePublicCloud' }],
    ['gcp', { region: 'us-east1', projectID: 'gdw-project' }],
  ])('writes an install-config for %s that YAML reads back', (cloud, platform) => {
    const given = { provision: 'hive', azure: { dnsResourceGroup: 'dns' }, gcp: { project: 'gdw-project' } }
    const { drafts } = expandIn(clusters, { clusters: [aCluster(0, cloud)], components: { clusters: given } })
    const text = textAt(objectOf(drafts, 'Secret', 'east-0-install-config'), 'stringData', 'install-config.yaml') ?? ''
    expect(load(text)).toMatchObject({
      metadata: { name: 'east-0' },
      controlPlane: { replicas: 3, platform: { [cloud]: { zones: expect.arrayContaining([expect.any(String)]) } } },
      compute: [{ name: 'worker', replicas: 3 }],
      networking: {
        networkType: 'OVNKubernetes',
        clusterNetwork: [{ cidr: '10.128.0.0/14', hostPrefix: 23 }],
        serviceNetwork: ['172.20.0.0/16'],
        machineNetwork: [{ cidr: '10.0.0.0/16' }],
      },
      platform: { [cloud]: platform },
      publish: 'External',
    })
  })

  test('an input that is still to be looked up stands as a hub template in install-config, braces of others do not', () => {
    const hostile = aCluster(0, 'gcp', { region: 'x{{ fail }}' })
    const { drafts } = expandIn(clusters, { clusters: [hostile], components: hive })
    const text = textAt(objectOf(drafts, 'Secret', 'east-0-install-config'), 'stringData', 'install-config.yaml') ?? ''
    expect(text).toContain(`projectID: "${input('gcp-project')}"`)
    expect(text).toContain('region: "x{{ `{{` }} fail }}"')
  })

  test('Secrets are copied by reference, in the one spelling that RHACM encrypts, and their differences are not recorded', () => {
    const { drafts } = expandIn(clusters, { components: hive })
    const secrets = templatesOf(drafts, 'clusters-hive').flatMap((each) =>
      each.kind === 'configuration' ? each.objects : [],
    )
    const withSecrets = secrets.filter((each) => JSON.stringify(each.object).includes('"Secret"'))
    expect(withSecrets.length).toBeGreaterThan(0)
    expect(withSecrets.filter((each) => each.recordDiff !== 'None')).toEqual([])
    expect(at(objectOf(drafts, 'Secret', 'east-0-creds'), 'data')).toBe('{{hub copySecretData "" "east-0-creds" hub}}')
    expect(at(objectOf(drafts, 'Secret', 'east-2-pull-secret'), 'data')).toBe(
      '{{hub copySecretData "" "pull-secret" hub}}',
    )
  })

  test('a cluster waits for its Secrets to exist, and for nothing that an outage makes false', () => {
    const { drafts } = expandIn(clusters, { components: hive })
    const deployment = templatesOf(drafts, 'clusters-hive').find((each) => each.name === 'deployment-east-1')
    expect(deployment?.after).toEqual(['hive-served', 'copied-east-1'])
  })

  test('short-lived credentials bring the bound key and the manifests', () => {
    const { drafts } = expandIn(clusters, {
      components: { clusters: { provision: 'hive', credentials: 'short-lived' } },
    })
    expect(objectOf(drafts, 'ClusterDeployment', 'east-0')).toMatchObject({
      spec: {
        boundServiceAccountSigningKeySecretRef: { name: 'east-0-bound-sa-key' },
        provisioning: { manifestsSecretRef: { name: 'east-0-manifests' } },
      },
    })
    expect(textAt(objectOf(drafts, 'Secret', 'east-0-install-config'), 'stringData', 'install-config.yaml')).toContain(
      'credentialsMode: "Manual"',
    )
  })

  const pools: readonly [string, { readonly [component: string]: { [key: string]: Json } }, readonly string[]][] = [
    ['alone', {}, ['east-0-worker']],
    ['with a database', { database: {} }, ['east-0-worker', 'east-0-cockroach']],
    ['with a database that shares machines', { database: { dedicatedNodes: false } }, ['east-0-worker']],
    ['with a tunnel that prepares its gateways', { tunnel: {} }, ['east-0-worker']],
    [
      'with a tunnel of labelled gateways',
      { tunnel: { gatewayNodes: 'labelled' } },
      ['east-0-worker', 'east-0-submariner-gw'],
    ],
  ]
  test.each(pools)('machine pools %s', (_, others, names) => {
    const { drafts } = expandIn(clusters, { clusters: [aCluster(0)], components: { ...hive, ...others } })
    const made = objectsOf(drafts, 'clusters-hive').filter((each) => textAt(each, 'kind') === 'MachinePool')
    expect(made.map((each) => textAt(each, 'metadata', 'name'))).toEqual(names)
  })

  test('gateway machines are as many as the tunnel has gateways, over two zones at least', () => {
    const { drafts } = expandIn(clusters, {
      clusters: [aCluster(0)],
      components: { ...hive, tunnel: { gatewayNodes: 'labelled', gateways: 2 } },
    })
    expect(objectOf(drafts, 'MachinePool', 'east-0-submariner-gw')).toMatchObject({
      spec: {
        replicas: 2,
        labels: { 'submariner.io/gateway': 'true' },
        platform: { aws: { zones: ['us-east-1a', 'us-east-1b'], rootVolume: { size: 120, type: 'gp3' } } },
      },
    })
  })

  test('database machines are tainted, spread over three zones and watched', () => {
    const { drafts } = expandIn(clusters, { clusters: [aCluster(0)], components: { ...hive, database: {} } })
    expect(objectOf(drafts, 'MachinePool', 'east-0-cockroach')).toMatchObject({
      spec: {
        replicas: 3,
        taints: [{ key: 'workload', value: 'cockroachdb', effect: 'NoSchedule' }],
        machineLabels: { 'isthmus.dev/pool': 'cockroach' },
      },
    })
    expect(objectOf(drafts, 'MachineHealthCheck', 'cockroach')).toMatchObject({
      spec: { maxUnhealthy: 1, selector: { matchLabels: { 'isthmus.dev/pool': 'cockroach' } } },
    })
  })

  test.each([
    [1, 3],
    [3, 3],
    [5, 6],
  ])('%i database nodes get %i machines', (replicasPerCluster, machines) => {
    const { drafts } = expandIn(clusters, {
      clusters: [aCluster(0)],
      components: { ...hive, database: { replicasPerCluster } },
    })
    expect(at(objectOf(drafts, 'MachinePool', 'east-0-cockroach'), 'spec', 'replicas')).toBe(machines)
  })

  test('what only a person can bring is an action each, and gone once it is given', () => {
    const steps = (given: { [key: string]: Json }) => {
      const { drafts } = expandIn(clusters, {
        clusters: [aCluster(0, 'azure'), aCluster(1, 'gcp')],
        components: { clusters: { provision: 'hive', ...given } },
      })
      return templatesOf(drafts, 'clusters-actions')
        .map((each) => each.name)
        .filter((name) => name.startsWith('input-'))
    }
    expect(steps({})).toEqual(['input-release-image', 'input-gcp-project', 'input-azure-dns-resource-group'])
    const image = `quay.io/openshift-release-dev/ocp-release@sha256:${'0'.repeat(64)}`
    expect(steps({ release: { image }, gcp: { project: 'p' }, azure: { dnsResourceGroup: 'g' } })).toEqual([])
  })
})
