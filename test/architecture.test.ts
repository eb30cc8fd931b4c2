import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { rules } from './architecture/rules.ts'
import type { SourceTree } from './architecture/source-tree.ts'
import { readSourceTree } from './architecture/source-tree.ts'

const root = join(import.meta.dirname, '..')
const tree = readSourceTree(root)
const fixtures = join(import.meta.dirname, 'architecture', 'fixtures')

/** Every fault of a tree, as `rule file:line`. */
function placesOf(given: SourceTree): readonly string[] {
  return rules.flatMap((rule) => rule.find(given).map(({ file, line }) => `${rule.id} ${file}:${line}`))
}

/** Planted faults: the folder under fixtures/, and every fault that is to be found in it. */
const planted: Readonly<Record<string, readonly string[]>> = {
  clean: [],
  'outside-zone': ['layout/zone engine/model/legacy.js:1', 'layout/zone engine/tools/sort.ts:1'],
  'forbidden-import': ['layout/import engine/stages/expand.ts:1'],
  'forbidden-import-of-type': ['layout/import engine/effects/publish.ts:1'],
  'forbidden-import-in-type': ['layout/import engine/model/plan.ts:2'],
  'forbidden-dynamic-import': ['layout/import engine/effects/observe.ts:2'],
  'forbidden-re-export': ['layout/import policies/tunnel/index.ts:1'],
  'test-code-in-engine': ['layout/import engine/flows/propose.ts:1'],
  'other-component': ['layout/isolation policies/vault/index.ts:1'],
  'other-stage': ['layout/isolation engine/stages/expand/policy.ts:1'],
  'other-adapter': ['layout/isolation engine/adapters/github.ts:1'],
  'component-inside': ['layout/component-page policies/index.ts:1'],
  'unregistered-component': ['layout/registered policies/database/index.ts:1'],
  'imported-root': ['layout/root engine/commands/demo.ts:1', 'layout/root engine/commands/demo.ts:3'],
  cycle: ['layout/cycle engine/model/cidr.ts:1'],
  'cycle-of-types': ['layout/cycle engine/model/drift.ts:1'],
  'unnamed-package': ['package/named engine/stages/compare.ts:1'],
  'unnamed-built-in': ['package/named engine/stages/render.ts:1'],
  'package-by-expression': ['package/named engine/adapters/plugin.ts:1'],
  'development-package': ['package/published engine/model/schema.ts:1'],
  'two-packages': ['package/one-per-adapter engine/adapters/github.ts:2'],
  'ambient-in-stage': Array.from({ length: 18 }, (_, i) => `pure/ambient engine/stages/report.ts:${i + 1}`),
  'ambient-import': ['pure/ambient engine/model/identity.ts:1'],
  'ambient-in-component': ['pure/ambient policies/vault/index.ts:1', 'pure/ambient policies/vault/index.ts:1'],
  'ambient-in-adapter': [
    'pure/ambient engine/adapters/terminal.ts:1',
    'pure/ambient engine/adapters/terminal.ts:3',
    'pure/ambient engine/adapters/terminal.ts:4',
  ],
  'module-state': [
    'pure/module-state engine/effects/alert.ts:1',
    'pure/module-state engine/effects/alert.ts:2',
    'pure/module-state engine/effects/alert.ts:3',
  ],
  'component-name': [
    'pure/component-name engine/stages/expand.ts:1',
    'pure/component-name engine/stages/expand.ts:2',
    'pure/component-name engine/stages/expand.ts:3',
    'pure/component-name engine/stages/expand.ts:6',
  ],
  'long-file': ['shape/file-length engine/model/platform.ts:251'],
  'long-function': ['shape/function-length engine/stages/expand.ts:1'],
  'long-flow': ['shape/function-length engine/flows/patrol.ts:1'],
  barrel: ['shape/barrel engine/model/all.ts:1'],
  'default-export': ['shape/named-export engine/stages/diff.ts:1'],
  class: ['shape/class engine/adapters/slack.ts:1'],
  'file-name': ['shape/kebab-case engine/stages/loadAll.ts:1'],
  'vague-name': ['shape/vague-name engine/stages/string-utils.ts:1'],
  suppression: ['shape/suppression engine/stages/load.ts:1', 'shape/suppression engine/stages/load.ts:3'],
}

test.each(rules)('$id holds in this tree', ({ find }) => {
  expect(find(tree)).toEqual([])
})

test.each(Object.entries(planted))('planted: %s', (folder, expected) => {
  expect(placesOf(readSourceTree(join(fixtures, folder)))).toEqual(expected)
})

test('every fixture is expected, and every rule has been seen to bite', () => {
  expect(readdirSync(fixtures).sort()).toEqual(Object.keys(planted).sort())
  const bitten = new Set(Object.values(planted).flatMap((places) => places.map((place) => place.split(' ')[0])))
  expect(rules.map(({ id }) => id).filter((id) => !bitten.has(id))).toEqual([])
})

test('the guard sees the tree', () => {
  expect(tree.files.size).toBeGreaterThan(24)
  expect(tree.files.get('engine/model/names.ts')?.imports.map((each) => each.specifier)).toContain('node:crypto')
})
