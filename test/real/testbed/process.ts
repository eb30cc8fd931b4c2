import type { ChildProcess } from 'node:child_process'
import { spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

export interface ProcessOptions {
  /** How messages name it. */
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** Where its output goes; the last lines of it come with a failure. */
  readonly log: string
  /** True once it serves; asked until then. */
  readonly isReady: () => Promise<boolean>
  readonly readyWithinMs?: number
}

export interface RunningProcess {
  readonly name: string
  readonly pid: number
  readonly log: string
  readonly hasExited: () => boolean
  /** SIGTERM, then SIGKILL after some seconds. Returns once it is gone. */
  stop(): Promise<void>
  /** SIGKILL at once: what a lost machine does. */
  kill(): Promise<void>
}

const STOP_MS = 8_000
// Each running process listens for the end of this one.
process.setMaxListeners(200)
/** The kernel ends the child when the test process is gone, however that ended; where util-linux is. */
const canTie = spawnSync('setpriv', ['--pdeathsig', 'KILL', 'true'], { stdio: 'ignore' }).status === 0

/** Starts a server and waits until it serves. It never outlives the process that started it. */
export async function start(options: ProcessOptions): Promise<RunningProcess> {
  const { name, command, args, log, readyWithinMs = 90_000 } = options
  const output = openSync(log, 'a')
  const [file, argv] = canTie ? ['setpriv', ['--pdeathsig', 'KILL', command, ...args]] : [command, [...args]]
  const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...options.env }
  const child = spawn(file, argv, {
    stdio: ['ignore', output, output],
    env,
    ...(options.cwd ? { cwd: options.cwd } : {}),
  })
  closeSync(output)
  const atExit = () => child.kill('SIGKILL')
  process.once('exit', atExit)
  const gone = new Promise<void>((resolve) => {
    child.once('error', () => resolve())
    child.once('exit', () => resolve())
  }).then(() => void process.off('exit', atExit))
  const hasExited = () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined
  const end = async (signal: NodeJS.Signals) => {
    if (!hasExited()) child.kill(signal)
    await Promise.race([gone, wait(STOP_MS, undefined, { ref: false })])
    if (!hasExited()) child.kill('SIGKILL')
    await gone
  }
  await ready(options, child, hasExited, readyWithinMs).catch(async (error: unknown) => {
    await end('SIGKILL')
    throw error
  })
  return { name, pid: child.pid ?? 0, log, hasExited, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') }
}

async function ready(
  { name, isReady, log }: ProcessOptions,
  child: ChildProcess,
  hasExited: () => boolean,
  withinMs: number,
): Promise<void> {
  const end = Date.now() + withinMs
  while (!(await isReady().catch(() => false))) {
    // The exit event of a program that is not there comes a tick later.
    await wait(100)
    const how = child.signalCode ?? `exit code ${child.exitCode}`
    if (hasExited()) throw new Error(`${name} ended before it served (${how}):\n${lastLines(log)}`)
    if (Date.now() > end) throw new Error(`${name} does not serve after ${withinMs / 1000} s:\n${lastLines(log)}`)
  }
}

/** The end of a log, for a message. */
export function lastLines(log: string, count = 25): string {
  return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-count).join('\n')
}

/** Asks until the answer is something; throws what it waited for when the time is over. */
export async function until<T>(what: string, withinMs: number, ask: () => Promise<T | undefined | false>): Promise<T> {
  const end = Date.now() + withinMs
  let last: unknown
  for (;;) {
    const answer = await ask().catch((error: unknown) => {
      last = error
      return undefined
    })
    if (answer !== undefined && answer !== false) return answer
    if (Date.now() > end) throw new Error(`waited ${withinMs / 1000} s for ${what}`, { cause: last })
    await wait(200)
  }
}
