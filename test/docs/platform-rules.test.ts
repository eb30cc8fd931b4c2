import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const rows = readFileSync(join(root, 'docs/reference/platform-rules.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, id, rule = '', kept = ''] = /^\| ([A-Z]\d+) \| (.*) \| (.*) \|$/.exec(line) ?? []
    return id === undefined ? [] : [{ id, rule, kept }]
  })

const names = rows.flatMap(({ id, kept }) =>
  [...kept.matchAll(/`([^`]+)`/g)].map(([, name = '']) => [id, name] as const),
)

/** The blueprint's own numbering. */
const SECTIONS = { I: [1, 10], E: [1, 12], W: [0, 11], M: [1, 32], G: [1, 20], S: [1, 10] } as const

test('every rule of the blueprint has its line, once', () => {
  const wanted = Object.entries(SECTIONS).flatMap(([letter, [from, to]]) =>
    Array.from({ length: to - from + 1 }, (_, i) => `${letter}${from + i}`),
  )
  expect(rows.map((each) => each.id)).toEqual(wanted)
})

test('what is not covered says why', () => {
  for (const { id, kept } of rows) {
    expect(kept, id).not.toBe('')
    for (const [, reason = ''] of kept.matchAll(/\*not covered\*(.{0,9})/g)) expect(reason, id).toMatch(/^( here)?: \S/)
  }
})

test('rules and policies that are named exist', () => {
  const code = ['engine', 'policies'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(root, folder, file), 'utf8')),
  )
  const text = code.join('\n')
  const policies = readFileSync(join(root, 'docs/reference/components.md'), 'utf8')
  const unknown = names.filter(([, name]) => {
    // Rules that several components share are written with the component's name filled in.
    const [, group = '', rule = ''] = /^([a-z]+)\/([a-z-]+)$/.exec(name) ?? []
    if (rule !== '') return !text.includes(`'${group}/${rule}'`) && !text.includes(`/${rule}\``)
    return /^(clusters|tunnel|certs|vault|database|loadbalancer)-/.test(name) && !policies.includes(name)
  })
  expect(names.length).toBeGreaterThan(80)
  expect(unknown).toEqual([])
})
