import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readSetup, setUp } from '../../../engine/flows/set-up.ts'
import { listAt, textAt } from '../../../engine/model/json.ts'
import type { Setup, SetupCluster } from '../../../engine/model/setup.ts'
import { CLOUDS, SURVIVALS } from '../../../engine/model/setup.ts'
import { load } from '../../../engine/stages/load.ts'
import { components } from '../../../policies/index.ts'

const ROOT = join(import.meta.dirname, '../../..')
const NOTHING = { files: [], findings: [] }
const REFERENCE = {
  files: ['environments/gdw.yaml', 'placements/gdw.yaml'].map((path) => ({
    path,
    text: readFileSync(join(ROOT, path), 'utf8'),
  })),
  findings: [],
}

function aSetup(change: Partial<Setup> = {}): Setup {
  return {
    apiVersion: 'isthmus.dev/v1alpha1',
    kind: 'Setup',
    name: 'shop',
    domain: 'shop.example.com',
    survive: 'region',
    production: true,
    clusters: ['us-east-1', 'us-east-2', 'us-west-2'].map(
      (region, i): SetupCluster => ({ name: `c${i}`, cloud: 'aws', region }),
    ),
    avoid: [],
    provision: 'imported',
    forge: { type: 'local' },
    chat: 'terminal',
    owners: '@your-org/platform',
    ...change,
  }
}

const errorsOf = (made: ReturnType<typeof setUp>) => made?.findings.filter((each) => each.severity === 'error')

/** Any name that a person may give, those that YAML takes for something else among them. */
const label = fc.oneof(
  fc.stringMatching(/^[a-z][a-z0-9]{0,11}$/),
  fc.constantFrom('on', 'no', 'null', 'y', '1', '0x1f', '1e3', '12', 'true', 'a-b'),
)
const region = fc.oneof(
  fc.constantFrom('us-east-1', 'eu-west-1', 'us-east-2', 'eastus', 'no', '1'),
  fc.stringMatching(/^[a-z][a-z0-9-]{0,8}[a-z0-9]$/),
)
const clusters = fc
  .uniqueArray(fc.record({ name: label, cloud: fc.constantFrom(...CLOUDS), region }), {
    minLength: 1,
    maxLength: 9,
    selector: (each) => each.name.replaceAll('-', ''),
  })
  .map((all): SetupCluster[] => all)
const avoid = fc.array(
  fc.constantFrom('10.0.0.0/9', '10.128.0.0/14', '172.20.0.0/14', '172.16.0.0/12', '192.168.0.0/16', '10.3.0.0/16'),
  { maxLength: 4 },
)
const answers = fc
  .record({
    name: label,
    clusters,
    avoid,
    survive: fc.constantFrom(...SURVIVALS),
    provision: fc.constantFrom('imported' as const, 'hive' as const),
    production: fc.boolean(),
  })
  .filter(({ name, clusters: all }) => all.every((each) => each.name !== name))
  // Hive installs on three clouds.
  .map((each) =>
    each.clusters.some(({ cloud }) => cloud === 'other') ? { ...each, provision: 'imported' as const } : each,
  )

describe('a proposal is valid by construction', () => {
  test.each([
    ['beside nothing', NOTHING, 12],
    ['beside the reference environment', REFERENCE, 6],
  ])('%s', (_, read, runs) => {
    fc.assert(
      fc.property(answers, (given) => {
        const made = setUp(aSetup(given), read, components)
        expect(made).toBeDefined()
        expect(errorsOf(made)).toEqual([])
        const [written] = load(made?.files ?? []).documents
        expect(
          listAt(written?.value, 'spec', 'clusters').map((each) => [textAt(each, 'name'), textAt(each, 'region')]),
        ).toEqual(given.clusters.map((each) => [each.name, each.region]))
      }),
      { numRuns: runs },
    )
  })

  test('networks of other environments and of one’s own are kept clear of', () => {
    const made = setUp(aSetup({ avoid: ['10.140.0.0/14'] }), REFERENCE, components)
    const text = made?.files[0]?.text ?? ''
    for (const taken of ['10.128.0.0/14', '10.136.0.0/14', '10.140.0.0/14', '10.0.0.0/16'])
      expect(text).not.toContain(taken)
    expect(text).toContain('pods: 10.144.0.0/14')
  })

  test('what is stateful is left out where regions are too few or shared', () => {
    const two = setUp(aSetup({ clusters: aSetup().clusters.slice(0, 2) }), NOTHING, components)
    expect(two?.files[0]?.text).not.toMatch(/vault|database/)
    const shared = setUp(
      aSetup({ clusters: aSetup().clusters.map((each) => ({ ...each, region: 'us-east-1' })) }),
      NOTHING,
      components,
    )
    expect(shared?.files[0]?.text).not.toMatch(/vault|database/)
  })

  test('without room for the networks there is no proposal', () => {
    expect(
      setUp(aSetup({ avoid: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'] }), NOTHING, components),
    ).toBeUndefined()
  })

  test('what a person insists on is judged like anything else', () => {
    const network = { pods: '10.128.0.0/14', services: '172.30.0.0/16', machines: '10.0.0.0/16' }
    const same = aSetup().clusters.map((each) => ({ ...each, network }))
    expect(errorsOf(setUp(aSetup({ clusters: same }), NOTHING, components))?.map((each) => each.rule)).toContain(
      'network/overlap',
    )
  })
})

describe('answers from a file', () => {
  const HEAD = 'apiVersion: isthmus.dev/v1alpha1\nkind: Setup\n'
  const GOOD = `${HEAD}name: shop\ndomain: example.com\nclusters: [{ name: c1, cloud: aws, region: us-east-1 }]\n`

  test('have defaults', () => {
    const { setup, findings } = readSetup({ path: 'a.yaml', text: GOOD }, components)
    expect(findings).toEqual([])
    expect(setup).toMatchObject({ name: 'shop', survive: 'region', provision: 'imported', forge: { type: 'local' } })
  })

  test.each([
    ['an unknown key', `${GOOD}regions: []\n`, 'schema/unknown-key', 6],
    ['a name that is no label', GOOD.replace('shop', 'Shop'), 'schema/pattern', 3],
    ['a missing domain', GOOD.replace('domain: example.com\n', ''), 'schema/missing-key', 1],
    ['an unknown component', `${GOOD}components: [valt]\n`, 'environment/unknown-component', 6],
    ['no YAML', `${GOOD}  - [`, 'yaml/syntax', 6],
    ['nothing', '# nothing\n', 'document/not-a-map', 1],
    ['an anchor of nothing, with a warning', '&a\u200b', 'document/not-a-map', 1],
    ['another kind', GOOD.replace('kind: Setup', 'kind: Environment'), 'schema/not-allowed', 2],
  ])('%s', (_, text, rule, line) => {
    const { setup, findings } = readSetup({ path: 'a.yaml', text }, components)
    expect(setup).toBeUndefined()
    expect(findings.map((each) => [each.rule, each.line])).toContainEqual([rule, line])
    expect(findings.every((each) => each.hint.length > 0)).toBe(true)
  })
})
