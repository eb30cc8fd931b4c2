import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '../../../../engine/model/json.ts'
import { isObject } from '../../../../engine/model/json.ts'
import { equivalence } from '../../../../engine/stages/compare/equivalence.ts'
import { goText } from '../../../../engine/stages/compare/go-text.ts'
import type { Merged } from '../../../../engine/stages/compare/merge.ts'
import { mergeLists, mergeMaps } from '../../../../engine/stages/compare/merge.ts'

/** Every pair compared in full, as the controller does. */
function inFull(desired: readonly Json[], observed: readonly Json[], zeroIsAbsent: boolean) {
  const result = [...desired]
  const rewritten = [...desired]
  const taken = new Set<number>()
  let missing = false
  for (const text of new Set(observed.map(goText))) {
    const equal = observed.filter((each) => goText(each) === text)
    const [item = null] = equal
    let found = 0
    for (let i = 0; i < desired.length && found < equal.length; i++) {
      if (taken.has(i)) continue
      const wanted = desired[i] ?? null
      const isPair = isObject(item) && isObject(wanted)
      const merged: Merged = isPair ? mergeMaps(wanted, item, zeroIsAbsent) : { value: wanted, missing }
      const match = equivalence(merged.value, item, zeroIsAbsent)
      missing = merged.missing || match.missing
      const isNamesake = isPair && typeof wanted.name === 'string' && wanted.name !== '' && wanted.name === item.name
      if (!match.equal && !isNamesake) continue
      found++
      result[i] = merged.value
      if (result.length === desired.length) rewritten[i] = merged.value
      taken.add(i)
    }
    for (let rest = found; rest < equal.length; rest++) result.push(item)
  }
  return { value: result, missing, rewritten }
}

const text = fc.constantFrom('', 'a', 'b', 'k', '1', '1.0', '1000m', 'Ki', 'true')
const scalar = fc.oneof(text, fc.constantFrom<Json>(0, 1, 2, 1.5, 2 ** 60, 2 ** 60 + 512, true, false, null, {}, []))
const item: fc.Arbitrary<Json> = fc.oneof(
  { weight: 5, arbitrary: fc.dictionary(fc.constantFrom('name', 'value', 'host', 'port'), scalar, { maxKeys: 3 }) },
  { weight: 1, arbitrary: scalar },
)
const list = fc.array(item, { maxLength: 5 })

test('what is passed over for plainly differing changes nothing', () => {
  fc.assert(
    fc.property(list, list, fc.boolean(), (desired, observed, zeroIsAbsent) => {
      expect(mergeLists(desired, observed, zeroIsAbsent)).toEqual(inFull(desired, observed, zeroIsAbsent))
    }),
    { numRuns: 2000 },
  )
})
