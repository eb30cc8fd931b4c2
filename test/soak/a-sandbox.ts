import { execFile, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { bareRepository } from '../../engine/adapters/git/bare-repository.ts'
import type { LocalForge } from '../../engine/adapters/local-forge.ts'
import { localForge } from '../../engine/adapters/local-forge.ts'
import { deliveredObjects, editObject, writeCluster } from '../../engine/commands/demo/clusters.ts'
import { changedBy } from '../../engine/commands/demo/managed-fields.ts'
import { readRendered } from '../../engine/stages/read-rendered.ts'
import type { Receiver } from '../contracts/receiver.ts'
import { receiver } from '../contracts/receiver.ts'
import { ONE_POLICY } from '../real/gitea-story.ts'

const run = promisify(execFile)
const CLI = join(import.meta.dirname, '../../scripts/isthmus.mjs')
const MEMBERS = ['cluster1', 'cluster2', 'cluster3']
const WHO = { GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.com' }
const COMMITTER = { GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.com' }

/** A desired state with the local forge, clusters as folders, a chat, and a clone that one server after the other works in. */
export interface Sandbox {
  readonly forge: LocalForge
  /** The server's clone and the bare repository behind it. */
  readonly clone: string
  readonly origin: string
  /** The server's folder for temporary files. */
  readonly temporary: string
  alerts(): readonly { readonly id: string; readonly event: string }[]
  /** A person pushes files to main. */
  push(files: Readonly<Record<string, string>>): Promise<void>
  /** The clusters get what main has. */
  deliver(): Promise<void>
  setMode(mode: string): Promise<void>
  /** Starts the server; it is killed after so long, with all that it started where `withChildren`. */
  start(args: readonly string[], kill?: { readonly afterMs: number; readonly withChildren: boolean }): Promise<Ended>
  git(directory: string, ...args: readonly string[]): Promise<string>
  end(): void
}

export interface Ended {
  readonly how: number | string
  readonly ms: number
  readonly log: string
}

export async function aSandbox(): Promise<Sandbox> {
  const root = mkdtempSync(join(tmpdir(), 'isthmus-restarts-'))
  const [origin, work, clone] = ['origin.git', 'work', 'clone'].map((each) => join(root, each)) as [
    string,
    string,
    string,
  ]
  const [clusters, temporary] = [join(root, 'clusters'), join(root, 'tmp')]
  mkdirSync(temporary)
  const chat = await receiver()
  const git = async (cwd: string, ...args: readonly string[]) =>
    (await run('git', [...args], { cwd, env: { ...process.env, ...WHO, ...COMMITTER } })).stdout
  await git(root, 'init', '-q', '--bare', '-b', 'main', origin)
  await git(root, 'clone', '-q', origin, work)
  const sandbox: Sandbox = {
    forge: localForge({
      bare: bareRepository({ directory: work, origin, variables: process.env }),
      now: () => new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    }),
    clone,
    origin,
    temporary,
    alerts: () => chat.requests.map((each) => JSON.parse(each.body) as { readonly id: string; readonly event: string }),
    push: async (files) => {
      await git(work, 'checkout', '-q', '-B', 'main')
      await git(work, 'pull', '-q', '--ff-only', 'origin', 'main').catch(() => '')
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(work, path)), { recursive: true })
        writeFileSync(join(work, path), text)
      }
      await git(work, 'add', '--all')
      await git(work, 'commit', '-q', '-m', 'By a person')
      await git(work, 'push', '-q', 'origin', 'main')
    },
    deliver: async () => {
      await git(work, 'pull', '-q', '--ff-only', 'origin', 'main')
      await deliver(work, clusters)
    },
    setMode: async (mode) => {
      for (const each of MEMBERS) {
        await editObject(clusters, each, 'ConfigMap app/app', (object) =>
          changedBy('kubectl', new Date().toISOString(), object, ['data', 'mode'], mode),
        )
      }
    },
    start: (args, kill) => startIn(clone, [...args, '--from', clusters], temporary, kill),
    git,
    end: () => rmSync(root, { recursive: true, force: true }),
  }
  await sandbox.push({ ...ONE_POLICY, 'isthmus.yaml': configuration(chat) })
  await git(root, 'clone', '-q', origin, clone)
  mkdirSync(clusters)
  return sandbox
}

function configuration({ url }: Receiver): string {
  return JSON.stringify({
    apiVersion: 'isthmus.dev/v1alpha1',
    kind: 'Configuration',
    forge: { type: 'local' },
    chats: [{ type: 'webhook', url }],
    limits: { newProposalsPerHour: 10_000 },
  })
}

async function deliver(work: string, clusters: string): Promise<void> {
  const place = join(work, 'rendered/gdw')
  const files = new Map(
    readdirSync(place).map((each) => [`rendered/gdw/${each}`, readFileSync(join(place, each), 'utf8')]),
  )
  const { rendered } = readRendered('gdw', files)
  for (const each of [...MEMBERS, 'local-cluster'])
    await writeCluster(clusters, each, deliveredObjects(rendered, each, new Date().toISOString()))
}

async function startIn(
  cwd: string,
  args: readonly string[],
  temporary: string,
  kill?: { readonly afterMs: number; readonly withChildren: boolean },
): Promise<Ended> {
  const began = Date.now()
  const outside = Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD)/.test(name))
  // A group of its own, so that what it started can be killed with it, as the end of a container does.
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, 'serve', ...args], {
    cwd,
    env: { ...Object.fromEntries(outside), TMPDIR: temporary },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  })
  const chunks: Buffer[] = []
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise<number | string>((resolve) => {
    child.on('exit', (code, signal) => resolve(code ?? signal ?? 'gone'))
  })
  if (kill) {
    await Promise.race([ended, wait(kill.afterMs)])
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined)
      process.kill(kill.withChildren ? -child.pid : child.pid, 'SIGKILL')
  }
  const how = await ended
  return { how, ms: Date.now() - began, log: Buffer.concat(chunks).toString('utf8') }
}
