import { expect, test } from 'vitest'
import { inventoryIn, objectsIn } from '../../../engine/adapters/inventory.ts'

const CLUSTER = 'kind: ManagedCluster\nmetadata: { name: c1 }\n'
const levels = Array.from(
  { length: 20 },
  (_, i) => `a${i}: &a${i} { items: [${Array(10).fill(i === 0 ? 1 : `*a${i - 1}`)}] }`,
)

test.each([
  ['a document', CLUSTER],
  ['a list', `kind: List\nitems:\n- ${CLUSTER.replaceAll('\n', '\n  ')}`],
  ['lists in a list', `items: [{ items: [{ kind: ManagedCluster, metadata: { name: c1 } }] }]`],
  ['an alias', `x: &c { kind: ManagedCluster, metadata: { name: c1 } }\nitems: [*c]`],
])('%s holds a cluster', (_, text) => {
  expect(inventoryIn({ path: 'i.yaml', text }).clusters.map((each) => each.name)).toEqual(['c1'])
})

test.each([
  ['nothing', '', 'inventory/empty'],
  ['text that is no YAML', 'a: [zQ7secret', 'inventory/not-yaml'],
  ['an unknown alias', 'a: *zQ7secret', 'inventory/not-yaml'],
  ['aliases of aliases', `${levels.join('\n')}\nitems: [*a19]\n`, 'inventory/swollen'],
  ['a list that holds itself', 'items: &a [{ items: *a }]\n', 'inventory/swollen'],
  ['lists that are too deep', `${'{"items":['.repeat(500)}${']}'.repeat(500)}`, 'inventory/not-yaml'],
])('%s fails and quotes nothing', (_, text, code) => {
  const failure = (): unknown => {
    try {
      return inventoryIn({ path: 'i.yaml', text })
    } catch (error) {
      return error
    }
  }
  expect(failure()).toMatchObject({ code })
  expect(String(failure())).not.toContain('zQ7')
})

test('objects of another command fail in its name', () => {
  expect(() => objectsIn({ path: 'p.yaml', text: 'a: [' }, 'migrate')).toThrow(
    expect.objectContaining({ code: 'migrate/not-yaml' }),
  )
})
