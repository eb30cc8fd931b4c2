import { expect, test } from 'vitest'
import { expandAll } from '../../../engine/flows/expand-all.ts'
import { components } from '../../../policies/index.ts'
import type { Change } from '../stages/validate/a-repository.ts'
import {
  aRepository,
  DEFINITION,
  ENVIRONMENT,
  inEnvironment,
  MANIFEST,
  pointedAt,
} from '../stages/validate/a-repository.ts'

const plain = ENVIRONMENT.replace('vault: { replicas: 5 }', 'certs: {}')

/** What is said of a repository whose environment and placement are as simple as can be, with these changes. */
function found(change: Change = {}, unread: readonly string[] = []) {
  const placement = aRepository()[1]?.text.replace('vault', 'certs')
  const files = aRepository({ 'environments/gdw.yaml': plain, 'placements/gdw.yaml': placement, ...change })
  const findings = unread.map((file) => {
    return { rule: 'files/not-utf8', severity: 'error' as const, file, line: 1, column: 1, message: '', hint: '' }
  })
  const expanded = expandAll({ files, findings }, components)
  return pointedAt(
    files,
    expanded.findings.filter((each) => each.severity === 'error'),
  )
}

test('a good repository has no errors', () => {
  expect(found()).toEqual([])
})

test('what a file that could not be read may say is not missed', () => {
  expect(found({ 'environments/gdw.yaml': undefined }, ['environments/gdw.yaml'])).toEqual(['files/not-utf8 @ '])
  expect(found({ 'environments/gdw.yaml': `${plain}# \u0007\n` })).toEqual(['yaml/control-character @ \u0007'])
})

test('a slip elsewhere hides no network, and a slip in the environment itself asks nothing of it', () => {
  const overlapping = plain.replace('10.132.0.0/14', '10.128.0.0/14')
  const misplaced = {
    'placements/gdw.yaml': aRepository()[1]?.text.replace('vault', 'certs').replace('policies', 'policie'),
  }
  const alone = found({ 'environments/gdw.yaml': overlapping })
  expect(alone).toEqual(['network/overlap @ 10.128.0.0/14'])
  const both = found({ 'environments/gdw.yaml': overlapping, ...misplaced })
  expect(both).toContain('network/overlap @ 10.128.0.0/14')
  expect(both.length).toBeGreaterThan(1)
  const inside = found({ 'environments/gdw.yaml': overlapping.replace('cloud: azure', 'cloud: heaven') })
  expect(inside.filter((each) => each.startsWith('network/'))).toEqual([])
  const unpinned = found({ 'environments/gdw.yaml': overlapping, ...misplaced, 'catalog.yaml': 'kind: Catalogue' })
  expect(unpinned.filter((each) => each.startsWith('network/'))).toEqual([])
})

test('a value that is wrong whichever reader is right is one slip', () => {
  expect(found(inEnvironment('tier: edge', 'tier: 0123')).filter((each) => each.includes('@ 0123'))).toEqual([
    'schema/wrong-type @ 0123',
  ])
  expect(found({ 'environments/gdw.yaml': plain.replace('tier: edge', 'tier: on') })).toEqual([
    'yaml/ambiguous-scalar @ on',
  ])
})

test.each(['example.com', 'a-b.example.co.uk', 'xn--e1afmkfd.xn--p1ai'])('the domain %s', (domain) => {
  expect(found({ 'environments/gdw.yaml': plain.replace('example.com', domain) })).toEqual([])
})

test.each(['example', 'Example.com', 'https://example.com', `${'d'.repeat(64)}.com`, '10.0.0.1'])(
  'no domain: %s',
  (domain) => {
    const [first, ...rest] = found({ 'environments/gdw.yaml': plain.replace('example.com', domain) })
    expect([first?.split(' ')[0], rest]).toEqual(['schema/pattern', []])
  },
)

const secret = `${MANIFEST.replace('ConfigMap', 'Secret')}stringData: { a: x }\n`
const mine = (spec: string, manifest: string, more: Change = {}): Change => ({
  'placements/mine.yaml': aRepository()[1]?.text.replace('members', 'mine').replace('[tunnel, vault]', '[mine]'),
  'policies/mine/policy.yaml': `${DEFINITION}spec: ${spec}\n`,
  'policies/mine/a.yaml': manifest,
  ...more,
})
const second = plain
  .replaceAll('gdw', 'two')
  .replaceAll('name: cluster', 'name: other')
  .replace('example.com', 'example.org')
  .replace('tunnel: {}\n    certs: {}', 'tunnel: {}')
const onSecond: Change = {
  'environments/two.yaml': second,
  'placements/two.yaml': aRepository()[1]?.text.replace('gdw', 'two').replace('[tunnel, vault]', '[tunnel, mine]'),
}
const GENERATOR = `apiVersion: policy.open-cluster-management.io/v1
kind: PolicyGenerator
policyDefaults: { namespace: isthmus-gdw, severty: low }
policies: [{ name: own, manifests: [{ path: m.yaml }] }]
`

test.each<[string, Change, readonly string[]]>([
  ['a policy a cluster', mine('{ stateful: true }', secret), ['policy mine-cluster1 and 1 more: Secret a']],
  ['a policy of two environments', mine('{}', secret, onSecond), ['policy mine: Secret a']],
  [
    'templates of one policy',
    mine(
      '{ consolidateManifests: false, extraDependencies: [{ name: nope }] }',
      `${MANIFEST}---\n${MANIFEST.replace('name: a', 'name: b')}`,
    ),
    ['policy mine: it waits for policy nope'],
  ],
  [
    'a PolicyGenerator file that two environments render',
    {
      ...mine('{}', MANIFEST, onSecond),
      'policies/mine/policy.yaml': undefined,
      'policies/mine/a.yaml': GENERATOR,
      'policies/mine/m.yaml': MANIFEST,
    },
    ['policyDefaults has no option `severty`'],
  ],
])('one slip in %s is one finding', (_, change, expected) => {
  const placement = aRepository()[1]?.text.replace('vault', 'certs')
  const files = aRepository({ 'environments/gdw.yaml': plain, 'placements/gdw.yaml': placement, ...change })
  const { findings } = expandAll({ files, findings: [] }, components)
  const own = findings.filter(({ file, rule }) => file.startsWith('policies/') && rule !== 'policy/generator-namespace')
  expect(own.map(({ message }, i) => message.slice(0, expected[i]?.length))).toEqual(expected)
})
