import type { ChildProcess } from 'node:child_process'
import { execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** A finished process as the operating system accounts for it; `seconds` is the wall, `cpu` user and system. */
export interface Spent {
  readonly seconds: number
  readonly cpu: number | undefined
  /** Highest resident memory in MB. */
  readonly peakMb: number | undefined
  readonly code: number | null
  readonly out: string
}

export interface Command {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd?: string
  readonly input?: string
  /** Most of standard output that is kept, in characters. */
  readonly keep?: number
  /** Killed after so long; its code is null then. */
  readonly mostSeconds?: number
}

const TICKS = 100

interface Usage {
  readonly cpu: number
  readonly peakMb: number
}

/** What a process has used so far, from /proc; undefined where there is none. */
export function usageOf(pid: number): Usage | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return { cpu: (Number(fields[11]) + Number(fields[12])) / TICKS, peakMb: Number(peak ?? 0) / 1024 }
  } catch {
    return undefined
  }
}

/** Runs a command to its end. Processor time and memory are its own, without those of processes that it started. */
export async function runToEnd({ command, args, cwd, input, keep = 0, mostSeconds }: Command): Promise<Spent> {
  const began = performance.now()
  const child = spawn(command, args, { ...(cwd ? { cwd } : {}), stdio: ['pipe', 'pipe', 'ignore'] })
  let out = ''
  let last: Usage | undefined
  const look = () => {
    const now = child.pid === undefined ? undefined : usageOf(child.pid)
    // What has ended holds no memory any more.
    if (now) last = { cpu: now.cpu, peakMb: Math.max(now.peakMb, last?.peakMb ?? 0) }
  }
  const timer = setInterval(look, 10)
  const end = mostSeconds === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), mostSeconds * 1000)
  child.stdout.on('data', (chunk: Buffer) => {
    if (out.length < keep) out += chunk.toString('utf8')
  })
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const code = await ended(child)
  clearInterval(timer)
  clearTimeout(end)
  return { seconds: (performance.now() - began) / 1000, cpu: last?.cpu, peakMb: last?.peakMb, code, out }
}

async function ended(child: ChildProcess): Promise<number | null> {
  return await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code))
  })
}

/** Runs a command of isthmus for its effect; throws where it fails. */
export function isthmusIn(cli: readonly string[], args: readonly string[]): void {
  execFileSync(process.execPath, [...cli, ...args], { stdio: ['ignore', 'ignore', 'inherit'] })
}
