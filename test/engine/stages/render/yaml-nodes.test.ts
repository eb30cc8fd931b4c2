import fc from 'fast-check'
import { dump } from 'js-yaml'
import { expect, test } from 'vitest'
import type { Json } from '../../../../engine/model/json.ts'
import { parseYaml, yamlText } from '../../../../engine/stages/render/yaml.ts'

/** What js-yaml writes of itself; ours takes the nodes to the same presenter. */
function dumped(value: unknown): string {
  return dump(value, { sortKeys: true, noRefs: true, lineWidth: -1 })
}

/** Words that YAML 1.1 or 1.2 read as something else, and texts that need quotes or blocks. */
const hostile = fc.constantFrom(
  ...[
    '',
    '~',
    'null',
    'yes',
    'No',
    'on',
    'y',
    '=',
    '<<',
    '- a',
    '? b',
    'a: b',
    'a #b',
    '&a',
    '*a',
    '!a',
    '|',
    '>',
    '@a',
  ],
  ...[
    '0o17',
    '017',
    '0x1f',
    '1_000',
    '1e3',
    '1.',
    '.5',
    '12:30:45',
    '.inf',
    '-.NaN',
    '2026-11-23',
    '2026-11-23T01:02:03Z',
  ],
  ...[
    '{{ .x }}',
    '---',
    '--- a',
    '...',
    ' a',
    'a ',
    'a\n',
    '\na',
    'a\n\n',
    ' a\nb',
    'a\tb',
    '\u0085',
    '\ufeff',
    '\u2028',
    '\0',
  ],
  ...["it's", '"', '__proto__', 'constructor', 'x'.repeat(1100)],
)
const text = fc.oneof(hostile, fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }))
const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(-0, 1e21, 1e-7, 1.5e300, 2 ** 53))
const value = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    text,
    number,
    fc.constantFrom(null, true, false),
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(text, tie('node'), { maxKeys: 4 }),
  ),
})).node

test('every value is written as js-yaml writes it, and maps by key', () => {
  fc.assert(
    fc.property(value, (each) => {
      expect(yamlText(each as Json)).toBe(dumped(each))
    }),
    { numRuns: 500 },
  )
})

test('what is not there is left out of a map, and is null in a list', () => {
  const holes = { b: undefined, a: [undefined, 1], c: { d: undefined } } as unknown as Json
  expect(yamlText(holes)).toBe(dumped(holes))
  expect(parseYaml(yamlText(holes))).toEqual({ a: [null, 1], c: {} })
})
