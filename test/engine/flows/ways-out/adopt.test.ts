import { describe, expect, test } from 'vitest'
import { prepareAdopt } from '../../../../engine/flows/ways-out/adopt.ts'
import type { WayOutChange, WayOutInput } from '../../../../engine/flows/ways-out/change.ts'
import type { Drift } from '../../../../engine/model/drift.ts'
import type { Json } from '../../../../engine/model/json.ts'
import { aDrift, aRequest, aWork, lineChanges, reference } from './a-work.ts'

const GDW = 'environments/gdw.yaml'
const platform = {
  [GDW]: reference(GDW).replace('survive: region+node', 'survive: region'),
  'placements/gdw.yaml': reference('placements/gdw.yaml'),
}
const all = ['vault-cluster1', 'vault-cluster2', 'vault-cluster3']
const everywhere = { policies: all, clusters: ['cluster1', 'cluster2', 'cluster3'] }
const memory = '/spec/template/spec/containers/0/resources/requests/memory'
const limit = '/spec/template/spec/containers/0/resources/limits/memory'

const APP = 'policies/app/app.yaml'
const application = {
  [GDW]: `apiVersion: isthmus.dev/v1alpha1
kind: Environment
metadata: { name: gdw }
spec:
  hub: { namespace: isthmus-gdw, clusterSet: gdw }
  domain: { base: example.com }
  clusters:
    - { name: cluster1, cloud: aws, region: r1, network: { pods: 10.128.0.0/14, services: 172.28.0.0/16, machines: 10.0.0.0/16 } }
    - { name: cluster2, cloud: aws, region: r2, network: { pods: 10.132.0.0/14, services: 172.29.0.0/16, machines: 10.1.0.0/16 } }
  components: {}
`,
  'placements/gdw.yaml': `apiVersion: isthmus.dev/v1alpha1
kind: PolicyPlacement
metadata: { name: app }
spec: { environment: gdw, policies: [app], clusters: { all: true } }
`,
  'policies/app/policy.yaml': `apiVersion: isthmus.dev/v1alpha1
kind: AuthoredPolicy
spec: { complianceType: mustonlyhave }
`,
  [APP]: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: app, namespace: app }
spec:
  podSelector: {}     # every pod
  ingress:
    - ports:
        - port: 80    # plain
        - { port: 443, protocol: TCP }
        - { port: 53, protocol: TCP }
---
# the second document
apiVersion: v1
kind: ConfigMap
metadata: { name: app, namespace: app }
data: { mode: slow, "on": 'x' }
`,
}
const network = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', namespace: 'app', name: 'app' }
const map = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'app', name: 'app' }
const images = (from: string, to: string) =>
  [0, 1].map((i) => ({ pointer: `/spec/template/spec/containers/${i}/image`, desired: from, observed: to }))
const app = { policy: 'app', component: 'app', clusters: ['cluster1', 'cluster2'] }

/** Braces that RHACM prints, beside a policy in which it executes them. */
const braces = { ...application, [APP]: application[APP].replace('mode: slow', `mode: 'for {{ $labels.pod }}'`) }
const executing = {
  ...application,
  'policies/app/policy.yaml': `${application['policies/app/policy.yaml'].replace(' }', ', templates: both }')}`,
}
const raw = {
  ...application,
  'placements/gdw.yaml': application['placements/gdw.yaml'].replace('[app]', '[app, raw]'),
  'policies/raw/policy.yaml': 'apiVersion: isthmus.dev/v1alpha1\nkind: AuthoredPolicy\nspec: {}\n',
  'policies/raw/raw.yaml': `apiVersion: policy.open-cluster-management.io/v1
kind: ConfigurationPolicy
metadata: { name: raw }
spec:
  remediationAction: inform
  severity: low
  object-templates-raw: |
    - complianceType: musthave
      objectDefinition: { apiVersion: v1, kind: ConfigMap, metadata: { name: app, namespace: app }, data: { mode: slow } }
`,
}

/** A second policy that asks for the same key of the same object on one of the clusters. */
const shared = {
  ...application,
  'placements/twin.yaml': `apiVersion: isthmus.dev/v1alpha1
kind: PolicyPlacement
metadata: { name: twin }
spec: { environment: gdw, policies: [twin], clusters: { names: [cluster1] } }
`,
  'policies/twin/policy.yaml': 'apiVersion: isthmus.dev/v1alpha1\nkind: AuthoredPolicy\nspec: {}\n',
  'policies/twin/map.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: app, namespace: app }\ndata: { mode: slow, more: yes! }\n',
}

const IMAGE = 'registry.example.com/vault:1'
const CATALOG = `apiVersion: isthmus.dev/v1alpha1
kind: Catalog
images:
  vault: ${IMAGE}   # ours
`
const pinned = { ...platform, 'catalog.yaml': CATALOG }
const mirrored = { ...platform, 'catalog.yaml': `${CATALOG}mirrors: { registry.example.com: mirror.example.com }\n` }

const work: Record<
  'platform' | 'pinned' | 'mirrored' | 'application' | 'shared' | 'braces' | 'executing' | 'raw',
  WayOutInput
> = {
  platform: aWork(platform),
  pinned: aWork(pinned),
  mirrored: aWork(mirrored),
  application: aWork(application),
  shared: aWork(shared),
  braces: aWork(braces),
  executing: aWork(executing),
  raw: aWork(raw),
}

function adoption(of: keyof typeof work, change: Partial<Drift>, also: readonly Drift[] = []) {
  const drift = aDrift(change)
  const input = { ...work[of], report: { ...work[of].report, drifts: [drift, ...also] } }
  return prepareAdopt(aRequest(), drift, input)
}

function done(outcome: ReturnType<typeof adoption>): WayOutChange {
  if ('refused' in outcome) throw new Error(outcome.refused)
  return outcome
}

function linesOf(of: keyof typeof work, { change }: WayOutChange): readonly string[] {
  return work[of].merged.sources.flatMap(({ path, text }) => lineChanges(text, change.write.get(path) ?? text))
}

describe('what was observed becomes the desired state, by the one line that asked for it', () => {
  test.each<[string, keyof typeof work, Partial<Drift>, readonly string[]]>([
    [
      'a setting',
      'platform',
      { ...everywhere, fields: [{ pointer: '/spec/replicas', desired: 3, observed: 4 }] },
      ['-      replicasPerCluster: 3', '+      replicasPerCluster: 4'],
    ],
    ['its exception for one cluster', 'platform', {}, ['+      replicas: { cluster1: 2 }']],
    [
      'an image in the catalogue of the repository',
      'pinned',
      { ...everywhere, fields: images(IMAGE, 'registry.example.com/vault:2') },
      [`-  vault: ${IMAGE}   # ours`, '+  vault: registry.example.com/vault:2   # ours'],
    ],
    [
      'a default that nobody wrote',
      'platform',
      { ...everywhere, fields: [memory, limit].map((pointer) => ({ pointer, desired: '2Gi', observed: '4Gi' })) },
      ['+      resources: { memory: 4Gi }'],
    ],
    [
      'a value of a manifest',
      'application',
      { ...app, object: map, fields: [{ pointer: '/data/mode', desired: 'slow', observed: 'yes' }] },
      [`-data: { mode: slow, "on": 'x' }`, `+data: { mode: "yes", "on": 'x' }`],
    ],
    [
      'a key that is more than asked for',
      'application',
      { ...app, object: map, fields: [{ pointer: '/data/more', desired: null, observed: '1' }] },
      [`-data: { mode: slow, "on": 'x' }`, `+data: { mode: slow, "on": 'x', more: "1" }`],
    ],
    [
      'a key that is gone',
      'application',
      { ...app, object: map, fields: [{ pointer: '/data/on', desired: 'x', observed: null }] },
      [`-data: { mode: slow, "on": 'x' }`, '+data: { mode: slow }'],
    ],
    [
      'a list item that is more',
      'application',
      {
        ...app,
        object: network,
        fields: [{ pointer: '/spec/ingress/0/ports/2', desired: null, observed: { port: 22 } }],
      },
      ['+        - { port: 22 }'],
    ],
    [
      'a list item in another order',
      'application',
      { ...app, object: network, fields: [{ pointer: '/spec/ingress/0/ports/0/port', desired: 443, observed: 8443 }] },
      ['-        - { port: 443, protocol: TCP }', '+        - { port: 8443, protocol: TCP }'],
    ],
    [
      'two list items that are more',
      'application',
      {
        ...app,
        object: network,
        fields: [
          { pointer: '/spec/ingress/0/ports/3', desired: null, observed: { port: 22 } },
          { pointer: '/spec/ingress/0/ports/4', desired: null, observed: { port: 23 } },
        ],
      },
      ['+        - { port: 22 }', '+        - { port: 23 }'],
    ],
    [
      'two list items that are gone',
      'application',
      {
        ...app,
        object: network,
        fields: [
          { pointer: '/spec/ingress/0/ports/1', desired: { port: 80 }, observed: null },
          { pointer: '/spec/ingress/0/ports/2', desired: { port: 443, protocol: 'TCP' }, observed: null },
        ],
      },
      ['-        - port: 80    # plain', '-        - { port: 443, protocol: TCP }'],
    ],
    [
      'a text whose braces RHACM prints',
      'braces',
      {
        ...app,
        object: map,
        fields: [{ pointer: '/data/mode', desired: 'for {{ $labels.pod }}', observed: 'for {{ $labels.node }}' }],
      },
      [`-data: { mode: 'for {{ $labels.pod }}', "on": 'x' }`, `+data: { mode: 'for {{ $labels.node }}', "on": 'x' }`],
    ],
    [
      'a list item that is gone',
      'application',
      {
        ...app,
        object: network,
        fields: [{ pointer: '/spec/ingress/0/ports/2', desired: { port: 80 }, observed: null }],
      },
      ['-        - port: 80    # plain'],
    ],
  ])('%s', (_, of, change, lines) => {
    const outcome = done(adoption(of, change))
    expect(linesOf(of, outcome)).toEqual(lines)
    expect(outcome.plan?.policies.length).toBeGreaterThan(0)
    expect([...outcome.change.write.keys()].some((path) => path.startsWith('rendered/gdw/'))).toBe(true)
  })

  test('of an object that several policies share, where the others do not ask for the field', () => {
    const fields = [{ pointer: '/data/on', desired: 'x', observed: 'y' }]
    expect(linesOf('shared', done(adoption('shared', { ...app, object: map, fields })))).toHaveLength(2)
  })

  test('clusters that show the same as a drift of their own are none that it would change against their will', () => {
    const fields = [
      { pointer: memory, desired: '2Gi', observed: '4Gi' },
      { pointer: limit, desired: '2Gi', observed: '4Gi' },
    ]
    const also = [2, 3].map((n) =>
      aDrift({ fingerprint: `${n}`.repeat(16), policy: `vault-cluster${n}`, clusters: [`cluster${n}`], fields }),
    )
    expect(linesOf('platform', done(adoption('platform', { fields }, also)))).toEqual([
      '+      resources: { memory: 4Gi }',
    ])
  })
})

describe('a list item that is not there as it is asked for', () => {
  const wanted = { port: 443, protocol: 'TCP' }
  const others = [{ port: 80 }, { port: 53, protocol: 'TCP' }]
  const fields = [{ pointer: '/spec/ingress/0/ports/3', desired: wanted, observed: null }]
  /** What adoption makes of it where each cluster shows these ports beside the other two. */
  const adopted = (...ports: readonly (readonly Json[])[]) => {
    const clusters = ports.map((each, i) => {
      const object = {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'app', namespace: 'app' },
        spec: { ingress: [{ ports: [...others, ...each] }] },
      }
      const seen = { state: 'seen', observedAt: '2026-03-04T12:00:00Z', objects: [object], problems: [] } as const
      return { cluster: `cluster${i + 1}`, ...seen }
    })
    const drift = aDrift({ ...app, object: network, fields })
    const observation = { source: 'directory', observedAt: '2026-03-04T12:00:00Z', clusters }
    const input = { ...work.application, report: { ...work.application.report, drifts: [drift] }, observation }
    return prepareAdopt(aRequest(), drift, input)
  }
  const gone = '-        - { port: 443, protocol: TCP }'

  test('becomes the one that nothing asks for, and is taken out only where there is none', () => {
    const changed = done(adopted([{ port: 8443, protocol: 'TCP' }], [{ port: 8443, protocol: 'TCP' }]))
    expect(linesOf('application', changed)).toEqual([gone, '+        - { port: 8443, protocol: TCP }'])
    expect(linesOf('application', done(adopted([], [])))).toEqual([gone])
  })

  test.each([
    ['there are several', [{ port: 1 }, { port: 2 }], [{ port: 1 }, { port: 2 }]],
    ['clusters differ', [{ port: 1 }], [{ port: 2 }]],
    ['it is gone on one cluster alone', [{ port: 1 }], []],
  ])('is left to a person where %s', (_, one, two) => {
    const outcome = adopted(one, two)
    expect('refused' in outcome && outcome.refused).toMatch(/what .*\/ports\/3 has become cannot be told/)
  })

  test('is left to a person where the objects were not seen', () => {
    const outcome = adopted([])
    expect('refused' in outcome && outcome.refused).toMatch(/not at hand/)
  })

  test('is not written where it holds what is secret', () => {
    const secret = [{ port: 1, name: 'postgres://ada:hunter2@db/app' }]
    const outcome = adopted(secret, secret)
    expect('refused' in outcome && outcome.refused).toMatch(/redacted/)
  })
})

describe('says why not', () => {
  test.each<[string, keyof typeof work, Partial<Drift>, RegExp]>([
    [
      'other clusters share the line',
      'platform',
      { fields: [{ pointer: memory, desired: '2Gi', observed: '4Gi' }] },
      /cluster2, cluster3, where this drift does not show/,
    ],
    [
      'the manifest is that of other clusters too',
      'application',
      {
        ...app,
        clusters: ['cluster2'],
        object: map,
        fields: [{ pointer: '/data/mode', desired: 'slow', observed: 'fast' }],
      },
      /for cluster1,/,
    ],
    [
      'another policy asks for the same field of the same object',
      'shared',
      { ...app, object: map, fields: [{ pointer: '/data/mode', desired: 'slow', observed: 'fast' }] },
      /^policy twin asks for another value of \/data\/mode on cluster1 as well, and would still: change both by hand$/,
    ],
    [
      'a quorum would be lost',
      'platform',
      { fields: [{ pointer: '/spec/replicas', desired: 3, observed: 9 }] },
      /vault\/quorum-region/,
    ],
    [
      'a schema refuses it',
      'platform',
      { ...everywhere, fields: [{ pointer: '/spec/replicas', desired: 3, observed: 0 }] },
      /would not be valid any more/,
    ],
    [
      'several inputs make it',
      'platform',
      {
        object: { apiVersion: 'route.openshift.io/v1', kind: 'Route', namespace: 'vault', name: 'vault' },
        fields: [{ pointer: '/spec/host', desired: 'vault.global.example.com', observed: 'x.example.com' }],
      },
      /computed from several inputs \(environments\/gdw.yaml:\d+, the default of \/spec\/components\/vault\/host\)/,
    ],

    [
      'a mirror stands before it',
      'mirrored',
      { ...everywhere, fields: images('mirror.example.com/vault:1', 'mirror.example.com/vault:2') },
      /is computed from catalog.yaml:4, and the computation cannot be turned around/,
    ],
    [
      'the shipped catalogue names it',
      'platform',
      { ...everywhere, fields: images('docker.io/hashicorp/vault:1.19.0', 'docker.io/hashicorp/vault:1.19.5') },
      /component vault decides it by itself/,
    ],
    [
      'the component decides it',
      'platform',
      { fields: [{ pointer: '/spec/podManagementPolicy', desired: 'Parallel', observed: 'OrderedReady' }] },
      /component vault decides it by itself/,
    ],
    [
      'it is redacted',
      'application',
      { ...app, object: map, fields: [{ pointer: '/data/password', desired: '(redacted)', observed: '(redacted)' }] },
      /redacted/,
    ],
    ['the object is gone', 'application', { ...app, object: map, change: 'missing', fields: [] }, /the object is gone/],
    [
      'the object must not be there',
      'application',
      { ...app, object: map, change: 'unexpected', fields: [] },
      /must not exist/,
    ],
    [
      'a default is gone',
      'platform',
      { ...everywhere, fields: [{ pointer: memory, desired: '2Gi', observed: null }] },
      /comes from the default of \/spec\/components\/vault\/resources\/memory, which cannot be left out/,
    ],
    ['the source shows no fields', 'application', { ...app, object: map, fields: [] }, /shows no fields/],
    [
      'the policy asks for the object no longer',
      'application',
      {
        ...app,
        object: { ...map, name: 'gone' },
        fields: [{ pointer: '/data/mode', desired: 'slow', observed: 'new' }],
      },
      /moved on: policy app no longer asks for this object/,
    ],
    [
      'the repository has moved on',
      'application',
      { ...app, object: map, fields: [{ pointer: '/data/mode', desired: 'old', observed: 'new' }] },
      /moved on/,
    ],
    [
      'the policy is gone',
      'application',
      { ...app, policy: 'other', object: map, fields: [{ pointer: '/data/mode', desired: 'slow', observed: 'new' }] },
      /no policy other is rendered/,
    ],
    [
      'which list item is meant cannot be told',
      'application',
      {
        ...app,
        object: network,
        fields: [{ pointer: '/spec/ingress/0/ports/1/protocol', desired: null, observed: 'UDP' }],
      },
      /which item of \/spec\/ingress\/0\/ports is meant .* change it by hand/,
    ],
    [
      'several items ask for the value',
      'application',
      {
        ...app,
        object: network,
        fields: [{ pointer: '/spec/ingress/0/ports/3/protocol', desired: 'TCP', observed: 'UDP' }],
      },
      /which item of \/spec\/ingress\/0\/ports is meant/,
    ],
    [
      'the component decides the list in which something is more',
      'platform',
      {
        fields: [{ pointer: '/spec/template/spec/containers/0/env/1/valueFrom', desired: null, observed: {} }],
      },
      /component vault decides it by itself; put it back/,
    ],
    [
      'the objects are one text',
      'raw',
      {
        ...app,
        policy: 'raw',
        component: 'raw',
        object: map,
        fields: [{ pointer: '/data/mode', desired: 'slow', observed: 'x' }],
      },
      /object-templates-raw/,
    ],
    [
      'RHACM would execute what is there',
      'executing',
      {
        ...app,
        object: map,
        fields: [{ pointer: '/data/mode', desired: 'slow', observed: '{{hub .ManagedClusterName hub}}' }],
      },
      /would still not be what is there/,
    ],
  ])('%s', (_, of, change, words) => {
    expect(adoption(of, change)).toEqual({ refused: expect.stringMatching(words) })
  })
})
