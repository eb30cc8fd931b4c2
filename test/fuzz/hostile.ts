import fc from 'fast-check'
import type { Json, JsonObject } from '../../engine/model/json.ts'
import { isObject } from '../../engine/model/json.ts'
import { escapeToken, tokensOf } from '../../engine/model/pointer.ts'

/** Pieces that mean something to somebody: terminals, Markdown, HTML, YAML, templates, shells, Git, file systems, us. */
export const FRAGMENTS: readonly string[] = [
  ...[
    'a',
    'b',
    ' ',
    '  ',
    '\n',
    '\r',
    '\r\n',
    '\t',
    '\u0000',
    '\u0007',
    '\u0008',
    '\u001b[31m',
    '\u001b]0;x\u0007',
    '\u009b2J',
  ],
  ...[
    '\u200b',
    '\u200d',
    '\u202e',
    '\u2066',
    '\u2028',
    '\u2029',
    '\ufeff',
    '\ud800',
    '\udc00',
    '\u{e0041}',
    '\u{1f600}',
    'é',
    'ﷺ',
  ],
  ...['{{', '}}', '{{hub', 'hub}}', '{{-', '{{ `{{` }}', '`', '``', '```', '~~~', '$(id)', '%00', '%2e%2e/'],
  ...[
    '|',
    '\\',
    '\\|',
    '*',
    '**',
    '_',
    '__',
    '~~',
    '#',
    '# x',
    '- ',
    '+ ',
    '1. ',
    '1) ',
    '> ',
    '---',
    '===',
    '[x]',
    '(x)',
    '![x](y)',
  ],
  ...[
    '[a](javascript:alert(1))',
    '[a]: b',
    '[^1]',
    '<b>',
    '</b>',
    '<script>',
    '-->',
    '<!--',
    '<!',
    '<?',
    ']]>',
    '<a href=x>',
    'onerror=',
  ],
  ...[
    'http://a.example',
    'https://a.example',
    'ftp://x',
    'www.a.example',
    'a@b.example',
    '@everyone',
    '@org/team',
    '#1',
    'GH-1',
    'org/repo#1',
  ],
  ...[
    '&',
    '&amp;',
    '&#64;',
    '&#x3c;',
    '&lt;',
    '"',
    "'",
    '=',
    ':',
    ': ',
    ',',
    ';',
    '?',
    '!',
    '!!str ',
    '!!binary ',
    '&x ',
    '*x',
    '<<: ',
  ],
  ...[
    '{',
    '}',
    '[',
    ']',
    '%YAML 1.2\n',
    '---\n',
    '...\n',
    '\n- ',
    '\n  ',
    '? ',
    '|\n',
    '>\n',
    '0777',
    '0x1f',
    '1e999',
    '.nan',
    '-0',
    '~',
    'null',
    'yes',
  ],
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    '../',
    '../../x',
    '/etc/passwd',
    'C:\\x',
    '\\\\h\\s',
    'con',
    '.git/config',
  ],
  ...[
    '--upload-pack=x',
    '-x',
    'ext::sh -c id',
    'refs/heads/',
    '..',
    '@{',
    '~1',
    '^{',
    '.lock',
    'password=',
    'token: ',
    '/isthmus ',
    'until ',
  ],
  ...[
    '- [ ] ',
    '- [x] ',
    'adopt 0123abcd: ',
    '<!-- isthmus:drift/gdw -->',
    '<!-- isthmus-stamp:0123456789abcdef -->',
    'f:spec',
    'k:{"name":"x"}',
  ],
]

const fragment = fc.constantFrom(...FRAGMENTS)
const pumped = fc.tuple(fragment, fc.constantFrom(2, 7, 60, 800)).map(([text, times]) => text.repeat(times))

/** Text of a stranger. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.array(fragment, { maxLength: 12 }).map((each) => each.join('')) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.oneof({ weight: 3, arbitrary: fragment }, pumped), { maxLength: 4 })
      .map((each) => each.join('')),
  },
)

const KEYS = [
  'a',
  'b',
  'name',
  'kind',
  'spec',
  'data',
  'metadata',
  '',
  '0',
  '-1',
  '/',
  '~',
  '__proto__',
  'constructor',
  'length',
  'toString',
]
const key = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...KEYS) }, fc.constantFrom(...FRAGMENTS))
const scalar = fc.oneof(
  { weight: 3, arbitrary: hostileText },
  fc.constantFrom<Json>(null, true, false, 0, -1, 1.5, 1e21, Number.MAX_SAFE_INTEGER, 1e-7),
)

/** JSON of a stranger. Keys such as `__proto__` are own members, as `JSON.parse` makes them. */
export const hostileJson: fc.Arbitrary<Json> = fc.letrec<{ any: Json; map: Json; list: Json }>((tie) => ({
  any: fc.oneof({ maxDepth: 4, depthSize: 'small' }, scalar, tie('map'), tie('list')),
  map: fc.array(fc.tuple(key, tie('any')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  list: fc.array(tie('any'), { maxLength: 4 }),
})).any

interface TextEdit {
  readonly how: 'insert' | 'remove' | 'repeat' | 'move' | 'end'
  readonly at: number
  readonly length: number
  readonly put: string
}

const textEdit: fc.Arbitrary<TextEdit> = fc.record({
  how: fc.constantFrom('insert', 'insert', 'remove', 'repeat', 'move', 'end'),
  at: fc.nat(),
  length: fc.nat(40),
  put: fc.oneof({ weight: 4, arbitrary: fragment }, pumped),
})

/** A text that was right before somebody edited it. */
export function mutatedText(texts: readonly string[], most = 5): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...texts), fc.array(textEdit, { maxLength: most }))
    .map(([text, edits]) => edits.reduce(editText, text))
}

function editText(text: string, { how, at, length, put }: TextEdit): string {
  const place = text === '' ? 0 : at % (text.length + 1)
  const [before, after] = [text.slice(0, place), text.slice(place)]
  if (how === 'insert') return before + put + after
  if (how === 'remove') return before + after.slice(length)
  if (how === 'repeat') return before + after.slice(0, length).repeat(3) + after
  return how === 'move' ? after + before : before
}

interface ValueEdit {
  readonly how: 'replace' | 'remove' | 'rename' | 'wrap' | 'repeat'
  readonly at: number
  readonly put: Json
  readonly name: string
}

const valueEdit: fc.Arbitrary<ValueEdit> = fc.record({
  how: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'rename', 'wrap', 'repeat'),
  at: fc.nat(),
  put: hostileJson,
  name: key,
})

/** A value that was right before somebody changed some of its members. */
export function mutatedJson(values: readonly Json[], most = 4): fc.Arbitrary<Json> {
  return fc
    .tuple(fc.constantFrom(...values), fc.array(valueEdit, { maxLength: most }))
    .map(([value, edits]) => edits.reduce(editValue, value))
}

function editValue(value: Json, edit: ValueEdit): Json {
  const pointers = pointersOf(value)
  return changed(value, tokensOf(pointers[edit.at % pointers.length] ?? ''), edit)
}

/** Every pointer of a value. */
export function pointersOf(value: Json, at = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [at]
  return [
    at,
    ...Object.entries(value).flatMap(([name, child]) => pointersOf(child as Json, `${at}/${escapeToken(name)}`)),
  ]
}

function changed(value: Json, [token, ...rest]: readonly string[], edit: ValueEdit): Json {
  if (token === undefined) return edit.how === 'wrap' ? [value] : edit.how === 'replace' ? edit.put : value
  if (Array.isArray(value)) return changedList(value, Number(token), rest, edit)
  return isObject(value) ? changedMap(value, token, rest, edit) : value
}

function changedList(list: readonly Json[], index: number, rest: readonly string[], edit: ValueEdit): Json {
  const item = list[index] ?? null
  if (rest.length === 0 && edit.how === 'remove') return list.toSpliced(index, 1)
  if (rest.length === 0 && edit.how === 'repeat') return list.toSpliced(index, 0, item, item)
  return list.with(index, changed(item, rest, edit))
}

function changedMap(map: JsonObject, token: string, rest: readonly string[], edit: ValueEdit): Json {
  const isHere = rest.length === 0
  const entries = Object.entries(map).flatMap(([name, child]): [string, Json][] => {
    if (name !== token) return [[name, child]]
    if (isHere && edit.how === 'remove') return []
    if (isHere && edit.how === 'rename') return [[edit.name, child]]
    return [[name, changed(child, rest, edit)]]
  })
  return Object.fromEntries(entries)
}
