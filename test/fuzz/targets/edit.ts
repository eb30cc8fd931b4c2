import fc from 'fast-check'
import { parseAllDocuments } from 'yaml'
import type { Json } from '../../../engine/model/json.ts'
import type { EditOperation } from '../../../engine/model/way-out.ts'
import { edit } from '../../../engine/stages/edit.ts'
import { FRAGMENTS, hostileJson, mutatedText, pointersOf } from '../hostile.ts'
import { FILES } from '../repositories.ts'
import { hold, target } from '../target.ts'

const PERSONS = `# kept
a:   1   # one
b: { c: [1, 'two',   three], "d": "x" }
list:
  - name: x   # first
    deep: { e: 0775 }
  -   name: y
text: |
  literal {{ x }}
folded: >-
  two
  lines
pause: { until: 2026-12-31, because: "we move" }
`
const texts = [
  PERSONS,
  PERSONS.replaceAll('\n', '\r\n'),
  `\uFEFF${PERSONS}`,
  `---\n${PERSONS}---\nx: 1\n`,
  ...FILES.map((each) => each.text),
]

function pointersIn(text: string): readonly string[] {
  try {
    const all = parseAllDocuments(text, { logLevel: 'silent' })
    const first = Array.isArray(all) ? all[0] : undefined
    // What did not parse may take for ever to be made values of.
    return first?.errors.length === 0 ? pointersOf(first.toJS({ maxAliasCount: 100 }) as Json) : ['']
  } catch {
    return ['']
  }
}

interface Asked {
  readonly text: string
  readonly op: EditOperation['op']
  readonly pick: number
  readonly more: string
  readonly value: Json
}

export const editing = target<Asked>({
  name: 'edit',
  holds:
    "a person's file is edited so that it reads as asked with every other line kept, or it is refused with a sentence",
  input: fc.record({
    text: mutatedText(texts, 3),
    op: fc.constantFrom('set', 'add', 'remove'),
    pick: fc.nat(),
    more: fc.oneof(
      { weight: 4, arbitrary: fc.constant('') },
      fc.constantFrom('/-', '/0', '/x/y', ...FRAGMENTS.map((each) => `/${each.replaceAll('/', '~1')}`)),
    ),
    value: hostileJson,
  }),
  cases: ['{', '{a: ', '[', '- ', '? '].map((each) => ({
    text: `a: 1\nb: ${each.repeat(800)}x`,
    op: 'set',
    pick: 1,
    more: '',
    value: 2,
  })),
  check: ({ text, op, pick, more, value }) => {
    const pointers = pointersIn(text)
    const pointer = `${pointers[pick % pointers.length] ?? ''}${more}`
    const operation: EditOperation = op === 'remove' ? { op, pointer } : { op, pointer, value }
    const result = edit(text, 0, [operation])
    if ('refused' in result) return hold(result.refused.length > 5, 'no sentence', result)
    const read = parseAllDocuments(result.text, { logLevel: 'silent' })
    hold(
      Array.isArray(read) && read.every((each) => each.errors.length === 0),
      'it does not parse',
      operation,
      result.text,
    )
    if (pointer === '') return
    const comments = (of: string) => (of.match(/^[ \t]*#.*$/gm) ?? []).length
    if (op !== 'remove')
      hold(comments(result.text) >= comments(text) - 3, 'comments are gone', operation, text, result.text)
  },
})
