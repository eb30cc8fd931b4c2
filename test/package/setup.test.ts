import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const work = mkdtempSync(join(tmpdir(), 'isthmus-setup-test-'))
afterAll(() => rmSync(work, { recursive: true, force: true }))

/** A checkout whose `npm` is a script of ours: nothing here reaches a network. */
function checkout(
  name: string,
  npm: string,
): { folder: string; setup: () => { output: string; status: number | null } } {
  const folder = join(work, name)
  const tools = join(folder, 'tools')
  mkdirSync(tools, { recursive: true })
  for (const file of ['scripts', 'package.json', 'package-lock.json']) {
    cpSync(join(root, file), join(folder, file), { recursive: true })
  }
  writeFileSync(join(tools, 'npm'), `#!/bin/sh\n${npm}\n`, { mode: 0o755 })
  const env = { ...process.env, PATH: [tools, process.env.PATH].join(delimiter), SOURCE: join(root, 'node_modules') }
  const setup = () => {
    const { stderr, stdout, status } = spawnSync(process.execPath, ['scripts/setup.mjs'], {
      cwd: folder,
      env,
      timeout: 20_000,
      encoding: 'utf8',
    })
    expect(stdout).toBe('')
    return { output: stderr, status }
  }
  return { folder, setup }
}

function turnOf(folder: string): string {
  const turn = createHash('sha256')
    .update(`${realpathSync(folder)}/`)
    .digest('hex')
  return join(tmpdir(), `isthmus-setup-${turn.slice(0, 16)}`)
}

/** What an installation leaves behind, as far as setup looks: the pinned Node. */
const installs = 'mkdir -p node_modules/.bin && ln -sf "$SOURCE/.bin/node" node_modules/.bin/node && echo "$@" > asked'

test('installs what is missing, once, and is silent when all is there', () => {
  const { folder, setup } = checkout('missing', installs)
  const first = setup()
  expect(first).toMatchObject({ status: 0, output: expect.stringContaining('installing dependencies') })
  expect(readFileSync(join(folder, 'asked'), 'utf8')).toMatch(/^ci --include=dev /)
  rmSync(join(folder, 'asked'))
  expect(setup()).toEqual({ status: 0, output: '' })
  expect(existsSync(join(folder, 'asked'))).toBe(false)
})

test('installs again when the lock file has changed', () => {
  const { folder, setup } = checkout('changed', installs)
  setup()
  rmSync(join(folder, 'asked'))
  const lock = join(folder, 'package-lock.json')
  writeFileSync(lock, `${readFileSync(lock, 'utf8')}\n`)
  expect(setup().status).toBe(0)
  expect(existsSync(join(folder, 'asked'))).toBe(true)
})

test("takes a person's own installation as it is", () => {
  const { folder, setup } = checkout('by-hand', 'exit 1')
  mkdirSync(join(folder, 'node_modules', '.bin'), { recursive: true })
  symlinkSync(join(root, 'node_modules', '.bin', 'node'), join(folder, 'node_modules', '.bin', 'node'))
  cpSync(join(root, 'node_modules', '.package-lock.json'), join(folder, 'node_modules', '.package-lock.json'))
  expect(setup()).toEqual({ status: 0, output: '' })
})

test('takes over from a setup that was killed', () => {
  const { folder, setup } = checkout('killed', installs)
  const dead = spawnSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }).stdout.trim()
  const held = turnOf(folder)
  mkdirSync(held)
  writeFileSync(join(held, 'pid'), dead)
  expect(setup().status).toBe(0)
  expect(existsSync(held)).toBe(false)
})

test('a setup that was killed before it could say which one it is holds up nobody for ever', () => {
  const { folder, setup } = checkout('killed-early', installs)
  const held = turnOf(folder)
  mkdirSync(held)
  const longAgo = new Date('2026-01-01T00:00:00Z')
  utimesSync(held, longAgo, longAgo)
  expect(setup().status).toBe(0)
  expect(existsSync(held)).toBe(false)
})

test.each([
  ['npm that fails', 'exit 7', ['npm ci failed (exit code 7)', 'registry cannot be reached']],
  ['install scripts that are blocked', 'mkdir -p node_modules', ['did not arrive', 'npm rebuild node']],
])('%s: one message with a remedy', (name, npm, expected) => {
  const { folder, setup } = checkout(name.replaceAll(' ', '-'), npm)
  const { output, status } = setup()
  expect(status).toBe(1)
  for (const part of expected) expect(output).toContain(part)
  expect(existsSync(join(folder, 'node_modules', '.isthmus-setup'))).toBe(false)
})
