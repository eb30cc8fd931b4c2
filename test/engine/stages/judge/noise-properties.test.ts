import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../../engine/model/json.ts'
import type { NoiseRule } from '../../../../engine/model/noise-rules/noise-rule.ts'
import { NOISE_RULES } from '../../../../engine/model/noise-rules.ts'
import type { FieldDifference } from '../../../../engine/model/verdict.ts'
import { quiet } from '../../../../engine/stages/judge/noise.ts'
import { isRewritten } from '../../../../engine/stages/judge/noise-rewritten.ts'

/** An object at which a rule looks: of its kind, with every label or annotation that it wants. */
function objectFor(rule: NoiseRule): JsonObject {
  const [group = '', kind = ''] = (rule.kinds?.[0] ?? 'example.com/Widget').replaceAll('*', 'x').split('/')
  const marks = (place: 'labels' | 'annotations') =>
    Object.fromEntries(
      (rule.marked ?? []).filter((each) => each.in === place).map((each) => [each.key, each.value ?? 'x']),
    )
  const metadata = { name: 'n', namespace: 'a', labels: marks('labels'), annotations: marks('annotations') }
  return { apiVersion: group === '' ? 'v1' : `${group}/v1`, kind, metadata }
}

function placesOf(rule: NoiseRule): readonly string[] {
  return rule.pointers.map((each) => each.replaceAll('/**', '/spec/deep').replaceAll('*', '0'))
}

function quieted(object: JsonObject, fields: readonly FieldDifference[]) {
  const key = { apiVersion: 'v1', kind: 'x', namespace: '', name: 'n' }
  const difference = { object: key, change: 'different' as const, fields, patch: [], observed: object, template: '' }
  return quiet(difference, { rules: NOISE_RULES, objects: [object], stateful: false })
}

describe('no rule hides', () => {
  test.each(NOISE_RULES)('$id: a value that was asked for, where another is there', (rule) => {
    const values = fc.tuple(fc.string(), fc.string(), fc.constantFrom(...placesOf(rule)))
    fc.assert(
      fc.property(values, ([wanted, there, pointer]) => {
        const field = { pointer, desired: `wanted ${wanted}`, observed: `there ${there}` }
        expect(quieted(objectFor(rule), [field]).difference?.fields).toEqual([field])
      }),
      { numRuns: 20 },
    )
  })

  test('a value that was asked for and is gone, unless it was empty', () => {
    const values = fc.oneof(fc.string({ minLength: 1 }), fc.integer({ min: 1 }), fc.constant(true))
    fc.assert(
      fc.property(fc.constantFrom(...NOISE_RULES), values, (rule, desired) => {
        const fields = placesOf(rule).map((pointer) => ({ pointer, desired, observed: undefined }))
        expect(quieted(objectFor(rule), fields).difference?.fields).toEqual(fields)
      }),
      { numRuns: 200 },
    )
  })

  test('anything of objects that no server would give', () => {
    const hostile: readonly Json[] = [
      'text',
      7,
      null,
      [],
      [[[]]],
      { ownerReferences: 3, managedFields: null, labels: 'x' },
    ]
    for (const metadata of hostile) {
      for (const rule of NOISE_RULES) {
        const object = { ...objectFor(rule), metadata, spec: JSON.parse('{"__proto__":{"a":1}}') as Json }
        const field = { pointer: '/spec/__proto__/a', desired: 1, observed: 2 }
        expect(quieted(object, [field]).difference?.fields).toEqual([field])
      }
    }
  })
})

describe('another writing of the same', () => {
  const same: readonly (readonly ['quantity' | 'duration' | 'network', Json, Json])[] = [
    ['quantity', 0.5, '500m'],
    ['quantity', '1Gi', '1024Mi'],
    ['duration', '2160h', '2160h0m0s'],
    ['duration', '1.5h', '90m'],
    ['duration', '1500ms', '1.5s'],
    ['network', '10.1.2.3/8', '10.0.0.0/8'],
    ['network', 'FD00:0:0::/48', 'fd00::/48'],
    ['network', '::ffff:0:0/96', '0:0:0:0:0:ffff:0:0/96'],
  ]
  test.each(same)('%s: %s and %s', (as, a, b) => {
    expect([isRewritten(as, a, b), isRewritten(as, b, a)]).toEqual([true, true])
  })

  const different: typeof same = [
    ['quantity', '500m', '0.4'],
    ['quantity', 'text', 'text'],
    ['duration', '2160h', '2160m'],
    ['duration', '1h', '1h1'],
    ['duration', '-1h', '1h'],
    ['duration', '', '0'],
    ['network', '10.0.0.0/8', '10.0.0.0/9'],
    ['network', '10.0.0.0/8', '::a00:0/8'],
    ['network', '10.0.0.256/8', '10.0.0.0/8'],
    ['network', '1::2::3/64', '1::2::3/64'],
    ['network', '10.0.0.0/33', '10.0.0.0/33'],
    ['network', '10.0.0.0', '10.0.0.0'],
  ]
  test.each(different)('not %s: %s and %s', (as, a, b) => {
    expect(isRewritten(as, a, b)).toBe(false)
  })
})
