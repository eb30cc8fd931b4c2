import fc from 'fast-check'
import type { SourceFile } from '../../engine/model/document.ts'
import { components } from '../../policies/index.ts'

/** Braces that RHACM would run if they reached it as they are; the word after them is looked for in what is rendered. */
export const INJECTED = 'INJECTED'

/** Regions and zones as each cloud spells them. */
const CLOUDS: Readonly<
  Record<string, (nth: number) => { readonly region: string; readonly zones: readonly string[] }>
> = {
  aws: (nth) => ({ region: `us-east-${nth}`, zones: [`us-east-${nth}a`, `us-east-${nth}b`, `us-east-${nth}c`] }),
  azure: (nth) => ({ region: `eastus${nth}`, zones: ['1', '2', '3'] }),
  gcp: (nth) => ({ region: `us-east${nth}`, zones: [`us-east${nth}-b`, `us-east${nth}-c`, `us-east${nth}-d`] }),
  other: (nth) => ({ region: `dc-${nth}`, zones: ['room-1', 'room-2', 'room-3'] }),
}

/** DNS labels of every length up to the limit, with hyphens in odd places. */
function dnsLabel(longest: number): fc.Arbitrary<string> {
  const end = fc.constantFrom(...'abz09')
  const inner = fc.string({ unit: fc.constantFrom(...'ab0---'), maxLength: longest - 2, size: 'max' })
  return fc.oneof(
    fc.constantFrom('a', 'east', 'us-east', 'c-1', 'c1', 'c--1'),
    fc.tuple(end, inner, end).map((parts) => parts.join('')),
  )
}

/** Free text that no schema forbids: names of zones, machine types and storage classes. */
const braces = fc.constantFrom(`{{hub ${INJECTED} hub}}`, `{{ ${INJECTED} }}`, `{{{{${INJECTED}`, `{{-${INJECTED}`)

function mostly<T>(usual: fc.Arbitrary<T>, rare: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 24, arbitrary: usual }, { weight: 1, arbitrary: rare })
}

const cluster = fc.record({
  name: dnsLabel(63),
  cloud: fc.constantFrom('aws', 'azure', 'gcp', 'other'),
  isNear: mostly(fc.constant(false), fc.constant(true)),
  zones: mostly(fc.constant(3), fc.nat(2)),
  labels: fc.dictionary(fc.constantFrom('site', 'tier', 'a/b'), fc.constantFrom('x', 'y-z', ''), { maxKeys: 2 }),
  braces: fc.oneof({ weight: 8, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: braces }),
})

function clusterOf(
  { isNear, zones, braces, ...rest }: typeof cluster extends fc.Arbitrary<infer T> ? T : never,
  i: number,
) {
  const place = CLOUDS[rest.cloud]?.(isNear ? 0 : i)
  if (!place) throw new Error(`no cloud ${rest.cloud}`)
  const own = place.zones.slice(0, zones)
  const first = rest.cloud === 'azure' ? '' : own[0]
  const all = braces === undefined ? own : [...own, `${first}${braces}`]
  const network = { pods: `10.${128 + 4 * i}.0.0/14`, services: `172.${20 + i}.0.0/16`, machines: `10.${i}.0.0/16` }
  return { ...rest, region: place.region, zones: all, network }
}

const replicas = fc.integer({ min: 1, max: 4 })
const SETTINGS: Readonly<Record<string, fc.Arbitrary<object>>> = {
  clusters: fc.constantFrom({}, {}, { provision: 'hive' }),
  tunnel: fc.oneof(
    fc.constantFrom({}, { gatewayNodes: 'labelled' }, { tcpClampMss: 1200 }),
    braces.map((aws) => ({ instanceTypes: { aws } })),
  ),
  certs: fc.constantFrom({}, { approverPolicy: true }, { certUtils: true }),
  vault: fc.oneof(
    fc.constant({}),
    fc.record({ replicasPerCluster: replicas, routeIssuer: fc.record({ name: braces }) }),
  ),
  database: fc.oneof(fc.constant({}), fc.record({ replicasPerCluster: replicas, applications: fc.constant(['shop']) })),
  loadbalancer: fc.constantFrom({}, { provider: 'external-dns', hosts: ['shop'] }, { dns: 'other' }),
}

/** Any set of components, each with what it needs, so that most environments expand. */
const chosen = fc
  .subarray([...components], { minLength: 1 })
  .map((some) =>
    components.filter((each) => some.some(({ name, needs }) => name === each.name || needs.includes(each.name))),
  )
  .chain((used) => fc.record(Object.fromEntries(used.map(({ name }) => [name, SETTINGS[name] ?? fc.constant({})]))))

/** The clusters that a member placement names. */
type Selection = (names: readonly string[]) => object
const selection: fc.Arbitrary<Selection> = fc.constantFrom<Selection[]>(
  () => ({ all: true }),
  () => ({ all: true }),
  (names) => ({ names }),
  () => ({ selector: { matchExpressions: [{ key: 'region', operator: 'Exists' }] } }),
)

const placed = fc.record({
  api: fc.constantFrom('PlacementRule', 'Placement'),
  remediationAction: fc.constantFrom('inform', 'enforce'),
  split: fc.nat(6),
  selection,
  name: dnsLabel(63),
})

/** A repository with one environment of 1 to 9 clusters, as files: JSON is YAML. */
export const anEnvironment: fc.Arbitrary<readonly SourceFile[]> = fc
  .record({
    name: dnsLabel(30),
    namespace: dnsLabel(31).map((name) => `isthmus-${name}`),
    clusterSet: dnsLabel(56),
    base: fc.constantFrom('example.com', 'a.long-name-of-a-department.example.com'),
    survive: fc.constantFrom('region', 'region+node'),
    production: fc.boolean(),
    clusters: fc.uniqueArray(cluster, { minLength: 1, maxLength: 9, selector: (each) => each.name }),
    components: chosen,
    placed,
  })
  .map(({ name, namespace, clusterSet, base, clusters, components: used, placed, ...rest }) => {
    const environment = {
      apiVersion: 'isthmus.dev/v1alpha1',
      kind: 'Environment',
      metadata: { name },
      spec: {
        hub: { namespace, clusterSet },
        domain: { base },
        ...rest,
        clusters: clusters.map(clusterOf),
        components: used,
      },
    }
    const { split, selection, name: placement, ...how } = placed
    const names = Object.keys(used)
    const parts = [names.slice(0, split), names.slice(split)].filter((each) => each.length > 0)
    const placements = parts.map((policies, i) => ({
      apiVersion: 'isthmus.dev/v1alpha1',
      kind: 'PolicyPlacement',
      metadata: { name: i === 0 ? placement : `${placement.slice(0, 55).replace(/-+$/, '')}-rest` },
      spec: { environment: name, policies, clusters: selection(clusters.map((each) => each.name)), ...how },
    }))
    return [
      { path: 'environments/e.yaml', text: JSON.stringify(environment) },
      ...placements.map((each, i) => ({ path: `placements/p${i}.yaml`, text: JSON.stringify(each) })),
    ]
  })
