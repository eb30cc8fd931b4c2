import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../../../engine/model/json.ts'
import { escapeToken } from '../../../../engine/model/pointer.ts'
import { load } from '../../../../engine/stages/load.ts'

const ENVIRONMENT = 'environments/a.yaml'

function loadText(text: string, path = ENVIRONMENT) {
  return load([{ path, text }])
}

describe('places', () => {
  const text = `metadata: { name: "a b", 'labels': {x/y: 1} }
spec:
  list:
    - one
    - two: &anchor |
        block
      empty:
    - *anchor
`
  test.each<[string, 'key' | 'value', string]>([
    ['', 'value', '1:1'],
    ['/metadata', 'key', '1:1'],
    ['/metadata', 'value', '1:11'],
    ['/metadata/name', 'value', '1:19'],
    ['/metadata/labels', 'key', '1:26'],
    ['/metadata/labels/x~1y', 'value', '1:42'],
    ['/spec/list', 'value', '4:5'],
    ['/spec/list/0', 'value', '4:7'],
    ['/spec/list/1/two', 'value', '6:9'],
    ['/spec/list/1/empty', 'value', '7:7'],
    ['/spec/list/2', 'value', '8:7'],
    ['/spec/list/2/inside/the/alias', 'value', '8:7'],
    ['/spec/missing/deeper', 'value', '2:1'],
    ['/missing', 'value', '1:1'],
  ])('%s (%s) is at %s', (pointer, part, expected) => {
    const place = loadText(text).documents[0]?.locate(pointer, part)
    expect(`${place?.line}:${place?.column}`).toBe(expected)
  })

  test('every value of any JSON is located where it stands', () => {
    const check = (
      value: Json,
      pointer: string,
      lines: readonly string[],
      locate: (pointer: string) => { line: number; column: number },
    ) => {
      const { line, column } = locate(pointer)
      const rest = lines
        .slice(line - 1)
        .join('\n')
        .slice(column - 1)
      if (typeof value !== 'object' || value === null) expect(rest.startsWith(JSON.stringify(value))).toBe(true)
      else expect(rest.charAt(0)).toBe(Array.isArray(value) ? '[' : '{')
      const entries = Array.isArray(value) ? value.entries() : Object.entries(value ?? {})
      if (typeof value === 'object')
        for (const [key, child] of entries) check(child as Json, `${pointer}/${escapeToken(key)}`, lines, locate)
    }
    const json = fc
      .jsonValue({ maxDepth: 4, noUnicodeString: false })
      .map((each) => JSON.parse(JSON.stringify(each).replaceAll('__proto__', 'p')) as Json)
    fc.assert(
      fc.property(fc.array(json, { minLength: 1 }), fc.boolean(), (value, isIndented) => {
        const source = JSON.stringify(value, null, isIndented ? 2 : undefined).replace(
          /[\u007f-\u009f\u2028\u2029\ufffe\uffff]/g,
          '',
        )
        const wanted = JSON.parse(source) as Json
        const { documents, findings } = loadText(source)
        expect(findings.filter((each) => !/ambiguous|precision|invisible/.test(each.rule))).toEqual([])
        expect(documents[0]?.value).toEqual(wanted)
        check(wanted, '', source.split('\n'), (pointer) => documents[0]?.locate(pointer) ?? { line: 0, column: 0 })
      }),
      { numRuns: 200 },
    )
  })
})
