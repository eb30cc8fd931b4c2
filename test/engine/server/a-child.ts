import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

const CLI = join(import.meta.dirname, '../../../engine/cli.ts')

export interface LogLine {
  readonly event: string
  readonly level: string
  readonly [field: string]: unknown
}

export interface Child {
  readonly process: ChildProcess
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>
  readonly lines: () => readonly LogLine[]
  /** All that it wrote on stdout. */
  readonly out: () => string
  /** All that it wrote on stderr. */
  readonly text: () => string
  /** Resolves with the first line of that event. Throws when it ends, or takes too long. */
  until(event: string, isIt?: (line: LogLine) => boolean): Promise<LogLine>
  /** Address from the log, once it listens. */
  url(): Promise<string>
}

/** `isthmus` as a process of its own. */
export function isthmusChild(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Child {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, ...args], {
    cwd,
    env: { ...outsideNpm(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let text = ''
  const waiting = new Set<() => void>()
  const news = () => {
    for (const each of [...waiting]) each()
  }
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    out += chunk
  })
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
    news()
  })
  let end: number | string | undefined
  const ended = new Promise<number | string>((resolve) => {
    child.on('close', (code, signal) => {
      end = code ?? signal ?? 'gone'
      resolve(end)
      news()
    })
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines = () => text.split('\n').flatMap(parsed)
  const until: Child['until'] = async (event, isIt = () => true) => {
    const deadline = Date.now() + 60_000
    for (;;) {
      const found = lines().find((each) => each.event === event && isIt(each))
      if (found) return found
      if (end !== undefined || Date.now() > deadline) throw new Error(`no ${event}; ended: ${end}\n${text}`)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(done, 5_000)
        function done() {
          clearTimeout(timer)
          waiting.delete(done)
          resolve()
        }
        waiting.add(done)
      })
    }
  }
  return {
    process: child,
    ended,
    lines,
    out: () => out,
    text: () => text,
    until,
    url: async () => String((await until('listening')).url),
  }
}

/** Under npm the command takes the directory that npm was started in for the caller's. */
function outsideNpm(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD)/.test(name)))
}

function parsed(line: string): readonly LogLine[] {
  try {
    return line.startsWith('{') ? [JSON.parse(line) as LogLine] : []
  } catch {
    return []
  }
}

export interface GitShim {
  /** Put this before everything on the PATH. */
  readonly folder: string
  /** How often Git was started since the last plan. */
  count(): number
  /** What happens to whoever starts Git: its process is killed before or after a certain call, or a verb fails as on a full disk. */
  plan(what: {
    readonly kill?: 'before' | 'after'
    readonly at?: number
    readonly only?: string
    readonly full?: string
  }): void
}

/** A `git` on the PATH that is the real one, but for what a test plans. */
export function gitShim(root: string): GitShim {
  const real = execFileSync('/bin/sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim()
  const folder = join(root, 'shim')
  const file = (name: string) => join(folder, name)
  mkdirSync(folder, { recursive: true })
  const script = `#!/bin/sh
. "${file('plan')}"
case " $* " in
  *" $full "*) cat >/dev/null; echo "fatal: write error: No space left on device" >&2; exit 128 ;;
  *" $only"*) echo >> "${file('calls')}" ;;
  *) exec "${real}" "$@" ;;
esac
n=$(wc -l < "${file('calls')}")
if [ "$n" = "$at" ] && [ "$kill" = before ]; then kill -9 $PPID; exit 137; fi
"${real}" "$@"
code=$?
if [ "$n" = "$at" ] && [ "$kill" = after ]; then kill -9 $PPID; fi
exit $code
`
  writeFileSync(file('git'), script)
  chmodSync(file('git'), 0o755)
  const shim: GitShim = {
    folder,
    count: () => readFileSync(file('calls'), 'utf8').length,
    plan({ kill = '', at = 0, only = '', full = 'nothing-is-full' }) {
      writeFileSync(file('calls'), '')
      writeFileSync(file('plan'), `kill='${kill}'\nat='${at}'\nonly='${only}'\nfull='${full}'\n`)
    },
  }
  shim.plan({})
  return shim
}

export function pathWith(shim: GitShim): Readonly<Record<string, string>> {
  return { PATH: `${shim.folder}:${process.env.PATH ?? dirname(process.execPath)}` }
}
