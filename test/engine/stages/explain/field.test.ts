import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { RULED_PATHS, rulesOf } from '../../../../engine/model/field-rules.ts'
import { isObject } from '../../../../engine/model/json.ts'
import { allFieldsOf, nameOf } from '../../../../engine/model/schema-field.ts'
import { explainField } from '../../../../engine/stages/explain/field.ts'
import { schemaKinds } from '../../../../engine/stages/validate/kinds.ts'
import { components } from '../../../../policies/index.ts'

const kinds = schemaKinds(components)
const found = (path: string) => {
  const answer = explainField(kinds, path)
  if (!answer || !('found' in answer)) throw new Error(`${path} is not explained`)
  return answer.found
}

describe('a path of a schema', () => {
  test.each<[string, object]>([
    ['environment.spec.clusters.network.pods', { type: 'text', required: true, examples: ['10.128.0.0/14'] }],
    ['Environment.spec.clusters[0].zones', { type: 'list of text', required: false, default: [] }],
    ['environment.spec.survive', { default: 'region', values: ['region', 'region+node'] }],
    ['environment.spec.clusters.network.hostPrefix', { default: 23, limits: ['at least 9', 'at most 30'] }],
    [
      'environment.spec.components.vault.replicas.cluster1',
      { path: 'Environment.spec.components.vault.replicas.<name>' },
    ],
    ['environment.spec.components.tunnel.existingNetworks.vpcId', { required: true, examples: ['vpc-0a1b2c3d'] }],
    ['configuration.chats.url.env', { type: 'text', description: 'Name of an environment variable.' }],
    ['policyplacement.spec.remediationaction', { default: 'inform' }],
  ])('%s', (path, said) => {
    expect(found(path)).toMatchObject(said)
  })

  test('every field of every kind is explained by its own path, and is among the fields of what holds it', () => {
    for (const [kind, schema] of kinds) {
      if (!isObject(schema)) throw new Error(kind)
      for (const each of allFieldsOf({ path: kind, schema })) {
        const said = found(each.path)
        expect(said.path).toBe(each.path)
        const holder = found(each.path.slice(0, -nameOf(each).length - 1))
        expect(holder.fields.map((line) => line.path)).toContain(each.path)
      }
    }
  })

  test.each<[string, object]>([
    [
      'environment.spec.clustrs',
      { unknown: 'clustrs', within: 'Environment.spec', meant: 'Environment.spec.clusters' },
    ],
    ['environment.spec.zzzzzz', { unknown: 'zzzzzz', known: expect.arrayContaining(['clusters', 'hub']) }],
    ['environment.spec.survive.more', { unknown: 'more', known: [] }],
    ['environment.', { unknown: '' }],
    ['environment.__proto__', { unknown: '__proto__' }],
  ])('%s leads nowhere', (path, said) => {
    expect(explainField(kinds, path)).toMatchObject(said)
  })

  test('what begins with no kind is no path of a schema', () => {
    for (const words of ['vault-cluster1', 'constructor', '']) expect(explainField(kinds, words)).toBeUndefined()
  })
})

describe('rules of a field', () => {
  const documented = new Set(
    [
      ...readFileSync(join(import.meta.dirname, '../../../../docs/reference/rules.md'), 'utf8').matchAll(
        /^\| `([a-z]+\/[a-z0-9-]+)`/gm,
      ),
    ].map((each) => each[1]),
  )

  test.each(RULED_PATHS)('of %s are documented, and the field is there', (path) => {
    expect(found(path).path).toBe(path)
    for (const rule of rulesOf(path)) expect(documented, rule).toContain(rule)
  })

  test('settings of a component name its rules as a group', () => {
    for (const { name } of components) {
      expect(found(`environment.spec.components.${name}`).rules).toEqual([`${name}/*`])
      expect([...documented].some((each) => each?.startsWith(`${name}/`))).toBe(true)
    }
  })
})
