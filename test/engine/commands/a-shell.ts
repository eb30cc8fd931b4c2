import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Io } from '../../../engine/commands/io.ts'
import { paletteFor } from '../../../engine/commands/io.ts'
import { main } from '../../../engine/commands/main.ts'
import type { Prompter } from '../../../engine/model/prompter.ts'

const GIT_ENV = {
  ...process.env,
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
}

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs a command line as the binary would, with an Io of its own: no terminal, and a clock that stands still unless moved. */
export async function isthmus(cwd: string, ...args: readonly string[]): Promise<Ran> {
  return await isthmusAt('2026-03-04T05:06:07Z', cwd, ...args)
}

/** The same with somebody at the terminal who answers. */
export async function isthmusAsked(ask: Prompter, cwd: string, ...args: readonly string[]): Promise<Ran> {
  return await run('2026-03-04T05:06:07Z', cwd, args, ask)
}

export async function isthmusAt(now: string, cwd: string, ...args: readonly string[]): Promise<Ran> {
  return await run(now, cwd, args)
}

async function run(now: string, cwd: string, args: readonly string[], ask?: Prompter): Promise<Ran> {
  let out = ''
  let err = ''
  const io: Io = {
    cwd,
    env: GIT_ENV,
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
    isTerminal: false,
    palette: paletteFor(false),
    now: () => now,
    ...(ask ? { prompts: () => Promise.resolve(ask) } : {}),
  }
  const code = await main(['node', 'isthmus', ...args], io)
  return { code, out, err }
}

export function git(cwd: string, ...args: readonly string[]): string {
  return execFileSync('git', [...args], { cwd, env: GIT_ENV, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'isthmus-test-'))
}

export function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

export function read(root: string, path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

/** A desired-state repository as `init` makes it, in a folder with its bare origin and clusters beside it. */
export async function aRepository(): Promise<{
  readonly root: string
  readonly work: string
  readonly clusters: string
}> {
  const root = newFolder()
  const work = join(root, 'work')
  git(root, 'init', '--quiet', '--bare', '--initial-branch=main', 'origin.git')
  git(root, 'init', '--quiet', '--initial-branch=main', 'work')
  await isthmus(root, 'init', 'work')
  git(work, 'remote', 'add', 'origin', '../origin.git')
  pushAll(work, 'Desired state')
  return { root, work, clusters: join(root, 'clusters') }
}

export function pushAll(work: string, message: string): void {
  git(work, 'add', '--all')
  git(work, 'commit', '--quiet', '--message', message)
  git(work, 'push', '--quiet', '--set-upstream', 'origin', 'main')
}

/** A digest of every file below a folder, links and folders included, and Git's own bookkeeping left out. */
export function fingerprint(root: string): string {
  const hash = createHash('sha256')
  const walk = (folder: string) => {
    for (const name of readdirSync(folder).sort()) {
      const path = join(folder, name)
      if (/[/\\]\.git$/.test(path)) continue
      const stats = lstatSync(path)
      hash.update(`${path} ${stats.isDirectory()} `)
      if (stats.isDirectory()) walk(path)
      else if (stats.isFile()) hash.update(readFileSync(path))
    }
  }
  walk(root)
  return hash.digest('hex')
}
