import { describe, expect, test } from 'vitest'
import type { Environment } from '../../../engine/model/environment.ts'
import { inputTemplate } from '../../../engine/model/input.ts'
import type { Json } from '../../../engine/model/json.ts'
import { at, listAt, textAt } from '../../../engine/model/json.ts'
import { loadbalancer } from '../../../policies/loadbalancer/index.ts'
import {
  aCluster,
  expandIn,
  faultsOf,
  namesOf,
  objectOf,
  objectsOf,
  templatesOf,
} from '../clusters/a-component-input.ts'

const input = (key: string) => inputTemplate({ metadata: { name: 'gdw' } } as Environment, key)

const stateful = { vault: {}, database: {} }

describe('Route 53 by operator', () => {
  const { drafts } = expandIn(loadbalancer, { components: stateful })

  test('is chosen where every cluster is on AWS', () => {
    expect(faultsOf(drafts)).toEqual([])
    expect(namesOf(drafts)).toEqual([
      'loadbalancer-operator',
      'loadbalancer-accounts',
      'loadbalancer-zone',
      'loadbalancer-reader',
      'loadbalancer-actions',
      'loadbalancer-health',
      'loadbalancer-ingress',
      'loadbalancer-member-health',
    ])
  })

  test('pins the operator, so that no catalogue refresh upgrades it', () => {
    expect(templatesOf(drafts, 'loadbalancer-operator').find((each) => each.kind === 'operator')).toMatchObject({
      spec: {
        complianceType: 'musthave',
        upgradeApproval: 'None',
        versions: ['global-load-balancer-operator.v1.4.2'],
        subscription: { name: 'global-load-balancer-operator', channel: 'alpha', source: 'community-operators' },
      },
    })
  })

  test('looks the zone id up where nobody gave it, and asks for it', () => {
    expect(objectOf(drafts, 'GlobalDNSZone', 'gdw-global')).toMatchObject({
      spec: {
        domain: 'global.example.com',
        provider: { route53: { zoneID: input('route53-zone-id') } },
      },
    })
    expect(templatesOf(drafts, 'loadbalancer-actions').map((each) => each.name)).toEqual([
      'delegation',
      'credentials',
      'input-route53-zone-id',
    ])
    const given = expandIn(loadbalancer, { components: { loadbalancer: { zoneId: 'Z0123456789' } } }).drafts
    expect(at(objectOf(given, 'GlobalDNSZone', 'gdw-global'), 'spec', 'provider', 'route53', 'zoneID')).toBe(
      'Z0123456789',
    )
    expect(templatesOf(given, 'loadbalancer-actions').map((each) => each.name)).not.toContain('input-route53-zone-id')
  })

  test('names clusters without hyphens', () => {
    const discovery = objectOf(drafts, 'GlobalRouteDiscovery', 'gdw-routes')
    expect(listAt(discovery, 'spec', 'clusters')).toEqual(
      ['east0', 'east1', 'east2'].map((clusterName) => ({
        clusterName,
        clusterCredentialRef: { name: `${clusterName}-glb-kubeconfig`, namespace: 'gdw-load-balancer' },
      })),
    )
    expect(at(discovery, 'spec', 'routeSelector')).toEqual({ matchLabels: { 'route-type': 'global' } })
  })

  test('publishes SQL, which no Route carries, with a health check that needs no login', () => {
    expect(objectOf(drafts, 'GlobalDNSRecord', 'gdw-sql')).toMatchObject({
      spec: {
        name: 'sql.global.example.com',
        ttl: 30,
        loadBalancingPolicy: 'Latency',
        healthCheck: { httpGet: { path: '/health?ready=1', scheme: 'HTTPS' }, periodSeconds: 10, failureThreshold: 3 },
      },
    })
    const { drafts: alone } = expandIn(loadbalancer)
    expect(objectsOf(alone).map((each) => textAt(each, 'kind'))).not.toContain('GlobalDNSRecord')
  })

  test('publishes last: one missing kubeconfig fails the whole discovery', () => {
    const zone = templatesOf(drafts, 'loadbalancer-zone')
    expect(zone.find((each) => each.name === 'routes')?.after).toEqual(['zones-served', 'kubeconfigs-there'])
    const fact = zone.find((each) => each.name === 'kubeconfigs-there')
    expect(fact).toMatchObject({ kind: 'configuration', role: 'fact', objects: { length: 3 } })
  })

  test('makes kubeconfigs of rotated tokens, of which neither Git nor a replicated policy sees a value', () => {
    expect(objectOf(drafts, 'ManagedServiceAccount', 'glb-reader')).toMatchObject({
      metadata: { namespace: 'east-0' },
      spec: { rotation: { enabled: true, validity: '168h' } },
    })
    const text = textAt(objectOf(drafts, 'Secret', 'east1-glb-kubeconfig'), 'stringData', 'kubeconfig') ?? ''
    expect(text).toContain('token: "{{ fromSecret "east-1" "glb-reader" "token" | base64dec }}"')
    expect(text).not.toContain('{{hub')
    expect(text).not.toContain('insecure')
    const unrecorded = templatesOf(drafts, 'loadbalancer-accounts').filter((each) =>
      each.name.startsWith('kubeconfig-'),
    )
    expect(unrecorded).toMatchObject(Array.from({ length: 3 }, () => ({ objects: [{ recordDiff: 'None' }] })))
  })

  test('reads Routes and Services of members and nothing more: extra rules are drift', () => {
    const [reader] = templatesOf(drafts, 'loadbalancer-reader')
    expect(reader).toMatchObject({
      objects: [
        { complianceType: 'mustonlyhave', metadataComplianceType: 'musthave' },
        { complianceType: 'mustonlyhave', metadataComplianceType: 'musthave' },
      ],
    })
    const role = objectOf(drafts, 'ClusterRole', 'glb-reader')
    const resources = listAt(role, 'rules').flatMap((rule) => listAt(rule, 'resources'))
    expect(resources).toEqual(['services', 'pods', 'routes', 'infrastructures'])
  })

  test('wants a balancer whose addresses stay', () => {
    expect(at(objectOf(drafts, 'IngressController', 'default'), 'spec')).toMatchObject({
      replicas: 2,
      endpointPublishingStrategy: { loadBalancer: { providerParameters: { aws: { type: 'NLB' } } } },
    })
  })

  test('wants every global Route admitted', () => {
    const admitted = templatesOf(drafts, 'loadbalancer-member-health').find((each) => each.name === 'routes-admitted')
    expect(admitted).toMatchObject({
      role: 'health',
      namespaceSelector: { include: ['vault', 'cockroachdb'] },
      objects: [{ objectSelector: { matchLabels: { 'route-type': 'global' } } }],
    })
  })
})

describe('ExternalDNS', () => {
  const mixed = [aCluster(0, 'aws'), aCluster(1, 'azure'), aCluster(2, 'gcp')]
  const endpointsOf = (drafts: Parameters<typeof objectOf>[0], label: string): readonly Json[] =>
    listAt(objectOf(drafts, 'DNSEndpoint', label), 'spec', 'endpoints')

  test('is chosen for everything but AWS alone', () => {
    const { drafts } = expandIn(loadbalancer, { clusters: mixed, components: stateful })
    expect(faultsOf(drafts)).toEqual([])
    expect(namesOf(drafts)).toEqual([
      'loadbalancer-records',
      'loadbalancer-actions',
      'loadbalancer-ingress',
      'loadbalancer-member-health',
    ])
  })

  test('publishes one record a region, with a set identifier and a health check', () => {
    const { drafts } = expandIn(loadbalancer, { clusters: mixed, components: stateful })
    expect(endpointsOf(drafts, 'vault')[1]).toEqual({
      dnsName: 'vault.global.example.com',
      recordType: 'CNAME',
      recordTTL: 30,
      setIdentifier: 'east-1',
      targets: ['router-default.apps.east-1.example.com'],
      providerSpecific: [
        { name: 'aws/weight', value: '100' },
        { name: 'aws/health-check-id', value: input('health-check-vault-east-1') },
      ],
    })
  })

  test('chooses by latency where all regions are regions of AWS', () => {
    const { drafts } = expandIn(loadbalancer, { components: { vault: {}, loadbalancer: { provider: 'external-dns' } } })
    expect(at(endpointsOf(drafts, 'vault')[0], 'providerSpecific', 0)).toEqual({
      name: 'aws/region',
      value: 'us-east-1',
    })
  })

  test('publishes all addresses in one record for other providers', () => {
    const { drafts } = expandIn(loadbalancer, {
      clusters: mixed,
      components: { loadbalancer: { dns: 'other', hosts: ['shop'] } },
    })
    const lookup = (cluster: string) => input(`ingress-address-${cluster}`)
    expect(endpointsOf(drafts, 'shop')).toEqual([
      {
        dnsName: 'shop.global.example.com',
        recordType: 'A',
        recordTTL: 30,
        targets: [lookup('east-0'), lookup('east-1'), lookup('east-2')],
      },
    ])
  })

  test('asks once for each thing that only the cloud knows', () => {
    const { drafts } = expandIn(loadbalancer, {
      clusters: [aCluster(0, 'gcp')],
      components: { vault: {}, database: {}, loadbalancer: { dns: 'other' } },
    })
    expect(templatesOf(drafts, 'loadbalancer-actions').map((each) => each.name)).toEqual([
      'delegation',
      'external-dns',
      'input-ingress-address-east-0',
      'input-sql-address-east-0',
    ])
  })

  test('publishes the console under the host that the database was given', () => {
    const { drafts } = expandIn(loadbalancer, { clusters: mixed, components: { database: { host: 'db' } } })
    expect(endpointsOf(drafts, 'db').map((each) => at(each, 'dnsName'))).toEqual(
      mixed.map(() => 'db.global.example.com'),
    )
    expect(() => objectOf(drafts, 'DNSEndpoint', 'cockroachdb')).toThrow()
  })

  test('publishes no SQL where there is no balancer for it', () => {
    const components = { database: { sqlLoadBalancer: false } }
    const { drafts } = expandIn(loadbalancer, { clusters: mixed, components })
    expect(() => objectOf(drafts, 'DNSEndpoint', 'sql')).toThrow()
    const asked = templatesOf(drafts, 'loadbalancer-actions').map((each) => each.name)
    expect(asked.filter((each) => each.includes('sql'))).toEqual([])
  })

  test('follows the host that Vault was given', () => {
    const { drafts } = expandIn(loadbalancer, { clusters: mixed, components: { vault: { host: 'secrets' } } })
    expect(at(endpointsOf(drafts, 'secrets')[0], 'dnsName')).toBe('secrets.global.example.com')
  })
})
