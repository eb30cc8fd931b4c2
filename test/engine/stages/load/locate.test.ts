import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../../../engine/model/json.ts'
import { escapeToken } from '../../../../engine/model/pointer.ts'
import { load } from '../../../../engine/stages/load.ts'

const ENVIRONMENT = 'environments/a.yaml'

function loadText(text: string, path = ENVIRONMENT) {
  return load([{ path, text }])
}

describe('brackets that end below their key', () => {
  const text = `kind: Deployment
spec: {
  args: [
    --one, "two
  words", &three 3
],
words: *three
}
after: [
x
]
`
  const MANIFEST = 'policies/p/a.yaml'

  test('are read in manifests as their other readers do, each value at its place', () => {
    const { documents, findings } = load([{ path: MANIFEST, text }])
    expect(findings).toEqual([])
    expect(documents[0]?.value).toEqual({
      kind: 'Deployment',
      spec: { args: ['--one', 'two words', 3], words: 3 },
      after: ['x'],
    })
    const places = ['/spec/args', '/spec/args/0', '/spec/args/1', '/spec/args/2', '/spec/words', '/after', '/after/0']
    expect(
      places.map((each) => {
        const { line, column } = documents[0]?.locate(each) ?? {}
        return `${line}:${column}`
      }),
    ).toEqual(['3:9', '4:5', '4:12', '5:18', '7:8', '9:8', '10:1'])
  })

  test('are an error in what is our own, also beside a manifest', () => {
    const ours = 'apiVersion: isthmus.dev/v1alpha1\nkind: AuthoredPolicy\nlist: [\n]\n'
    expect(loadText(text).findings).toMatchObject([{ rule: 'yaml/syntax', severity: 'error' }])
    const { findings } = load([{ path: MANIFEST, text: `kind: A\n---\n${ours}` }])
    expect(findings).toMatchObject([{ rule: 'yaml/syntax', severity: 'error', line: 6 }])
  })
})

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
