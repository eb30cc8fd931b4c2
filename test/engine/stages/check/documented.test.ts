import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../../../..')
/** What makes findings about people's files. Codes of failures, of drift and of gates are not rules of this page. */
const SOURCES = [
  'engine/stages/load',
  'engine/stages/load.ts',
  'engine/stages/validate',
  'engine/stages/validate.ts',
  'engine/stages/check',
  'engine/stages/generate',
  'engine/stages/generate.ts',
  'engine/flows/expand-generator.ts',
  'engine/stages/check-catalog.ts',
  'engine/stages/kustomize.ts',
  'engine/stages/ways-out.ts',
  'engine/stages/ways-out/without-effect.ts',
  'engine/stages/select.ts',
  'engine/commands/plan.ts',
  'engine/commands/stale-schemas.ts',
  'engine/adapters/files',
  'engine/adapters/files.ts',
  'engine/model/members.ts',
  'engine/model/source-limit.ts',
]
/** Text of that form that is no rule: the name of a repository, as an example. */
const OTHER_TEXT = new Set(['platform/desired-state', 'owner/name', 'group/project'])
/** Names that `${component}/…` stands for. */
const QUORUMS = ['vault', 'database']

function filesBelow(path: string): readonly string[] {
  if (path.endsWith('.ts')) return [path]
  return readdirSync(join(ROOT, path), { withFileTypes: true, recursive: true })
    .filter((each) => each.isFile() && each.name.endsWith('.ts'))
    .map((each) => join(each.parentPath, each.name).slice(ROOT.length + 1))
}

function rulesIn(text: string): readonly string[] {
  const whole = [...text.matchAll(/(?<!Failure\(\s*)'([a-z]+\/[a-z][a-z0-9-]*)'/g)].map((each) => each[1] ?? '')
  const parts = [...text.matchAll(/rule: `\$\{component\}\/([a-z-]+)`/g)].flatMap((each) =>
    QUORUMS.map((name) => `${name}/${each[1]}`),
  )
  return [...whole, ...parts].filter((each) => !/\/v\d/.test(each) && !OTHER_TEXT.has(each))
}

/** Components: only what stands behind `rule:`, since their objects are full of other text. */
function rulesOfComponent(text: string): readonly string[] {
  return [...text.matchAll(/\brule: '([a-z]+\/[a-z][a-z0-9-]*)'/g)].map((each) => each[1] ?? '')
}

function used(): ReadonlySet<string> {
  const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')
  const engine = SOURCES.flatMap(filesBelow).flatMap((path) => rulesIn(read(path)))
  const policies = filesBelow('policies').flatMap((path) => rulesOfComponent(read(path)))
  return new Set([...engine, ...policies])
}

const page = readFileSync(join(ROOT, 'docs/reference/rules.md'), 'utf8')
const rows = page
  .split('\n')
  .map((line) => /^\| `([a-z]+\/[a-z0-9-]+)` \| ([a-z, ]+) \| (.+) \| (.+) \| (.+) \|$/.exec(line))
  .filter((row) => row !== null)

test('every rule of the code is on the page, and nothing else', () => {
  const documented = rows.map((row) => row[1] ?? '')
  // Only Vault is one Raft group, whose voters are to be odd.
  const inCode = [...used()].filter((each) => each !== 'database/even-voters')
  expect([...documented].sort()).toEqual(inCode.sort())
})

test('every row says how bad it is, where it comes from and what to do', () => {
  expect(rows.length).toBeGreaterThan(100)
  for (const [, rule, severity, says, source, remedy] of rows) {
    expect(
      severity?.split(', ').every((each) => ['error', 'warning', 'info'].includes(each)),
      rule,
    ).toBe(true)
    expect(source, rule).toMatch(/^(G\d+(, G\d+)*|names|files|schema|security)$/)
    expect(
      [says, remedy].every((each) => (each ?? '').trim().length > 2),
      rule,
    ).toBe(true)
  }
})

test.each(Array.from({ length: 12 }, (_, i) => `G${i + 1}`))('%s names rules that exist', (rule) => {
  const [line] = page.split('\n').filter((each) => each.startsWith(`| ${rule} `))
  const named = [...(line ?? '').matchAll(/`([a-z]+\/[a-z-]*\*?)`/g)].map((each) => each[1] ?? '')
  expect(named.length).toBeGreaterThan(0)
  for (const name of named) {
    const start = name.endsWith('*') ? name.slice(0, -1) : undefined
    expect(
      [...used()].some((each) => (start === undefined ? each === name : each.startsWith(start))),
      name,
    ).toBe(true)
  }
})
