import { expect, test } from 'vitest'
import { at, textAt } from '../../../engine/model/json.ts'
import { originsAt } from '../../../engine/model/traced.ts'
import { tunnel } from '../../../policies/tunnel/index.ts'
import type { Cloud } from '../clusters/a-component-input.ts'
import {
  aCluster,
  expandIn,
  faultsOf,
  namesOf,
  objectOf,
  objectsOf,
  settledObject,
  templatesOf,
} from '../clusters/a-component-input.ts'

const beside = { clusters: {} }

test('an empty setting is a complete tunnel', () => {
  const { drafts, findings } = expandIn(tunnel, { components: beside })
  expect(faultsOf(drafts)).toEqual([])
  expect(findings).toEqual([])
  expect(namesOf(drafts)).toEqual([
    'tunnel-broker',
    'tunnel-members',
    'tunnel-credentials',
    'tunnel-health',
    'tunnel-probe',
    'tunnel-member-health',
    'tunnel-connections',
    'tunnel-actions',
  ])
})

test('the broker is in the namespace of the set, without Globalnet, and the members wait for it', () => {
  const { drafts } = expandIn(tunnel, { components: beside })
  expect(objectOf(drafts, 'Broker', 'submariner-broker')).toEqual({
    apiVersion: 'submariner.io/v1alpha1',
    kind: 'Broker',
    metadata: {
      name: 'submariner-broker',
      namespace: 'gdw-broker',
      labels: { 'cluster.open-cluster-management.io/backup': 'submariner' },
    },
    spec: { globalnetEnabled: false },
  })
  const members = templatesOf(drafts, 'tunnel-members')
  expect(members.filter((each) => each.role === 'fact').map((each) => each.name)).toEqual([
    'config-served',
    'broker-exists',
  ])
  expect(members.filter((each) => each.role === 'desired').map((each) => each.after)).toEqual(
    Array.from({ length: 3 }, () => ['config-served', 'broker-exists']),
  )
})

test('Globalnet is there only on purpose', () => {
  const { drafts } = expandIn(tunnel, { components: { tunnel: { globalnet: { enabled: true } } } })
  expect(at(objectOf(drafts, 'Broker', 'submariner-broker'), 'spec')).toEqual({
    globalnetEnabled: true,
    globalnetCIDRRange: '242.0.0.0/8',
    defaultGlobalnetClusterSize: 65536,
  })
})

test.each<[Cloud, object]>([
  ['aws', { gateways: 2, aws: { instanceType: 'm5.xlarge' } }],
  ['azure', { gateways: 2, azure: { instanceType: 'Standard_F4s_v2' } }],
  ['gcp', { gateways: 2, gcp: { instanceType: 'n1-standard-4' } }],
])('prepared gateways on %s', (cloud, gatewayConfig) => {
  const { drafts } = expandIn(tunnel, { clusters: [aCluster(0, cloud), aCluster(1, cloud)] })
  const config = objectOf(drafts, 'SubmarinerConfig', 'submariner')
  expect(at(config, 'metadata')).toEqual({ name: 'submariner', namespace: 'east-0' })
  expect(at(config, 'spec')).toMatchObject({
    cableDriver: 'libreswan',
    IPSecNATTPort: 4500,
    IPSecIKEPort: 500,
    NATTDiscoveryPort: 4490,
    NATTEnable: true,
    credentialsSecret: { name: 'east-0-creds' },
    gatewayConfig,
    haltOnCertificateError: true,
    insecureBrokerConnection: false,
    subscriptionConfig: { channel: 'stable-0.24', installPlanApproval: 'Manual' },
  })
})

test('labelled gateways take no credentials, and a person is told which ports to open to whom', () => {
  const { drafts } = expandIn(tunnel, {
    components: { ...beside, tunnel: { gatewayNodes: 'labelled', natTraversal: false } },
  })
  const config = objectOf(drafts, 'SubmarinerConfig', 'submariner')
  expect(at(config, 'metadata', 'annotations', 'submariner.io/skip-cloud-prepare')).toBe('true')
  expect(at(config, 'spec', 'credentialsSecret')).toBeUndefined()
  expect(at(config, 'spec', 'gatewayConfig')).toEqual({ gateways: 2 })
  expect(namesOf(drafts)).not.toContain('tunnel-credentials')
  const [, nodes] = templatesOf(drafts, 'tunnel-actions')
  const message = nodes?.kind === 'configuration' ? nodes.customMessage?.noncompliant : undefined
  for (const part of [
    'exactly 2 nodes of east-0',
    'UDP 4500 and 4490',
    'UDP 500',
    '50 (ESP)',
    '51 (AH)',
    'east-1, east-2',
  ]) {
    expect(message).toContain(part)
  }
})

test('a cluster outside the three clouds brings its own gateways', () => {
  const { drafts } = expandIn(tunnel, { clusters: [aCluster(0, 'other'), aCluster(1, 'other')] })
  expect(at(objectOf(drafts, 'SubmarinerConfig', 'submariner'), 'spec', 'credentialsSecret')).toBeUndefined()
})

test('the agent lands in the namespace that its OperatorGroup watches, in both versions of the API', () => {
  const { drafts } = expandIn(tunnel)
  const addOn = objectOf(drafts, 'ManagedClusterAddOn', 'submariner')
  expect(at(addOn, 'spec', 'installNamespace')).toBe('submariner-operator')
  expect(at(addOn, 'metadata', 'annotations', 'addon.open-cluster-management.io/v1alpha1-install-namespace')).toBe(
    'submariner-operator',
  )
})

test('each cluster wants its active gateway connected to every other cluster, by name', () => {
  const { drafts } = expandIn(tunnel)
  const mine = drafts.filter((each) => each.name === 'tunnel-connections')
  expect(mine.map((each) => each.target)).toEqual([{ cluster: 'east-0' }, { cluster: 'east-1' }, { cluster: 'east-2' }])
  const [gateway] = objectsOf(mine)
  expect(textAt(gateway, 'metadata', 'name')).toBeUndefined()
  expect(at(gateway, 'status')).toEqual({
    haStatus: 'active',
    connections: [
      { status: 'connected', endpoint: { cluster_id: 'east-1' } },
      { status: 'connected', endpoint: { cluster_id: 'east-2' } },
    ],
  })
})

test('nothing waits for health', () => {
  const { drafts } = expandIn(tunnel)
  const roles = new Map(drafts.flatMap((each) => each.templates.map((template) => [template.name, template.role])))
  const waited = drafts.flatMap((each) => each.templates.flatMap((template) => template.after ?? []))
  expect(waited.filter((each) => roles.get(each) !== 'fact')).toEqual([])
})

test('without the clusters component, joining the set is a person’s step', () => {
  const { drafts } = expandIn(tunnel)
  expect(templatesOf(drafts, 'tunnel-membership').map((each) => each.role)).toEqual(['action', 'action', 'action'])
  expect(namesOf(expandIn(tunnel, { components: beside }).drafts)).not.toContain('tunnel-membership')
})

test('a segment size reaches the gateway nodes only, and knows its line', () => {
  const { drafts } = expandIn(tunnel, { components: { tunnel: { tcpClampMss: 1200 } } })
  const [template] = templatesOf(drafts, 'tunnel-segment-size')
  const [object] = template?.kind === 'configuration' ? template.objects : []
  expect(object?.objectSelector).toEqual({ matchLabels: { 'submariner.io/gateway': 'true' } })
  expect(at(objectsOf(drafts, 'tunnel-segment-size')[0], 'metadata', 'annotations')).toEqual({
    'submariner.io/tcp-clamp-mss': '1200',
  })
})

test('fields know the line that asked for them', () => {
  const { drafts } = expandIn(tunnel, { components: { tunnel: { gateways: 3 } } })
  const { origins } = settledObject(drafts, 'SubmarinerConfig', 'submariner')
  expect(originsAt(origins, '/spec/gatewayConfig/gateways').map((each) => each.pointer)).toEqual([
    '/spec/components/tunnel/gateways',
  ])
  expect(originsAt(origins, '/metadata/namespace').map((each) => each.pointer)).toEqual(['/spec/clusters/0/name'])
})

test('networks of one’s own are told to the add-on', () => {
  const network = { vpcId: 'vpc-1', subnetIds: ['a', 'b'], controlPlaneSecurityGroup: 'cp', workerSecurityGroup: 'w' }
  const { drafts } = expandIn(tunnel, { components: { tunnel: { existingNetworks: { 'east-0': network } } } })
  expect(at(objectOf(drafts, 'SubmarinerConfig', 'submariner'), 'metadata', 'annotations')).toEqual({
    'submariner.io/vpc-id': 'vpc-1',
    'submariner.io/subnet-id-list': 'a,b',
    'submariner.io/control-plane-sg-id': 'cp',
    'submariner.io/worker-sg-id': 'w',
  })
})

test('the clear-text cable driver is not offered', () => {
  expect(() => expandIn(tunnel, { components: { tunnel: { cableDriver: 'vxlan' } } })).toThrow('allowed values')
})
