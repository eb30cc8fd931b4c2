import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import type { EditOperation } from '../../../engine/model/way-out.ts'
import { edit } from '../../../engine/stages/edit.ts'

const ENVIRONMENT = `# the platform
spec:                       # all of it
  components:
    clusters: { provision: hive }   # by Hive
    tunnel: {}
    vault:
      replicasPerCluster: 3  # three each
      # nothing below

    database:
      host: 'db'
      image: "quay.io/db:1"
      script: |
        one
        two
  clusters:
    - name: east   # first
      zones: [a, b]
    # the second
    - name: west
      zones:
        - c
        - d
`

const set = (pointer: string, value: unknown): EditOperation => ({ op: 'set', pointer, value: value as never })
const add = (pointer: string, value: unknown): EditOperation => ({ op: 'add', pointer, value: value as never })
const remove = (pointer: string): EditOperation => ({ op: 'remove', pointer })

function edited(text: string, operation: EditOperation, document = 0): string {
  const result = edit(text, document, [operation])
  if ('refused' in result) throw new Error(result.refused)
  return result.text
}

/** Lines that are gone and lines that are new, in order. */
function changeOf(before: string, after: string): { gone: string[]; come: string[] } {
  const [old, now] = [before.split('\n'), after.split('\n')]
  let head = 0
  while (head < Math.min(old.length, now.length) && old[head] === now[head]) head++
  let tail = 0
  while (tail < Math.min(old.length, now.length) - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++
  return { gone: old.slice(head, old.length - tail), come: now.slice(head, now.length - tail) }
}

const C = '/spec/components'

describe('edits exactly the place that is named', () => {
  test.each<[string, EditOperation, string[], string[]]>([
    [
      'a scalar, its comment kept',
      set(`${C}/vault/replicasPerCluster`, 5),
      ['      replicasPerCluster: 3  # three each'],
      ['      replicasPerCluster: 5  # three each'],
    ],
    ['single quotes', set(`${C}/database/host`, "d'b"), ["      host: 'db'"], ["      host: 'd''b'"]],
    [
      'double quotes',
      set(`${C}/database/image`, 'quay.io/db:2'),
      ['      image: "quay.io/db:1"'],
      ['      image: "quay.io/db:2"'],
    ],
    ['a literal', set(`${C}/database/script`, 'one\nthree\n'), ['        two'], ['        three']],
    [
      'what YAML 1.1 would misread',
      set(`${C}/vault/replicasPerCluster`, 'on'),
      ['      replicasPerCluster: 3  # three each'],
      ['      replicasPerCluster: "on"  # three each'],
    ],
    ['an absent key of a block map', set(`${C}/vault/storage/data`, '20Gi'), [], ['      storage: { data: 20Gi }']],
    [
      'an absent key of an empty map',
      set(`${C}/tunnel/gateways`, 2),
      ['    tunnel: {}'],
      ['    tunnel: { gateways: 2 }'],
    ],
    [
      'an absent key of a map in brackets',
      set(`${C}/clusters/mode`, 'x'),
      ['    clusters: { provision: hive }   # by Hive'],
      ['    clusters: { provision: hive, mode: x }   # by Hive'],
    ],
    ['an absent component', set(`${C}/certs`, {}), [], ['    certs: {}']],
    ['a key at the end of the file', set('/status', 1), [], ['status: 1']],
    ['an item in brackets', add('/spec/clusters/0/zones/-', 'z'), ['      zones: [a, b]'], ['      zones: [a, b, z]']],
    [
      'an item before another in brackets',
      add('/spec/clusters/0/zones/1', 'z'),
      ['      zones: [a, b]'],
      ['      zones: [a, z, b]'],
    ],
    ['an item of a block list', add('/spec/clusters/1/zones/-', 'e'), [], ['        - e']],
    ['an item before another of a block list', add('/spec/clusters/1/zones/1', 'e'), [], ['        - e']],
    ['no item in brackets', remove('/spec/clusters/0/zones/0'), ['      zones: [a, b]'], ['      zones: [b]']],
    ['nor the last one', remove('/spec/clusters/0/zones/1'), ['      zones: [a, b]'], ['      zones: [a]']],
    ['no item of a block list', remove('/spec/clusters/1/zones/0'), ['        - c'], []],
    ['no key', remove(`${C}/database/host`), ["      host: 'db'"], []],
    [
      'no key that shares its line with a dash',
      remove('/spec/clusters/0/name'),
      ['    - name: east   # first', '      zones: [a, b]'],
      ['    - zones: [a, b]'],
    ],
    [
      'no last key: the map stays, empty',
      remove(`${C}/vault/replicasPerCluster`),
      ['    vault:', '      replicasPerCluster: 3  # three each'],
      ['    vault: {}'],
    ],
    [
      'a map in the place of a list',
      set('/spec/clusters/1/zones', { x: 'z' }),
      ['        - c', '        - d'],
      ['        x: z'],
    ],
    [
      'an empty list in the place of a block',
      set('/spec/clusters/1/zones', []),
      ['      zones:', '        - c', '        - d'],
      ['      zones: []'],
    ],
  ])('%s', (_, operation, gone, come) => {
    expect(changeOf(ENVIRONMENT, edited(ENVIRONMENT, operation))).toEqual({ gone, come })
  })

  test('a long value stands on lines of its own', () => {
    const rules = [{ from: [{ ipBlock: { cidr: '10.0.0.0/16', except: ['10.0.1.0/24', '10.0.2.0/24'] } }] }]
    const text = edited('spec:\n  ingress: []  # none\n  b: 1\n', set('/spec/ingress', rules))
    expect(text).toMatch(/^spec:\n {2}ingress: {2}# none\n {4}- from:/)
    expect(text.endsWith('\n  b: 1\n')).toBe(true)
    expect(parseAllDocuments(text)[0]?.toJS()).toEqual({ spec: { ingress: rules, b: 1 } })
  })

  test('the right one of several documents, of which empty ones do not count', () => {
    const text = '# none\n---\na: 1\n---\n---\na: 2 # two\n'
    expect(edited(text, set('/a', 3), 1)).toBe('# none\n---\na: 1\n---\n---\na: 3 # two\n')
  })

  test.each(['a: 1\r\nb:\r\n  c: 2\r\n', '\uFEFFa: 1\nb:\n  c: 2'])(
    'line ends and byte order mark are kept: %j',
    (text) => {
      const line = text.includes('\r') ? '\r\n' : '\n'
      expect(edited(text, set('/b/d', 3))).toBe(
        `${text}${text.endsWith('\n') ? '' : line}  d: 3${text.endsWith('\n') ? line : ''}`,
      )
    },
  )

  test('nothing at all where the value is there already', () => {
    expect(edited(ENVIRONMENT, set(`${C}/vault/replicasPerCluster`, 3))).toBe(ENVIRONMENT)
  })
})

describe('refuses, with a sentence', () => {
  test.each<[string, string, EditOperation, RegExp]>([
    ['an alias', 'a: &x 1\nb: *x\n', set('/b', 2), /alias \*x/],
    ['what an alias repeats', 'a: &x { c: 1 }\nb: *x\n', set('/a/c', 2), /anchor &x/],
    ['what is not there', 'a: 1\n', remove('/b'), /nothing at/],
    ['a key below text', 'a: x\n', set('/a/b', 1), /nothing at/],
    ['an item beyond a list', 'a: [1]\n', add('/a/7', 1), /nothing at/],
    ['a file that does not parse', 'a: [1\n', set('/a', 1), /does not parse/],
    ['a document that is not there', '', set('/a', 1), /does not parse/],
  ])('%s', (_, text, operation, words) => {
    expect(edit(text, 0, [operation])).toEqual({ refused: expect.stringMatching(words) })
  })
})

const KEY = fc.constantFrom('a', 'b', 'name', 'on', '1', 'x y', '__proto__x', 'é', '-', '#')
const SCALAR = fc.oneof(
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom(
    'yes',
    '0x1f',
    '1e3',
    '012',
    '1:30',
    ' lead',
    'a: b',
    'a #b',
    '',
    '~',
    '\u202ex',
    '{{ x }}',
    'two\nlines\n',
    "it's",
    '- x',
    '10Gi',
  ),
  fc.string({ maxLength: 12 }),
)
const VALUE = fc.letrec<{ any: unknown; map: object; list: unknown[] }>((tie) => ({
  any: fc.oneof({ maxDepth: 3 }, SCALAR, tie('map'), tie('list')),
  map: fc.dictionary(KEY, tie('any'), { maxKeys: 4, noNullPrototype: true }),
  list: fc.array(tie('any'), { maxLength: 4 }),
})).any

/** Every pointer of a value. */
function pointersOf(value: unknown, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return [at]
  return [
    at,
    ...Object.entries(value).flatMap(([key, child]) =>
      pointersOf(child, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
    ),
  ]
}

/** YAML as a person may write it: blocks with comments, brackets for some. */
function written(value: unknown, seed: number, indent = 0): string {
  const pad = ' '.repeat(indent)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value)
  if (entries.length === 0 || (seed + entries.length) % 3 === 0) return JSON.stringify(value)
  const isList = Array.isArray(value)
  return entries
    .map(([key, child]) => {
      const inner = written(child, seed + 1, indent + 2)
      const isBlock = inner.includes('\n') || /^\s/.test(inner)
      const head = isList ? `${pad}-` : `${pad}${JSON.stringify(key)}:`
      return isBlock ? `${head} # of ${indent}\n${inner}` : `${head} ${inner}${seed % 2 === 0 ? '  # c' : ''}`
    })
    .join('\n')
}

test('whatever the file and the value: the result reads as the edited value, and other lines stay', () => {
  let done = 0
  fc.assert(
    fc.property(
      fc.dictionary(KEY, VALUE, { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
      VALUE,
      fc.nat(),
      fc.nat(5),
      (value, next, pick, seed) => {
        const text = `# head\n${written(value, seed)}\n# tail\n`
        const old = parseAllDocuments(text)[0]?.toJS() as unknown
        fc.pre(JSON.stringify(old) === JSON.stringify(value))
        const pointers = pointersOf(value).slice(1)
        const pointer = pointers[pick % pointers.length] ?? '/a'
        for (const operation of [set(pointer, next), set(`${pointer}x/deep`, next), remove(pointer)]) {
          const result = edit(text, 0, [operation])
          if ('refused' in result) continue
          done++
          expect(result.text.startsWith('# head\n')).toBe(true)
          expect(result.text.endsWith('# tail\n')).toBe(true)
          expect(parseAllDocuments(result.text)[0]?.errors).toEqual([])
          // Not more lines than the value had, and the one of its key.
          const there = pointersOf(value).filter((each) => each === pointer || each.startsWith(`${pointer}/`)).length
          expect(changeOf(text, result.text).gone.length).toBeLessThanOrEqual(there + 1)
        }
        const kept = edit(text, 0, [set(pointer, next)])
        const read = 'text' in kept ? (parseAllDocuments(kept.text)[0]?.toJS() as unknown) : undefined
        if (read !== undefined)
          expect(
            pointer
              .slice(1)
              .split('/')
              .reduce<unknown>(
                (here, token) => (here as Record<string, unknown>)[token.replaceAll('~1', '/').replaceAll('~0', '~')],
                read,
              ),
          ).toEqual(next)
      },
    ),
    { seed: 5, numRuns: 300 },
  )
  expect(done).toBeGreaterThan(600)
})
