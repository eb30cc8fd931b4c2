import { expect, test } from 'vitest'
import { loadbalancer } from '../../../policies/loadbalancer/index.ts'
import type { Situation } from '../clusters/a-component-input.ts'
import { aCluster, expandIn, findingsIn } from '../clusters/a-component-input.ts'

const west = aCluster(2)
const settings = (given: object) => ({ loadbalancer: { ...given } })

const cases: readonly [string, Situation, readonly string[]][] = [
  ['one AWS region', { clusters: [west] }, []],
  [
    'two names that differ in hyphens only',
    {
      clusters: [
        aCluster(2, 'aws', { name: 'a-bc' }),
        aCluster(2, 'aws', { name: 'ab-c' }),
        aCluster(2, 'aws', { name: 'abcd' }),
      ],
    },
    ['loadbalancer/alias-collision error /spec/clusters/1/name'],
  ],
  [
    'the operator off AWS',
    { clusters: [aCluster(0, 'gcp')], components: settings({ provider: 'global-load-balancer-operator' }) },
    ['loadbalancer/foreign-cloud error /spec/components/loadbalancer/provider'],
  ],
  [
    'ExternalDNS with nothing to publish',
    { clusters: [aCluster(0, 'gcp')] },
    ['loadbalancer/nothing-published warning /spec/components/loadbalancer'],
  ],
  ['ExternalDNS with a Vault', { clusters: [aCluster(0, 'gcp')], components: { vault: {} } }, []],
  [
    'records that nothing takes out',
    { clusters: [aCluster(0, 'gcp')], components: settings({ dns: 'other', hosts: ['shop'] }) },
    ['loadbalancer/no-health-checks warning /spec/components/loadbalancer/dns'],
  ],
  [
    'a recovery time that nothing can keep',
    { clusters: [aCluster(0, 'gcp')], components: settings({ dns: 'other', hosts: ['shop'], recoverySeconds: 600 }) },
    ['loadbalancer/no-health-checks error /spec/components/loadbalancer/dns'],
  ],
  [
    'what only ExternalDNS reads',
    { clusters: [west], components: settings({ dns: 'other', hosts: ['shop'] }) },
    [
      'loadbalancer/without-effect warning /spec/components/loadbalancer/hosts',
      'loadbalancer/without-effect warning /spec/components/loadbalancer/dns',
    ],
  ],
  [
    'what only the operator reads',
    { clusters: [aCluster(0, 'gcp')], components: settings({ policy: 'Geoproximity', hosts: ['shop'] }) },
    ['loadbalancer/without-effect warning /spec/components/loadbalancer/policy'],
  ],
  ['a recovery time that holds', { clusters: [west], components: settings({ recoverySeconds: 150 }) }, []],
  [
    'a recovery time that does not',
    { clusters: [west], components: settings({ recoverySeconds: 149 }) },
    ['loadbalancer/recovery-time error /spec/components/loadbalancer/recoverySeconds'],
  ],
  [
    'one router pod',
    { clusters: [west], components: settings({ ingress: { replicas: 1 } }) },
    ['loadbalancer/single-router error /spec/components/loadbalancer/ingress/replicas'],
  ],
  [
    'a data region beside the control plane of Route 53',
    { clusters: [west, aCluster(0)] },
    ['loadbalancer/control-plane-region info /spec/clusters/1/region'],
  ],
]

test.each(cases)('%s', (_, situation, expected) => {
  expect(findingsIn(loadbalancer, situation)).toEqual(expected)
})

test('the time to fail over is told with its terms', () => {
  const given = { healthCheck: { intervalSeconds: 30 }, ttlSeconds: 20, recoverySeconds: 60 }
  const [found] = expandIn(loadbalancer, { clusters: [west], components: settings(given) }).findings
  expect(found?.message).toContain('200 s (90 s T_probe + 60 s T_publish + 20 s TTL + 30 s T_client), more than 60 s')
})

test('the name of the credentials Secret cannot carry a template', () => {
  expect(() => expandIn(loadbalancer, { components: settings({ credentialsSecret: 'x" hub}}' }) })).toThrow('pattern')
})
