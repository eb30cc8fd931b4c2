import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expandAll } from '../../../../engine/flows/expand-all.ts'
import { digest, isDnsLabel, shorten } from '../../../../engine/model/names.ts'
import { MAP } from '../../an-authored-policy.ts'
import type { Change } from '../validate/a-repository.ts'
import { aRepository, COMPONENTS, DEFINITION, ENVIRONMENT } from '../validate/a-repository.ts'

/** A second environment on the same hub, with clusters of its own. */
const SECOND = ENVIRONMENT.replaceAll('gdw', 'two')
  .replaceAll('name: cluster', 'name: other')
  .replaceAll('10.1', '10.2')
  .replaceAll('10.0.0.0/16', '10.200.0.0/16')
  .replaceAll('172.2', '172.1')
const only = (text: string) => text.replace(/ {2}components:\n( {4}.*\n)+/, '  components: {}\n')
const generator = (
  policy: string,
  template: string,
  namespace = 'isthmus-gdw',
) => `apiVersion: policy.open-cluster-management.io/v1
kind: PolicyGenerator
metadata: { name: g }
policyDefaults: { namespace: ${namespace} }
policies: [{ name: ${policy}, manifests: [{ path: m/b.yaml, name: ${template} }] }]
`
const placement = (
  name: string,
  environment: string,
  policies: string,
  clusters: string,
) => `apiVersion: isthmus.dev/v1alpha1
kind: PolicyPlacement
metadata: { name: ${name} }
spec: { environment: ${environment}, policies: ${policies}, clusters: ${clusters} }
`

/** Findings about names, with the file that they point at. */
function found(more: Change): readonly string[] {
  const files = aRepository({
    'environments/gdw.yaml': only(ENVIRONMENT),
    'placements/gdw.yaml': undefined,
    'policies/mine/policy.yaml': DEFINITION,
    'policies/mine/a.yaml': MAP('a'),
    ...more,
  })
  return expandAll({ files, findings: [] }, COMPONENTS)
    .findings.filter((each) => each.severity === 'error')
    .map((each) => `${each.rule} ${each.file}: ${/(?:template \S+ \S+|two templates [\w-]+)/.exec(each.message)?.[0]}`)
}

const BOTH = { 'environments/two.yaml': only(SECOND) }

test.each<[string, Change, readonly string[]]>([
  [
    'one policy on clusters of two environments',
    {
      ...BOTH,
      'placements/p.yaml': `${placement('p', 'gdw', '[mine]', '{ all: true }')}---\n${placement('q', 'two', '[mine]', '{ all: true }')}`,
    },
    [],
  ],
  [
    'the same on the hub that both share',
    {
      ...BOTH,
      'placements/p.yaml': `${placement('p', 'gdw', '[mine]', '{ hub: true }')}---\n${placement('q', 'two', '[mine]', '{ hub: true }')}`,
    },
    [],
  ],
  [
    'two that come to one name on the hub that both environments share',
    {
      'environments/two.yaml': only(SECOND).replace('metadata: { name: two }', 'metadata: { name: gdw-x }'),
      'policies/x-mine/policy.yaml': DEFINITION,
      'policies/x-mine/a.yaml': MAP('a'),
      'placements/p.yaml': `${placement('p', 'gdw', '[x-mine]', '{ hub: true }')}---\n${placement('q', 'gdw-x', '[mine]', '{ hub: true }')}`,
    },
    ['names/duplicate-template policies/mine/policy.yaml: template ConfigurationPolicy gdw-x-mine-manifests'],
  ],
  [
    'an authored policy and a PolicyGenerator file',
    {
      'policies/gen/g.yaml': generator('own', 'gdw-mine-manifests'),
      'policies/gen/m/b.yaml': MAP('b'),
      'placements/p.yaml': placement('p', 'gdw', '[mine, gen]', '{ all: true }'),
    },
    ['names/duplicate-template policies/gen/g.yaml: template ConfigurationPolicy gdw-mine-manifests'],
  ],
  [
    'the same on other clusters each',
    {
      'policies/gen/g.yaml': generator('own', 'gdw-mine-manifests'),
      'policies/gen/m/b.yaml': MAP('b'),
      'placements/p.yaml': `${placement('p', 'gdw', '[mine]', '{ names: [cluster1] }')}---\n${placement('q', 'gdw', '[gen]', '{ names: [cluster2] }')}`,
    },
    [],
  ],
  [
    'two PolicyGenerator files with a policy of one name',
    {
      'policies/gen/g.yaml': generator('mine', 'x'),
      'policies/gen/m/b.yaml': MAP('b'),
      'placements/p.yaml': placement('p', 'gdw', '[mine, gen]', '{ all: true }'),
    },
    ['names/duplicate-policy policies/gen/g.yaml: undefined'],
  ],
  [
    'two kinds of one name in a policy',
    {
      'policies/gen/g.yaml': generator('own', 'twice').replace('}] }]', '}, { path: m/c.yaml }] }]'),
      'policies/gen/m/b.yaml': MAP('b'),
      'policies/gen/m/c.yaml':
        'apiVersion: policy.open-cluster-management.io/v1\nkind: CertificatePolicy\nmetadata: { name: twice }\nspec: {}\n',
      'placements/p.yaml': placement('p', 'gdw', '[gen]', '{ all: true }'),
    },
    ['names/duplicate-template policies/gen/g.yaml: two templates twice'],
  ],
])('%s', (_, more, wanted) => {
  expect(found(more)).toEqual(wanted)
})

test('two policies of one PolicyGenerator file with one template are told apart', () => {
  const both = generator('first', 'shared').replace(
    '}] }]',
    '}] }, { name: second, manifests: [{ path: m/b.yaml, name: shared }] }]',
  )
  const files = aRepository({
    'environments/gdw.yaml': only(ENVIRONMENT),
    'placements/gdw.yaml': undefined,
    'policies/gen/g.yaml': both,
    'policies/gen/m/b.yaml': MAP('b'),
    'placements/p.yaml': placement('p', 'gdw', '[gen]', '{ all: true }'),
  })
  const { findings } = expandAll({ files, findings: [] }, COMPONENTS)
  expect(findings.find((each) => each.rule === 'names/duplicate-template')?.message).toContain(
    'is made by second of gen and by first of gen',
  )
})

const label = fc
  .array(fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789-'), { minLength: 1, maxLength: 200 })
  .map((each) => `a${each.join('')}z`)

test('shortening is deterministic, fits, stays a name, and tells long names apart', () => {
  fc.assert(
    fc.property(label, label, fc.integer({ min: 22, max: 63 }), (name, other, limit) => {
      const short = shorten(name, limit)
      expect(short).toBe(shorten(name, limit))
      expect(short.length).toBeLessThanOrEqual(limit)
      expect(isDnsLabel(short)).toBe(true)
      if (name.length <= limit) expect(short).toBe(name)
      else expect(short.endsWith(`-${digest(name)}`)).toBe(true)
      expect(shorten(short, limit)).toBe(short)
      if (name !== other) expect(shorten(other, limit)).not.toBe(short)
    }),
    { numRuns: 500 },
  )
})

test('long names with one beginning become different short ones', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 1e9 }), { minLength: 2, maxLength: 50 }), (ends) => {
      const names = ends.map((each) => shorten(`${'long-name-'.repeat(8)}${each}`))
      expect(new Set(names).size).toBe(ends.length)
    }),
  )
})
