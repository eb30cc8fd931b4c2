import { describe, expect, test } from 'vitest'
import type { Json } from '../../../engine/model/json.ts'
import { isObject } from '../../../engine/model/json.ts'
import { load } from '../../../engine/stages/load.ts'

const ENVIRONMENT = 'environments/a.yaml'
const MANIFEST = 'policies/p/a.yaml'

function loadText(text: string, path = ENVIRONMENT) {
  return load([{ path, text }])
}

function rulesOf(text: string, path = ENVIRONMENT): readonly string[] {
  return loadText(text, path).findings.map((each) => `${each.line}:${each.column} ${each.severity} ${each.rule}`)
}

function readValue(text: string, path = ENVIRONMENT): Json | undefined {
  return loadText(text, path).documents[0]?.value
}

test('a file that is larger than people write is not parsed, by its bytes', () => {
  const [fits, larger] = [524_286, 524_287].map((count) => `# ${'é'.repeat(count)}\n`)
  expect(rulesOf(fits ?? '')).toEqual([])
  expect(rulesOf(`${larger}a: b: c\n`)).toEqual(['1:1 error files/too-large'])
  expect(load([{ path: ENVIRONMENT, text: `${larger}a: 1\n` }], 2 ** 21).documents).toHaveLength(1)
  expect(load([{ path: ENVIRONMENT, text: `${larger}a: 1\n`, isBuilt: true }]).documents).toHaveLength(1)
})

describe('what is wrong is found at its place', () => {
  test.each<[string, string, readonly string[]]>([
    ['a map in a value', 'a: b: c\n', ['1:4 error yaml/syntax']],
    ['a tab as indentation', 'a:\n\t- b\n', ['2:1 error yaml/syntax']],
    ['a quote that is never closed, where it was opened', 'a: 1\nb: "x\nc: 1\n', ['2:4 error yaml/syntax']],
    [
      'a bracket that is never closed, where it was opened',
      'a: { b: 1\nc:\n  d: { e: 1 }\n',
      ['1:4 error yaml/syntax'],
    ],
    ['one bracket too many', 'key: [a]]\n', ['1:9 error yaml/syntax']],
    ['a reserved character', 'a: @x\n', ['1:4 error yaml/syntax']],
    ['a wrong escape', 'a: "\\q"\n', ['1:5 error yaml/syntax']],
    ['a list that becomes a map', '- a\nb: c\n', ['2:1 error yaml/syntax']],
    [
      'an error in each of two documents',
      'a: b: c\n---\nok: 1\n---\na: @x\n',
      ['1:4 error yaml/syntax', '5:4 error yaml/syntax'],
    ],
    ['a key twice', 'a: 1\nb: 2\n"a": 3\n', ['3:1 error yaml/duplicate-key']],
    [
      'two keys twice',
      'x: { a: 1, a: 2 }\ny: { b: 1, b: 2 }\n',
      ['1:12 error yaml/duplicate-key', '2:12 error yaml/duplicate-key'],
    ],
    ['a merge key', 'a: &a { b: 1 }\nc:\n  <<: *a\n', ['3:3 error yaml/merge-key']],
    ['a list as a key', '? [a]\n: b\n', ['1:3 error yaml/complex-key']],
    ['a template that is no text', 'a: {{ x }}\n', ['1:5 error yaml/complex-key']],
    ['__proto__', 'a:\n  __proto__: { b: 1 }\n', ['2:3 error yaml/forbidden-key']],
    ['an unknown alias', 'a: *b\n', ['1:4 error yaml/unknown-alias']],
    ['an alias of an earlier document', 'a: &a 1\n---\nb: *a\n', ['3:4 error yaml/unknown-alias']],
    ['a cycle', 'a: &a\n  - *a\n', ['2:5 error yaml/alias-cycle']],
    ['a JavaScript tag', 'a: !!js/function x\n', ['1:4 error yaml/tag']],
    ['a tag on a collection', 'a: !!set { b }\n', ['1:4 error yaml/tag']],
    ['a tag that does not fit', 'a: !!int x\n', ['1:4 error yaml/tag']],
    ['infinity', 'a: .inf\n', ['1:4 error yaml/not-json']],
    ['a number that loses digits', 'a: 12345678901234567890\n', ['1:4 warning yaml/number-precision']],
    ['a NUL byte', 'a: \u0000\n', ['1:4 error yaml/control-character']],
    ['text that turns round', 'a: \u202ex\n', ['1:4 warning yaml/invisible-character']],
    ['carriage returns count as lines', 'a: 1\r\nb: 2\r\na: 3\r\n', ['3:1 error yaml/duplicate-key']],
  ])('%s', (_, text, expected) => {
    expect(rulesOf(text)).toEqual(expected)
  })

  test.each(['yes', 'no', 'On', 'OFF', 'y', 'N', '0777', '0o17', '1_000', '1:30', '0b11', '2020-01-01', '1e3', '0888'])(
    '%s, which readers do not agree on: an error in our kinds, a warning in a manifest',
    (text) => {
      expect(rulesOf(`a: ${text}\n`)).toEqual(['1:4 error yaml/ambiguous-scalar'])
      expect(rulesOf(`a: "${text}"\n`)).toEqual([])
      expect(rulesOf(`kind: X\na: ${text}\n`, MANIFEST)).toEqual(['2:4 warning yaml/ambiguous-scalar'])
      expect(rulesOf(`apiVersion: isthmus.dev/v1alpha1\na: ${text}\n`, MANIFEST)).toEqual([
        '2:4 error yaml/ambiguous-scalar',
      ])
    },
  )

  test('keys are text to all readers, unless 1.1 writes them differently', () => {
    expect(rulesOf('1: a\ntrue: b\ny: c\n2020-01-01: d\n')).toEqual([])
    expect(rulesOf('on: a\n')).toEqual(['1:1 error yaml/ambiguous-scalar'])
  })

  test('one document does not drown the others', () => {
    const { findings } = loadText('- yes\n'.repeat(300))
    expect(findings).toHaveLength(101)
    expect(findings.at(-1)).toMatchObject({ rule: 'yaml/more-findings', severity: 'info', line: 101 })
  })
})

describe('values', () => {
  test.each<[string, string, Json]>([
    [
      'core scalars',
      'a: [1, 1.5, -0, 0x1F, true, ~, null, .5, text, "1"]',
      { a: [1, 1.5, 0, 31, true, null, null, 0.5, 'text', '1'] },
    ],
    ['block scalars', 'a: |\n  x\n  y\nb: >-\n  x\n  y\n', { a: 'x\ny\n', b: 'x y' }],
    ['a block that the file ends in the middle of a line', 'a: 1\nb: |\n  x\n  y', { a: 1, b: 'x\ny' }],
    ['anchors', 'a: &x { b: [1] }\nc: *x\n', { a: { b: [1] }, c: { b: [1] } }],
    ['an alias as a key', 'a: &x k\n*x : 1\n', { a: 'k', k: 1 }],
    ['explicit tags', 'a: !!str 5\nb: !!int "7"\nc: ! 8\n', { a: '5', b: 7, c: '8' }],
    ['no value', 'a:\nb: ""\n', { a: null, b: '' }],
    ['the first of two equal keys', 'a: 1\na: 2\n', { a: 1 }],
    ['a byte order mark', '\uFEFFa: 1\n', { a: 1 }],
    ['names of the language', 'constructor: 1\ntoString: 2\n', { constructor: 1, toString: 2 }],
  ])('%s', (_, text, expected) => {
    expect(readValue(text)).toEqual(expected)
  })

  test('numbers that only YAML 1.1 knows are what Kubernetes would take them for', () => {
    const text = 'kind: X\na: 0644\nb: 1_000\nc: 0b11\nd: 1:30\ne: yes\n'
    expect(readValue(text, MANIFEST)).toEqual({ kind: 'X', a: 420, b: 1000, c: 3, d: '1:30', e: 'yes' })
  })

  test('__proto__ reaches no prototype', () => {
    const value = readValue('a: { __proto__: { polluted: true } }\n__proto__: { polluted: true }\n')
    expect(Object.keys(isObject(value) ? value : {})).toEqual(['a'])
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
    expect(isObject(value) && isObject(value.a) && 'polluted' in value.a).toBe(false)
  })

  test('documents are counted without the empty ones, and know what they are', () => {
    const { documents } = loadText('---\n# nothing\n---\napiVersion: v1\nkind: A\n---\n---\nkind: B\n')
    expect(documents.map(({ index, apiVersion, kind }) => [index, apiVersion, kind])).toEqual([
      [0, 'v1', 'A'],
      [1, '', 'B'],
    ])
    expect(documents[1]?.locate('/kind')).toEqual({ file: ENVIRONMENT, line: 8, column: 7 })
  })

  test('what does not parse is kept as an outline, what does parse is kept whole', () => {
    const broken = 'apiVersion: isthmus.dev/v1alpha1\nkind: Environment\nmetadata: { name: gdw }\nspec: [\n'
    const { documents } = loadText(`kind: First\n---\n${broken}---\nkind: Last\n`)
    expect(documents.map((each) => [each.kind, each.isBroken])).toEqual([
      ['First', false],
      ['Last', false],
      ['Environment', true],
    ])
    expect(documents[2]?.value).toMatchObject({ metadata: { name: 'gdw' } })
    expect(documents[1]?.locate('/kind').line).toBe(8)
  })

  test('more documents than a person writes', () => {
    const { documents, findings } = loadText('a: 1\n---\n'.repeat(2001))
    expect(documents).toHaveLength(2000)
    expect(findings.map((each) => each.rule)).toEqual(['yaml/too-many-documents'])
  })
})
