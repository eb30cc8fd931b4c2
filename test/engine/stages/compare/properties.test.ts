import fc from 'fast-check'
import jsonPatch from 'fast-json-patch'
import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../../engine/model/json.ts'
import { isObject } from '../../../../engine/model/json.ts'
import { compare } from '../../../../engine/stages/compare.ts'
import { aPolicy, aTemplate, aThing, hold } from './a-policy.ts'

const KEYS = ['a', 'b', 'name', 'key', '__proto__', 'constructor']
// Nothing empty: RHACM takes list items that differ in an empty value for one another, so that a list of such may differ from itself.
const scalar = fc.oneof(
  fc.constantFrom('x', 'y', '1k', '1000', '1Gi', '5'),
  fc.integer({ min: 1, max: 3 }),
  fc.constant(true),
)
const { tree } = fc.letrec<{ tree: Json; map: JsonObject; list: Json[] }>((tie) => ({
  tree: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalar, tie('map'), tie('list')),
  map: fc.dictionary(fc.constantFrom(...KEYS), tie('tree'), { maxKeys: 4, noNullPrototype: true }),
  list: fc.array(tie('tree'), { maxLength: 3 }),
}))
const labels = fc.dictionary(fc.constantFrom('l', 'm'), fc.constantFrom('x', '1', '1.0'), { noNullPrototype: true })
const content = fc.record(
  {
    spec: fc.dictionary(fc.constantFrom(...KEYS), tree, { maxKeys: 4, noNullPrototype: true }),
    rules: fc.array(tree, { maxLength: 3 }),
  },
  { requiredKeys: [] },
)
const thing = fc
  .tuple(content, labels)
  .map(([rest, own]) => aThing(rest as JsonObject, Object.keys(own).length > 0 ? { labels: own } : {}))
const strictness = fc.constantFrom('musthave', 'mustonlyhave')
const server = fc.constantFrom('in-memory' as const, 'live' as const)

function turned(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(turned)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, turned(member)]),
  )
}

function asObject(value: Json): JsonObject {
  if (!isObject(value)) throw new Error('no object')
  return value
}

describe('properties', () => {
  test('an object compared with itself never drifts', () => {
    fc.assert(
      fc.property(thing, strictness, server, (object, complianceType, at) => {
        const verdict = hold(object, [object], { complianceType, options: { server: at } })
        expect(verdict.compliant).toBe('Compliant')
        expect(verdict.differences).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  test('the order of map keys never matters', () => {
    fc.assert(
      fc.property(thing, thing, strictness, server, (asked, there, complianceType, at) => {
        const held = { complianceType, options: { server: at } }
        const straight = hold(asked, [there], held)
        const other = hold(asObject(turned(asked)), [asObject(turned(there))], held)
        expect(other.templates).toEqual(straight.templates)
        expect(other.relatedObjects).toEqual(straight.relatedObjects)
      }),
      { numRuns: 300 },
    )
  })

  test('applying the patch of a difference makes the template compliant', () => {
    let mended = 0
    fc.assert(
      fc.property(thing, thing, strictness, server, (asked, there, complianceType, at) => {
        const held = { complianceType, options: { server: at } }
        const [difference] = hold(asked, [there], held).differences
        // No JSON Patch library touches a member of this name.
        if (difference?.change !== 'different' || JSON.stringify(asked).includes('__proto__')) return
        mended++
        expect(difference.fields.length).toBeGreaterThan(0)
        expect(difference.patch.length).toBeGreaterThan(0)
        const document = jsonPatch.deepClone(there)
        const patched = jsonPatch.applyPatch(document, [...difference.patch], false, true, false).newDocument
        expect(hold(asked, [patched], held).compliant).toBe('Compliant')
      }),
      { numRuns: 600 },
    )
    expect(mended).toBeGreaterThan(100)
  })

  test('no value, however odd, crashes it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.jsonValue({ maxDepth: 4 }), (a, b) => {
        const definition = asObject({ apiVersion: 'v1', kind: 'ConfigMap', metadata: a as Json, data: b as Json })
        const object = {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'x', namespace: 'y', labels: b as Json },
          data: a as Json,
        }
        compare(aPolicy([aTemplate(definition), a as Json, b as Json]), [object, asObject({ x: a as Json })])
        compare(
          asObject({
            apiVersion: 'policy.open-cluster-management.io/v1',
            kind: 'ConfigurationPolicy',
            metadata: a as Json,
            spec: b as Json,
          }),
          [],
        )
      }),
      { numRuns: 200 },
    )
  })
})

describe('hostile input', () => {
  const nested = (depth: number, leaf: Json): Json => {
    let value = leaf
    for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { a: value }
    return value
  }

  test('a thousand levels are compared', () => {
    const asked = aThing({ spec: nested(1000, 'x') })
    const there = aThing({ spec: nested(1000, 'y') })
    expect(hold(asked, [asked]).compliant).toBe('Compliant')
    const verdict = hold(asked, [there])
    expect(verdict.compliant).toBe('NonCompliant')
    expect(verdict.differences[0]?.fields).toHaveLength(1)
  })

  test.each(['definition', 'object', 'neighbour'])('a hundred thousand levels in the %s are not', (where) => {
    const deep = aThing({ spec: nested(100_000, 'x') })
    const flat = aThing({ spec: {} })
    if (where === 'definition') expect(hold(deep, [flat]).compliant).toBe('Unknown')
    if (where === 'object') expect(hold(flat, [deep]).compliant).toBe('Unknown')
    if (where === 'neighbour')
      expect(
        hold({ apiVersion: 'example.org/v1', kind: 'Thing', metadata: { namespace: 'app' } }, [deep]).compliant,
      ).toBe('Unknown')
  })

  test('keys of the prototype are keys', () => {
    const evil = JSON.parse('{"__proto__":{"polluted":"yes"},"constructor":"x"}') as JsonObject
    const asked = aThing({ spec: evil }, { labels: JSON.parse('{"__proto__":"x"}') as JsonObject })
    expect(hold(asked, [asked]).compliant).toBe('Compliant')
    expect(hold(asked, [aThing({ spec: {} })]).compliant).toBe('NonCompliant')
    expect(hold(aThing({ spec: {} }), [asked], { complianceType: 'mustonlyhave' }).compliant).toBe('NonCompliant')
    expect(({} as { polluted?: string }).polluted).toBeUndefined()
  })

  test('long lists are compared before the test runs out of time', () => {
    const items = (count: number) => Array.from({ length: count }, (_, i) => ({ name: `n${i}`, value: `${i}` }))
    const asked = aThing({ spec: { items: items(2000) } })
    expect(hold(asked, [aThing({ spec: { items: items(2000).reverse() } })]).compliant).toBe('Compliant')
  })
})
