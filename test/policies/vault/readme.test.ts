import { expect, test } from 'vitest'
import type { PolicyDraft } from '../../../engine/model/component.ts'
import { certs } from '../../../policies/certs/index.ts'
import { database } from '../../../policies/database/index.ts'
import { vault } from '../../../policies/vault/index.ts'
import { namesInReadme, rulesInCode } from '../clusters/a-readme.ts'
import { AWS, inputFor } from './component-input.ts'

const sketch = { ...AWS, components: { tunnel: {}, certs: {}, vault: {}, database: {}, loadbalancer: {} } }
const members = ['quorum-region', 'quorum-node', 'balance', 'unknown-cluster', 'zones']
const everything: readonly (readonly [string, readonly PolicyDraft[], readonly string[]])[] = [
  ['certs', certs.expand(inputFor(certs, sketch)), []],
  ['vault', vault.expand(inputFor(vault, sketch)), [...members, 'even-voters']],
  ['database', database.expand(inputFor(database, sketch)), members],
]

test.each(everything)('the README of %s lists its policies', (component, drafts) => {
  expect(namesInReadme(component, 'What it renders')).toEqual([...new Set(drafts.map((each) => each.name))].sort())
})

test.each(everything)('the README of %s lists its rules', (component, _, shared) => {
  const rules = [...rulesInCode(component), ...shared.map((each) => `${component}/${each}`)].sort()
  expect(namesInReadme(component, 'What it checks')).toEqual(rules)
})
