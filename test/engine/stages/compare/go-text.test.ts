import { expect, test } from 'vitest'
import type { Json } from '../../../../engine/model/json.ts'
import { goText } from '../../../../engine/stages/compare/go-text.ts'

/** As fmt.Sprint of Go 1.26 prints what k8s.io/apimachinery/pkg/util/json reads. */
test.each<[Json, string]>([
  [null, '<nil>'],
  [true, 'true'],
  [0, '0'],
  [-3, '-3'],
  [9_007_199_254_740_991, '9007199254740991'],
  [0.1, '0.1'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [999_999.5, '999999.5'],
  [1_234_567.891, '1.234567891e+06'],
  [1e20, '1e+20'],
  [1e100, '1e+100'],
  [[1, 'a', [null]], '[1 a [<nil>]]'],
  [{ b: 1, B: { '': 2 }, 'a.b': [] }, 'map[B:map[:2] a.b:[] b:1]'],
])('%j', (value, text) => {
  expect(goText(value)).toBe(text)
})
