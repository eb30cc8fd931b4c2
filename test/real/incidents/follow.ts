import type { Io } from '../../../engine/commands/io.ts'
import { paletteFor } from '../../../engine/commands/io.ts'
import { main } from '../../../engine/commands/main.ts'
import { until } from '../testbed/process.ts'

/** A `drift --watch` that runs, with what it printed so far. */
export interface Following {
  readonly lines: readonly string[]
  /** Waits for a line like that. */
  line(like: RegExp): Promise<string>
  /** Ctrl-C. */
  stop(): Promise<number>
}

export function following(cwd: string, ...args: readonly string[]): Following {
  const lines: string[] = []
  const io: Io = {
    cwd,
    env: { ...process.env, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' },
    out: (text) => void lines.push(...text.trimEnd().split('\n')),
    err: (text) => void lines.push(text.trimEnd()),
    isTerminal: false,
    palette: paletteFor(false),
    now: () => new Date().toISOString(),
  }
  const running = main(['node', 'isthmus', 'drift', '--watch', ...args], io)
  return {
    lines,
    line: (like) => until(`a line like ${like}`, 60_000, async () => lines.find((each) => like.test(each))),
    stop: async () => {
      process.emit('SIGINT')
      return await running
    },
  }
}
