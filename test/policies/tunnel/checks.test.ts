import { expect, test } from 'vitest'
import { tunnel } from '../../../policies/tunnel/index.ts'
import type { Situation } from '../clusters/a-component-input.ts'
import { aCluster, expandIn, findingsIn } from '../clusters/a-component-input.ts'

const overlapping = [aCluster(0), aCluster(1, 'aws', { network: aCluster(0).network })]
const globalnet = (more: object = {}) => ({ tunnel: { globalnet: { enabled: true, ...more } } })

const cases: readonly [string, Situation, readonly string[]][] = [
  ['three sound clusters', {}, []],
  ['a set name of 56 characters', { clusterSet: 's'.repeat(56) }, []],
  [
    'a set name of 57 characters',
    { clusterSet: 's'.repeat(57) },
    ['tunnel/cluster-set-name error /spec/hub/clusterSet'],
  ],
  ['one cluster', { clusters: [aCluster(0)] }, ['tunnel/single-cluster warning /spec/components/tunnel']],
  [
    'one gateway',
    { components: { tunnel: { gateways: 1 } } },
    ['tunnel/gateways error /spec/components/tunnel/gateways'],
  ],
  [
    'gateways in one zone, and in unknown ones',
    { clusters: [aCluster(0, 'aws', { zones: ['us-east-1a'] }), aCluster(1, 'other', { zones: [] })] },
    ['tunnel/gateway-zones error /spec/clusters/0/zones', 'tunnel/gateway-zones warning /spec/clusters/1/zones'],
  ],
  [
    'Globalnet without need',
    { components: globalnet() },
    ['tunnel/globalnet-needless warning /spec/components/tunnel/globalnet/enabled'],
  ],
  ['Globalnet for overlapping networks', { clusters: overlapping, components: globalnet() }, []],
  [
    'Globalnet under a quorum',
    { clusters: overlapping, components: { ...globalnet(), vault: {} } },
    ['tunnel/globalnet-quorum error /spec/components/tunnel/globalnet/enabled'],
  ],
  [
    'a global range with machines of a cluster in it',
    { clusters: overlapping, components: globalnet({ cidr: '10.0.0.0/12' }) },
    ['tunnel/globalnet-range error /spec/components/tunnel/globalnet/cidr'],
  ],
  [
    'a global range that is too small',
    { clusters: overlapping, components: globalnet({ cidr: '242.0.0.0/16' }) },
    ['tunnel/globalnet-range error /spec/components/tunnel/globalnet/cidr'],
  ],
  [
    'a global range that is too small for what Submariner makes of clusterSize',
    { clusters: [...overlapping, aCluster(2)], components: globalnet({ cidr: '242.0.0.0/22', clusterSize: 300 }) },
    ['tunnel/globalnet-range error /spec/components/tunnel/globalnet/cidr'],
  ],
  [
    'a global range that begins in the middle',
    { clusters: overlapping, components: globalnet({ cidr: '242.0.0.1/8' }) },
    ['tunnel/globalnet-range error /spec/components/tunnel/globalnet/cidr'],
  ],
  [
    'AWS networks of clusters that have none',
    {
      clusters: [aCluster(0), aCluster(1, 'gcp')],
      components: {
        tunnel: {
          existingNetworks: Object.fromEntries(
            ['east-0', 'east-1', 'nowhere'].map((name) => [
              name,
              { vpcId: 'v', subnetIds: ['s'], controlPlaneSecurityGroup: 'c', workerSecurityGroup: 'w' },
            ]),
          ),
        },
      },
    },
    [
      'tunnel/existing-network error /spec/components/tunnel/existingNetworks',
      'tunnel/existing-network error /spec/components/tunnel/existingNetworks',
    ],
  ],
]

test.each(cases)('%s', (_, situation, expected) => {
  expect(findingsIn(tunnel, situation)).toEqual(expected)
})

test('messages carry the numbers of the rule', () => {
  const [found] = expandIn(tunnel, { clusters: overlapping, components: globalnet({ cidr: '242.0.0.0/16' }) }).findings
  expect(found?.message).toBe('242.0.0.0/16 holds 65536 addresses; 2 clusters of 65536 need 131072')
})
