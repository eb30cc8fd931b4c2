import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const work = mkdtempSync(join(tmpdir(), 'isthmus-ci-'))
afterAll(() => rmSync(work, { recursive: true, force: true }))

/** A stand-in for Vitest that reports what it is told to, and ends as it is told to. */
const fake = `
import { writeFileSync } from 'node:fs'
const [exit, passed, failed, broken] = process.argv.slice(2, 6).map(Number)
const file = process.argv.find((each) => each.startsWith('--outputFile.json='))?.slice('--outputFile.json='.length)
const assertions = (status, length) => Array.from({ length }, () => ({ status }))
const testResults = [
  { name: 'good.test.ts', status: 'passed', assertionResults: assertions('passed', passed) },
  ...(failed > 0 ? [{ name: 'bad.test.ts', status: 'failed', assertionResults: assertions('failed', failed) }] : []),
  ...Array.from({ length: broken }, (_, i) => ({ name: 'broken-' + i, status: 'failed', assertionResults: [] })),
]
writeFileSync(file, JSON.stringify({ testResults }))
console.log('99 passed, 99 failed')
process.exit(exit)
`

/** One that fails with `bad.test.ts`, and ends as told where it is asked for that file alone. */
const flaky = `
import { writeFileSync } from 'node:fs'
const [second] = process.argv.slice(2)
const isAgain = process.argv.some((each) => each === 'bad.test.ts')
const file = process.argv.find((each) => each.startsWith('--outputFile.json='))?.slice('--outputFile.json='.length)
const status = isAgain ? second : 'failed'
const bad = { name: 'bad.test.ts', status, assertionResults: [{ status: 'passed' }, { status }] }
const good = { name: 'good.test.ts', status: 'passed', assertionResults: [{ status: 'passed' }] }
writeFileSync(file, JSON.stringify({ testResults: isAgain ? [bad] : [good, bad] }))
process.exit(status === 'passed' ? 0 : 1)
`

const green = 'node fake.mjs 0 3 0 0'
const checks = { licences: 'true', audit: 'true', sbom: 'echo CycloneDX' }
const stories = 'node fake.mjs 0 1 0 0'
const both = { setup: 'true', ...checks, test: green, 'test:stories': stories, 'test:real': green }
const cases = [
  ['everything green', {}, '10 passed, 0 failed', 0],
  ['a failed test', { test: 'node fake.mjs 1 2 1 0' }, '9 passed, 1 failed', 1],
  ['a file that does not load', { test: 'node fake.mjs 1 2 0 1' }, '9 passed, 1 failed', 1],
  ['a failure outside the tests', { test: 'node fake.mjs 1 3 0 0' }, '10 passed, 1 failed', 1],
  ['lint that fails first', { test: 'false' }, '7 passed, 1 failed', 1],
  ['a run without tests', { test: 'node fake.mjs 0 0 0 0' }, '7 passed, 1 failed', 1],
  ['setup that fails', { setup: 'false' }, '0 passed, 1 failed', 1],
  ['a second suite that fails', { 'test:real': 'node fake.mjs 1 4 2 0' }, '11 passed, 2 failed', 1],
  ['a real suite that fails once', { 'test:real': 'node flaky.mjs passed' }, '10 passed, 0 failed', 0],
  ['a real suite that fails twice', { 'test:real': 'node flaky.mjs failed' }, '9 passed, 1 failed', 1],
  ['a unit test that fails once', { test: 'node flaky.mjs passed' }, '9 passed, 1 failed', 1],
  ['many real files that fail', { 'test:real': 'node fake.mjs 1 3 1 4' }, '10 passed, 5 failed', 1],
  ['a licence that is not allowed', { licences: 'false' }, '9 passed, 1 failed', 1],
  ['a known weakness', { audit: 'false' }, '9 passed, 1 failed', 1],
  ['no bill of materials', { sbom: 'true' }, '9 passed, 1 failed', 1],
  ['a second suite that is not there', { 'test:real': undefined }, '7 passed, 1 failed', 1],
] as const

test.each(cases)('%s', (name, scripts, last, code) => {
  const folder = join(work, name.replaceAll(' ', '-'))
  for (const part of ['.ci', 'scripts']) cpSync(join(root, part), join(folder, part), { recursive: true })
  mkdirSync(folder, { recursive: true })
  // Nothing is installed by a test.
  writeFileSync(join(folder, '.ci', 'packages'), 'true\n')
  writeFileSync(join(folder, 'fake.mjs'), fake)
  writeFileSync(join(folder, 'flaky.mjs'), flaky)
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'x', version: '1.0.0', scripts: { ...both, ...scripts } }),
  )
  const { stdout, status } = spawnSync('bash', ['.ci/run'], { cwd: folder, encoding: 'utf8' })
  expect(stdout.trimEnd().split('\n').at(-1)).toBe(last)
  expect(status).toBe(code)
})
