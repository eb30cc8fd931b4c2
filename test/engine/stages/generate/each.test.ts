import { expect, test } from 'vitest'
import { pathsOf } from '../../../../engine/stages/generate/paths.ts'
import { repositoryFiles } from '../../../../engine/stages/generate/repository-files.ts'
import { generateEach } from '../../../../engine/stages/generate.ts'
import { load } from '../../../../engine/stages/load.ts'
import { configMap, HEAD } from './a-generator.ts'

const FILE = `${HEAD}policyDefaults: { namespace: hub }
policies:
  - { name: a, manifests: [{ path: a.yaml }] }
  - { name: b, manifests: [{ path: b.yaml }] }
  - { name: c, manifests: [{ path: c.yaml }] }
`

/** What is handed over, and what is kept of it, with this text in the second policy's manifest. */
function taken(second: string) {
  const path = 'policies/gen/g.yaml'
  const [document] = load([{ path, text: FILE }]).documents
  if (!document) throw new Error('the generator file of this test is empty')
  const texts = ['a', 'b', 'c'].map(
    (each) => [`policies/gen/${each}.yaml`, each === 'b' ? second : configMap(each)] as const,
  )
  const seen: unknown[] = []
  const take = (policy: { readonly metadata?: unknown }, i: number) => {
    seen.push([i, (policy.metadata as { name: string }).name])
    return i
  }
  const files = repositoryFiles(path, pathsOf(document), new Map(texts))
  const { policies, placements, findings } = generateEach(document, files, take, 'Placement')
  return { seen, policies, placements: placements.length, rules: findings.map((each) => each.rule) }
}

test('each policy is handed over once, in order, and only what was made of it is kept', () => {
  expect(taken(configMap('b'))).toEqual({
    seen: [
      [0, 'a'],
      [1, 'b'],
      [2, 'c'],
    ],
    policies: [0, 1, 2],
    placements: 6,
    rules: [],
  })
})

test('after an error nothing more is made, and nothing is kept', () => {
  expect(taken('- no map\n')).toEqual({ seen: [[0, 'a']], policies: [], placements: 0, rules: ['generator/manifest'] })
})
