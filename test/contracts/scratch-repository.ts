import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

export const bot = { name: 'Isthmus bot', email: 'isthmus-bot@isthmus.invalid' }
export const person = { name: 'Ada', email: 'ada@example.com' }
export const noon = '2026-01-31T12:00:00Z'

/** Real Git, as a person at a shell would use it. */
export function shell(directory: string, ...args: readonly string[]): string {
  const who = ['-c', `user.name=${person.name}`, '-c', `user.email=${person.email}`]
  const env = { ...process.env, GIT_AUTHOR_DATE: noon, GIT_COMMITTER_DATE: noon }
  return execFileSync('git', [...who, ...args], {
    cwd: directory,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

export function write(directory: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), text)
  }
}

export function commit(directory: string, files: Readonly<Record<string, string>>, message = 'A change'): string {
  write(directory, files)
  shell(directory, 'add', '-A')
  shell(directory, 'commit', '-q', '-m', message)
  return shell(directory, 'rev-parse', 'HEAD').trim()
}

/** An empty folder that goes with the test. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export interface Scratch {
  readonly root: string
  /** The bare repository that is the remote. */
  readonly remote: string
  /** A clone of it with one commit. */
  readonly work: string
}

const START = { 'README.md': 'hello\n' }

/** Copies what is costly to make with Git; the remote's address is relative, so that copies work. */
const template = mkdtempSync(join(tmpdir(), 'isthmus-template-'))
process.once('exit', () => rmSync(template, { recursive: true, force: true }))

export function scratchRepository(): Scratch {
  const made = join(template, 'with-remote')
  if (!existsSync(made)) {
    mkdirSync(join(made, 'work'), { recursive: true })
    shell(made, 'init', '-q', '--bare', '-b', 'main', 'desired-state.git')
    shell(join(made, 'work'), 'init', '-q', '-b', 'main', '.')
    shell(join(made, 'work'), 'remote', 'add', 'origin', '../desired-state.git')
    commit(join(made, 'work'), START, 'Desired state')
    shell(join(made, 'work'), 'push', '-q', '-u', 'origin', 'main')
  }
  const root = scratchFolder()
  cpSync(made, root, { recursive: true })
  return { root, remote: join(root, 'desired-state.git'), work: join(root, 'work') }
}

/** A repository of one's own, without a remote. */
export function scratchLocal(): string {
  const made = join(template, 'local')
  if (!existsSync(made)) {
    mkdirSync(made)
    shell(made, 'init', '-q', '-b', 'main', '.')
    commit(made, START, 'Desired state')
  }
  const work = scratchFolder()
  cpSync(made, work, { recursive: true })
  return work
}
