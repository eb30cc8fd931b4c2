import { describe, expect, test } from 'vitest'
import { catalogSchema } from '../../../engine/model/catalog.ts'
import { load } from '../../../engine/stages/load.ts'
import { validate } from '../../../engine/stages/validate.ts'
import { components } from '../../../policies/index.ts'
import { processorTime } from '../../setup/processor-time.ts'
import {
  aRepository,
  COMPONENTS,
  DEFINITION,
  inConfiguration,
  inEnvironment,
  inPlacement,
  MANIFEST,
  pointedAt,
  validateFiles,
} from './validate/a-repository.ts'

describe('a good repository', () => {
  test('has no findings, and its defaults are filled in', () => {
    const files = aRepository({
      ...inConfiguration(
        'forge: { type: github, repository: a/b, token: { env: TOKEN } }\nchats:\n  - { type: slack, url: { env: CHAT } }\n',
      ),
      'catalog.yaml': `apiVersion: isthmus.dev/v1alpha1\nkind: Catalog\nimages: { vault: 'a/b@sha256:${'0'.repeat(64)}' }\n`,
    })
    const { desired, findings } = validateFiles(files)
    expect(findings).toEqual([])
    expect(desired.environments[0]?.value.spec).toMatchObject({
      survive: 'region',
      rendering: 'concrete',
      components: { tunnel: { replicas: 3 }, vault: { replicas: 5 } },
      clusters: [{ zones: [], labels: {}, network: { hostPrefix: 23 } }, { labels: { tier: 'edge' } }],
    })
    expect(desired.placements[0]?.value.spec).toMatchObject({
      api: 'PlacementRule',
      remediationAction: 'inform',
      rollout: 'by-region',
    })
    expect(desired.configuration?.value).toMatchObject({
      propose: 'follow-up',
      author: { name: 'Isthmus bot' },
      limits: { openProposals: 10, newProposalsPerHour: 2, removals: 25, moves: 100 },
      drift: { observations: 1 },
    })
    expect(desired.catalog?.value).toMatchObject({ images: { vault: `a/b@sha256:${'0'.repeat(64)}` } })
  })

  test('documents are not changed by their defaults', () => {
    const { documents } = load(aRepository())
    const before = JSON.stringify(documents.map((each) => each.value))
    validate(documents, [])
    expect(JSON.stringify(documents.map((each) => each.value))).toBe(before)
  })

  test('an authored policy is gathered with its manifests', () => {
    const files = aRepository({
      ...inPlacement('tunnel,', 'tunnel, mine,'),
      'policies/mine/policy.yaml': DEFINITION,
      'policies/mine/deep/a.yaml': MANIFEST,
    })
    const { desired, findings } = validateFiles(files)
    expect(findings).toEqual([])
    const [folder] = desired.authored
    expect(folder?.policy?.value.spec).toMatchObject({ description: '', disabled: false, stateful: false })
    expect(folder?.manifests.map((each) => each.file)).toEqual(['policies/mine/deep/a.yaml'])
  })
})

test.each([
  ['vault', true],
  ['registry.example.com:5000/hashicorp/vault:1.19.0', true],
  [`quay.io/own/vault_x:1@sha256:${'a'.repeat(64)}`, true],
  ['localhost/a__b/c--d', true],
  ['https://registry.example.com/vault', false],
  ['registry.example.com/Vault:1', false],
  ['registry.example.com/vault:', false],
  ['registry.example.com/vault:1 ', false],
  ['vault@sha256:1234', false],
  ['-vault', false],
])('%j is an image: %s', (image, isImage) => {
  const catalog = `apiVersion: isthmus.dev/v1alpha1\nkind: Catalog\nimages: { vault: ${JSON.stringify(image)} }\n`
  const found = validateFiles(aRepository({ 'catalog.yaml': catalog })).findings
  expect(found.map((each) => each.rule)).toEqual(isImage ? [] : ['schema/pattern'])
})

test('a long image that is none is refused without a halt', () => {
  const image = `${'a-'.repeat(20_000)}!`
  const catalog = `apiVersion: isthmus.dev/v1alpha1\nkind: Catalog\nimages: { vault: ${image} }\n`
  const before = processorTime()
  expect(validateFiles(aRepository({ 'catalog.yaml': catalog })).findings).not.toEqual([])
  expect(processorTime() - before).toBeLessThan(2000)
})

test.each(['vault', 'database'] as const)('a storage class of %s is a name of Kubernetes', (name) => {
  const component = components.find((each) => each.name === name)
  const rules = (value: string) => {
    const files = aRepository(inEnvironment('vault: { replicas: 5 }', `${name}: { storage: { class: ${value} } }`))
    const placed = files.map((each) => ({ ...each, text: each.text.replace('[tunnel, vault]', `[tunnel, ${name}]`) }))
    const others = COMPONENTS.filter((each) => each.name !== name)
    return validate(load(placed).documents, [
      ...others,
      ...(component ? [{ ...component, needs: [] }] : []),
    ]).findings.map((each) => each.rule)
  }
  expect(rules('gp3-csi.local')).toEqual([])
  expect(rules('GP3')).toEqual(['schema/pattern'])
  expect(rules('gp3_csi')).toEqual(['schema/pattern'])
})

test('prototypes stay as they are, and names of the language are no keys', () => {
  const files = aRepository(
    inEnvironment('labels: { tier: edge }', 'constructor: {}\n      labels: { toString: a, __proto__: { x: z } }'),
  )
  expect(pointedAt(files, validateFiles(files).findings)).toEqual([
    'schema/unknown-key @ constructor',
    'yaml/forbidden-key @ __proto__',
  ])
})

test('filling defaults in leaves the schema itself as it was', () => {
  expect(
    validateFiles(aRepository({ 'catalog.yaml': 'apiVersion: isthmus.dev/v1alpha1\nkind: Catalog\n' })).desired.catalog
      ?.value,
  ).toMatchObject({ images: {} })
  expect(JSON.stringify(catalogSchema.literal)).toContain('"default":{}')
})
