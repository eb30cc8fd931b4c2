import { describe, expect, test } from 'vitest'
import type { Cluster } from '../../../engine/model/environment.ts'
import { check } from '../../../engine/stages/check.ts'
import { expand } from '../../../engine/stages/expand.ts'
import { aCluster, aComponent, anEnvironment, anInput, aPlacement } from './a-platform.ts'

function findingsOf(
  clusters: readonly Cluster[],
  component = aComponent({ stateful: true }),
  namespace = 'isthmus-env',
) {
  const environment = anEnvironment(clusters, { [component.name]: {} })
  const renamed = { ...environment, spec: { ...environment.spec, hub: { ...environment.spec.hub, namespace } } }
  const input = anInput(renamed, [aPlacement({ policies: [component.name] })], [component])
  const located: string[] = []
  const findings = check({
    input,
    plan: expand(input),
    stretched: { services: [], entries: [], leafLimits: [] },
    componentChecks: (each) => each.check({} as never),
    locateOrigin: () => undefined,
    locateValue: () => undefined,
    locate: (pointer) => {
      located.push(pointer)
      return { file: 'environments/env.yaml', line: located.length, column: 1 }
    },
  })
  return findings.map((each, i) => ({
    rule: each.rule,
    severity: each.severity,
    pointer: located[i],
    message: each.message,
  }))
}

const network = (change: Partial<Cluster['network']>) => ({ ...aCluster(2).network, ...change })
const good = [aCluster(1), aCluster(2), aCluster(3)]

test('a good platform has no finding', () => {
  expect(findingsOf(good)).toEqual([])
})

describe('networks (G5)', () => {
  test.each([
    [
      'pods in pods',
      { pods: '10.132.0.0/16' },
      'network/overlap',
      'pods network 10.132.0.0/16 of c2 overlaps pods network 10.132.0.0/14 of c1',
    ],
    [
      'services in machines',
      { services: '10.1.128.0/20' },
      'network/overlap',
      'overlaps machines network 10.1.0.0/16 of c1',
    ],
    ['within a cluster', { machines: '10.137.0.0/16' }, 'network/overlap-within', 'of the same cluster'],
    ['public addresses', { services: '172.32.0.0/16' }, 'network/not-private', '172.32.0.0/16'],
    ['Submariner itself', { services: '242.0.0.0/16' }, 'network/reserved', "Submariner's Globalnet"],
    ['OVN-Kubernetes', { machines: '100.64.0.0/16' }, 'network/reserved', 'join switch'],
    ['host bits', { pods: '10.140.1.0/14' }, 'network/invalid-cidr', '10.140.1.0/14 is not a network: bits are set'],
    ['an octet too large', { pods: '10.300.0.0/16' }, 'network/invalid-cidr', '300 is above 255'],
    ['a prefix too long', { pods: '10.140.0.0/33' }, 'network/invalid-cidr', 'its prefix 33 is above 32'],
    ['a number in octal', { pods: '010.140.0.0/16' }, 'network/invalid-cidr', '010 begins with 0'],
    ['too few nodes', { pods: '10.136.0.0/20' }, 'network/too-few-nodes', '8 nodes'],
  ])('%s', (_, change, rule, words) => {
    const found = findingsOf([aCluster(1), aCluster(2, { network: network(change) }), aCluster(3)])
    expect(found).toContainEqual(expect.objectContaining({ rule, message: expect.stringContaining(words) }))
    const [kind] = Object.keys(change)
    expect(found.find((each) => each.rule === rule)?.pointer).toBe(`/spec/clusters/1/network/${kind}`)
  })
})

test('a network that overlaps those of many clusters is one to change', () => {
  const same = network({ machines: '10.0.0.0/16' })
  const clusters = [1, 2, 3, 4, 5, 6].map((i) =>
    aCluster(i, { network: { ...aCluster(i).network, machines: same.machines } }),
  )
  const found = findingsOf(clusters).filter((each) => each.rule === 'network/overlap')
  expect(found.map((each) => each.pointer)).toEqual([1, 2, 3, 4, 5].map((i) => `/spec/clusters/${i}/network/machines`))
  expect(found.at(-1)?.message).toMatch(/of c6 overlaps .* of c1 and .* of c2 and .* of c3 and 2 more$/)
})

describe('regions (G3)', () => {
  test.each([
    ['two regions', good.slice(0, 2), 'regions/too-few', 'error'],
    ['four regions', [...good, aCluster(4)], 'regions/even', 'warning'],
    [
      'two clusters in one region',
      [aCluster(1), aCluster(2), aCluster(3), aCluster(4, { region: 'region-1' })],
      'regions/shared',
      'warning',
    ],
  ])('%s', (_, clusters, rule, severity) => {
    expect(findingsOf(clusters)).toContainEqual(expect.objectContaining({ rule, severity }))
  })

  test('without a stateful component two regions are fine', () => {
    expect(findingsOf(good.slice(0, 2), aComponent())).toEqual([])
  })
})

test('a hub namespace that leaves no room for policy names', () => {
  expect(findingsOf(good, aComponent(), 'n'.repeat(50))).toContainEqual(
    expect.objectContaining({ rule: 'names/namespace-too-long', pointer: '/spec/hub/namespace' }),
  )
})

test.each(['namespace', 'placements', 'kustomization'])(
  'a policy named %s would take the place of another file',
  (name) => {
    const policies = aComponent({
      expand: () => [{ name, description: '', target: 'hub', severity: 'low', templates: [] }],
    })
    expect(findingsOf(good, policies)).toContainEqual(expect.objectContaining({ rule: 'names/reserved-policy' }))
  },
)
