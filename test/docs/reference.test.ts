import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { COMMANDS } from '../../engine/commands/registry.ts'
import type { Json } from '../../engine/model/json.ts'
import { isObject } from '../../engine/model/json.ts'
import { METRICS } from '../../engine/model/metrics.ts'
import { NOISE_RULES } from '../../engine/model/noise-rules.ts'
import { outputSchemas } from '../../engine/model/output-schemas.ts'
import { schemaKinds } from '../../engine/stages/validate/kinds.ts'
import { components } from '../../policies/index.ts'
import { referencePages } from '../../scripts/docs-reference.ts'
import { knownOptions } from './pages/command-lines.ts'
import { ROOT, readPage } from './pages/page.ts'

const made = await referencePages()
const kinds = [...schemaKinds(components)]

test.each([...made])('%s is what the code says; otherwise run `npm run docs`', (path, text) => {
  expect(readFileSync(join(ROOT, path), 'utf8')).toBe(text)
})

/** Names of all members that a schema knows, wherever they are nested; read apart from what makes the page. */
function membersOf(schema: Json | undefined): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap(membersOf)
  if (!isObject(schema)) return []
  const own = isObject(schema.properties) ? Object.keys(schema.properties) : []
  const below = Object.entries(schema).flatMap(([key, value]) =>
    ['default', 'examples', 'enum', 'const', 'required'].includes(key) ? [] : membersOf(value),
  )
  return [...new Set([...own, ...below])]
}

const pageOf = (kind: string) =>
  readPage(`docs/reference/files/${kind.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}.md`)

describe.each(kinds)('%s', (kind, schema) => {
  const page = pageOf(kind)
  const rows = page.split('\n').filter((line) => /^\| \**`/.test(line))

  test('every option has a row', () => {
    const members = membersOf(schema)
    expect(members.length).toBeGreaterThan(3)
    const named = new Set(rows.map((row) => /^\| \**`(?:[^`]*\.)?([^`.]+)`/.exec(row)?.[1]?.replace(/\[\]$/, '')))
    expect(members.filter((name) => !named.has(name))).toEqual([])
  })

  test('every option is named once, with a type', () => {
    const names = rows.map((row) => /`([^`]+)`/.exec(row)?.[1] ?? '')
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
    const types = rows.map((row) => row.split(/(?<!\\)\|/)[2]?.trim() ?? '')
    expect(types.filter((each) => each === '')).toEqual([])
  })
})

describe('docs/reference/commands.md', async () => {
  const page = readPage('docs/reference/commands.md')
  const options = await knownOptions()

  test.each([...COMMANDS.keys()])('tells of %s with every option', (name) => {
    const section = page.split(`\n## ${name}\n`)[1]?.split('\n## ')[0] ?? ''
    expect(section).toContain(`\`isthmus ${name}`)
    const common = page.split('## init')[0] ?? ''
    const told = (flag: string) => new RegExp(`\`[^\`]*${flag}\\b`).test(`${common}${section}`)
    expect([...(options.get(name) ?? [])].filter((flag) => flag !== '--help' && !told(flag))).toEqual([])
  })
})

test('every metric and every noise rule is documented', () => {
  const metrics = readPage('docs/reference/metrics.md')
  const noise = readPage('docs/reference/noise.md')
  expect(Object.keys(METRICS).filter((name) => !metrics.includes(`| \`${name}\` |`))).toEqual([])
  expect(NOISE_RULES.map((each) => each.id).filter((id) => !noise.includes(`| \`${id}\` |`))).toEqual([])
})

test('every output schema has its page', () => {
  for (const name of Object.keys(outputSchemas)) expect(readPage(`docs/reference/json/${name}.md`)).toMatch(/^# /)
})

test.each(Object.keys(outputSchemas))('the page of %s names every member of its schema, and no other', (name) => {
  const page = readPage(`docs/reference/json/${name}.md`)
  const told = [...page.matchAll(/^\| \*{0,2}`([^`]+)`\*{0,2} \|/gm)].map(([, member]) => member ?? '')
  const wanted = membersOf(outputSchemas[name as keyof typeof outputSchemas] as unknown as Json)
  expect([...new Set(told)].sort()).toEqual([...new Set(wanted)].sort())
})
