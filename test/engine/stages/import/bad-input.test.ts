import { expect, test } from 'vitest'
import { importPlatform } from '../../../../engine/flows/import.ts'
import type { SeenCluster } from '../../../../engine/model/imported.ts'
import type { JsonObject } from '../../../../engine/model/json.ts'
import { at, listAt, textAt } from '../../../../engine/model/json.ts'
import { components } from '../../../../policies/index.ts'
import {
  driftOf,
  environmentOf,
  imported,
  managedCluster,
  NOW,
  object,
  REGIONS,
  shop,
  sourceOf,
  vault,
} from './a-running-platform.ts'

function replaced(name: string, objects: SeenCluster['objects']): readonly SeenCluster[] {
  return shop().map((each) => (each.name === name ? { name, objects } : each))
}

function notes(result: Awaited<ReturnType<typeof imported>>): readonly string[] {
  return result.report.notes.map((each) => `${each.kind}: ${each.text}`)
}

test('two Vaults in one cluster: both are kept under their names, and it is said', async () => {
  const clusters = replaced('mid', [...vault('mid'), ...vault('mid', 'vault-old')])
  const result = await imported(clusters)
  const found = result.report.mistakes.find((each) => each.rule === 'import/two-vaults')
  expect(found?.evidence).toContain('vault/vault, vault-old/vault')
  expect(found?.clusters).toEqual(['mid'])
  expect(result.files.map((each) => each.path)).toContain(
    'policies/imported-vault-old-only-mid/statefulset-vault-old-vault.yaml',
  )
  expect(result.report.quorums.map((each) => each.name)).toEqual(['Vault vault-old/vault', 'Vault vault/vault'])
  expect(driftOf(result, clusters).drifts).toEqual([])
})

test('clusters of different sets: the largest set, or the one that is asked for; the rest is named', async () => {
  const hub = [
    ...Object.entries(REGIONS).map(([name, region]) => managedCluster(name, region)),
    managedCluster('lab', 'eu-west-1', 'lab'),
    managedCluster('loner', 'eu-west-1', ''),
  ]
  const clusters = [
    ...replaced('local-cluster', hub),
    { name: 'lab', objects: vault('lab') },
    { name: 'stray', objects: [] },
  ]
  const largest = await imported(clusters)
  expect(listAt(environmentOf(largest), 'spec', 'clusters').map((each) => textAt(each, 'name'))).toEqual([
    'east',
    'mid',
    'west',
  ])
  expect(notes(largest)).toEqual(
    expect.arrayContaining([
      'saw: cluster set shop with east, mid, west',
      'saw: cluster set lab (1 cluster(s)) is left out: import it on its own with --environment lab',
      'saw: stray was seen, but the hub has no ManagedCluster of that name: left out',
    ]),
  )
  const asked = await imported(clusters, 'lab')
  expect(at(environmentOf(asked), 'metadata', 'name')).toBe('lab')
  expect(listAt(environmentOf(asked), 'spec', 'clusters').map((each) => textAt(each, 'name'))).toEqual(['lab'])
})

test('what the hub holds of clusters that are left out is of another platform', async () => {
  const set = (name: string) => object('cluster.open-cluster-management.io/v1beta2', 'ManagedClusterSet', name)
  const installed = (name: string, baseDomain: string) =>
    object(
      'hive.openshift.io/v1',
      'ClusterDeployment',
      name,
      { spec: { baseDomain, installed: false, provisioning: { imageSetRef: { name: `img-${name}` } } } },
      { namespace: name },
    )
  const release = (name: string) => object('hive.openshift.io/v1', 'ClusterImageSet', name, { spec: {} })
  const tunnel = object(
    'submarineraddon.open-cluster-management.io/v1alpha1',
    'SubmarinerConfig',
    'submariner',
    { spec: { cableDriver: 'vxlan' } },
    { namespace: 'lab' },
  )
  const hub = [
    ...Object.entries(REGIONS).map(([name, region]) => managedCluster(name, region)),
    managedCluster('lab', 'eu-west-1', 'lab'),
    ...[set('shop'), set('lab'), installed('lab', 'lab.example.org'), installed('west', 'example.com'), tunnel],
    ...[release('img-lab'), release('img-west'), release('img-offered')],
  ]
  const clusters = replaced('local-cluster', hub)
  const result = await imported(clusters)
  const files = result.files.map((each) => each.path).filter((each) => /-hub\//.test(each))
  expect(files.map((each) => each.split('/').at(-1)).filter((each) => /lab|offered/.test(each ?? ''))).toEqual([])
  expect(files).toContain('policies/imported-clusters-hub/clusterimageset-img-west.yaml')
  expect(at(environmentOf(result), 'spec', 'domain', 'base')).toBe('example.com')
  const wrong = result.report.mistakes.map((each) => `${each.rule} ${each.object.namespace}`)
  expect(wrong).toContain('import/installed-false west')
  expect(wrong.filter((each) => each.endsWith(' lab'))).toEqual([])
  expect(notes(result).filter((each) => each.startsWith('unseen: lab'))).toEqual([])
  expect(driftOf(result, clusters).drifts).toEqual([])
})

test('a region of which a file could not be read may hold more members', async () => {
  const source = sourceOf(replaced('mid', []))
  const { report } = await importPlatform({
    source: {
      name: 'cut',
      observe: async (...asked) => {
        const seen = await source.observe(...asked)
        const cut = seen.clusters.map((each) =>
          each.cluster === 'mid' && each.state === 'seen' ? { ...each, problems: ['a.yaml: is not valid YAML'] } : each,
        )
        return { ...seen, clusters: cut }
      },
    },
    clusters: shop().map((each) => each.name),
    components,
    environment: undefined,
    now: NOW,
  })
  expect(report.quorums[0]?.sentence).toMatch(/6 members over 2 .*mid could not be read whole and may hold more$/)
})

test('clusters without any object: that is said first', async () => {
  const result = await imported(shop().map(({ name }) => ({ name, objects: [] })))
  expect(notes(result)[0]).toMatch(/^unseen: no cluster shows any object/)
  expect(notes(await imported(shop())).join()).not.toContain('any object')
})

test('a hub namespace in which another’s policies live is not taken', async () => {
  const policy = (labels: JsonObject) =>
    object('policy.open-cluster-management.io/v1', 'Policy', 'p', { spec: {} }, { namespace: 'isthmus-shop', labels })
  const namespaceWith = async (labels: JsonObject) => {
    const clusters = shop().map((each) =>
      each.name === 'local-cluster' ? { ...each, objects: [...each.objects, policy(labels)] } : each,
    )
    return at(environmentOf(await imported(clusters)), 'spec', 'hub', 'namespace')
  }
  expect(await namespaceWith({})).toBe('isthmus-shop-imported')
  expect(await namespaceWith({ 'isthmus.dev/environment': 'shop' })).toBe('isthmus-shop')
})

test('a report is as old as the oldest snapshot in it', async () => {
  const source = sourceOf(shop())
  const { report } = await importPlatform({
    source: {
      name: 'old',
      observe: async (...asked) => {
        const seen = await source.observe(...asked)
        const old = seen.clusters.map((each) =>
          each.cluster === 'mid' && each.state === 'seen' ? { ...each, observedAt: '2026-01-01T00:00:00Z' } : each,
        )
        return { ...seen, clusters: old }
      },
    },
    clusters: shop().map((each) => each.name),
    components,
    environment: undefined,
    now: NOW,
  })
  expect(report.observedAt).toBe('2026-01-01T00:00:00Z')
})

test('a hub that may only be read in part: members come from what was seen', async () => {
  const result = await imported(replaced('local-cluster', []))
  expect(notes(result).some((each) => each.startsWith('unseen: the hub shows no ManagedCluster'))).toBe(true)
  expect(listAt(environmentOf(result), 'spec', 'clusters').map((each) => textAt(each, 'region'))).toEqual(
    Object.values(REGIONS),
  )
  expect(driftOf(result, replaced('local-cluster', [])).drifts).toEqual([])
})

test('names that collide get a hash; names that no cluster can have are left out', async () => {
  const twins = ['app.config', 'app-config', 'APP_CONFIG'].map((name) =>
    object('v1', 'ConfigMap', name, { data: { name } }, { namespace: 'vault' }),
  )
  const clusters = [...replaced('east', [...vault('east'), ...twins]), { name: 'Bad_Name', objects: vault('east') }]
  const result = await imported(clusters)
  const files = result.files.filter((each) => /configmap-vault-app/.test(each.path)).map((each) => each.path)
  expect(new Set(files).size).toBe(3)
  expect(notes(result)).toContain(
    'saw: Bad_Name cannot be the name of a cluster (a DNS label of at most 63 characters): left out',
  )
})

test('a namespace that is called as what the hub gets is kept apart from it', async () => {
  const issuer = (namespace: string) =>
    object('cert-manager.io/v1', 'Issuer', 'ca', { spec: { selfSigned: {} } }, { namespace })
  const clusters = shop().map((each) => ({
    ...each,
    objects: [...each.objects, issuer(each.name === 'local-cluster' ? 'pay' : 'pay-hub')],
  }))
  const { files, report } = await imported(clusters)
  expect(report.share.unexplained).toBe(0)
  expect(new Set(files.map((each) => each.path)).size).toBe(files.length)
  expect(report.policies.filter((each) => each.name.startsWith('imported-pay-hub'))).toHaveLength(2)
})

test('nothing to describe: no files, and the reason', async () => {
  const result = await imported([{ name: 'local-cluster', objects: [] }])
  expect(result.files).toEqual([])
  expect(notes(result)).toContain(
    'unseen: no valid environment can be written from what was seen; no files are written',
  )
})

test('hostile objects: prototype keys, deep nesting, braces, bidi characters and endless texts', async () => {
  const deep = Array.from({ length: 3000 }).reduce<object>((inner) => ({ a: inner }), {})
  const hostile = [
    object('v1', 'ConfigMap', 'a', JSON.parse('{"data":{"__proto__":"x","k":"{{hub fromSecret \\"a\\" hub}}"}}'), {
      namespace: 'vault',
    }),
    object(
      'v1',
      'ConfigMap',
      'b',
      { data: { k: '-'.repeat(200_000), l: 'seal "awskms" {'.repeat(5000) } },
      { namespace: 'vault' },
    ),
    object('cert-manager.io/v1', 'Issuer', 'c', { spec: JSON.parse(JSON.stringify(deep)) }, { namespace: 'vault' }),
    object('v1', 'Service', '\u202egnp', { spec: { ports: 7, selector: null } }, { namespace: 'vault' }),
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'odd', namespace: 'vault' },
      spec: { template: { spec: { containers: [null, 7, { image: 7 }] } } },
    },
  ]
  const clusters = replaced('east', [...vault('east'), ...hostile])
  const result = await imported(clusters)
  expect(result.files.length).toBeGreaterThan(5)
  expect(result.files.some((each) => each.path.startsWith('policies/imported-vault-braces'))).toBe(true)
  expect(JSON.stringify(result.report)).not.toContain('\u202e')
  expect(driftOf(result, clusters).drifts).toEqual([])
}, 20_000)

test('clusters that only the hub names are asked for; those that do not answer are said', async () => {
  const asked: string[][] = []
  const known = sourceOf(shop().filter((each) => each.name !== 'west'))
  const { report } = await importPlatform({
    source: {
      name: 'live',
      observe: (names, observedAt) => {
        asked.push([...names])
        return known.observe(names, observedAt)
      },
    },
    clusters: [],
    components,
    environment: undefined,
    now: NOW,
  })
  expect(asked).toEqual([['local-cluster'], ['east', 'mid', 'west']])
  expect(report.clusters.map((each) => [each.name, each.state])).toEqual([
    ['local-cluster', 'seen'],
    ['east', 'seen'],
    ['mid', 'seen'],
    ['west', 'unknown'],
  ])
  expect(report.quorums[0]?.sentence).toContain('west could not be seen and may hold more')
})

test('networks that break a rule are described as they are, and stop nothing', async () => {
  const network = (pods: string, services: string) =>
    object('config.openshift.io/v1', 'Network', 'cluster', {
      status: { clusterNetwork: [{ cidr: pods, hostPrefix: 23 }], serviceNetwork: [services] },
    })
  const broken = shop().map((each) => ({
    ...each,
    objects: [
      ...each.objects,
      ...(each.name === 'east' ? [network('10.128.0.0/14', '172.32.0.0/16')] : []),
      ...(each.name === 'mid' ? [network('10.128.0.0/14', '242.0.0.0/16')] : []),
    ],
  }))
  const result = await imported(broken)
  expect(listAt(environmentOf(result), 'spec', 'clusters').map((each) => at(each, 'network', 'accepted'))).toEqual([
    ['network/not-private'],
    ['network/reserved', 'network/overlap'],
    undefined,
  ])
  expect(driftOf(result, broken).drifts).toEqual([])
})
