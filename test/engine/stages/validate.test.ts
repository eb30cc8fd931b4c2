import { describe, expect, test } from 'vitest'
import { catalogSchema } from '../../../engine/model/catalog.ts'
import { load } from '../../../engine/stages/load.ts'
import { validate } from '../../../engine/stages/validate.ts'
import {
  aRepository,
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
      'catalog.yaml': 'apiVersion: isthmus.dev/v1alpha1\nkind: Catalog\nimages: { vault: a/b@sha256:0 }\n',
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
    expect(desired.catalog?.value).toMatchObject({ images: { vault: 'a/b@sha256:0' } })
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
