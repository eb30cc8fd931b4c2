import pc from 'picocolors'
import type { Progress } from '../model/progress.ts'
import type { Prompter } from '../model/prompter.ts'
import type { Palette } from '../stages/report/text.ts'
import type { Screen } from './screen.ts'
import { watchedScreen } from './screen.ts'

/** Everything ambient that a command may touch, so that a test can hand in its own. */
export interface Io {
  /** Directory that relative paths of the caller are resolved against. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** How HTTP goes out; absent: as the environment and the configuration say. */
  readonly fetch?: typeof fetch
  out(text: string): void
  err(text: string): void
  readonly isTerminal: boolean
  /** Where standard error is a terminal that somebody watches. */
  readonly screen?: Screen
  /** Hears how far the command is; absent where nobody is shown. */
  readonly progress?: Progress
  readonly palette: Palette
  /** RFC 3339 UTC, whole seconds. */
  now(): string
  /** All of standard input; absent where there is none to read. */
  readonly stdin?: () => Promise<string>
  /** Somebody who answers questions; absent where there is no terminal. */
  readonly prompts?: () => Promise<Prompter>
}

export function paletteFor(colour: boolean): Palette {
  const { red, yellow, green, bold, dim } = pc.createColors(colour)
  return { red, yellow, green, bold, dim }
}

/** The real world: the one place that reads it. */
export function processIo(): Io {
  const { env } = process
  // `isthmus … | head` closes the pipe: that is an end, not an error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    process.stderr.write(`error output/not-written: standard output takes no more (${error.code})\n`)
    process.exit(1)
  })
  const isTerminal = process.stdout.isTTY === true
  const colour = isTerminal && env.NO_COLOR === undefined && env.TERM !== 'dumb'
  const screen = watchedScreen(env)
  return {
    cwd: callerDirectory(env),
    env,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    isTerminal,
    ...(screen ? { screen } : {}),
    palette: paletteFor(colour),
    now: () => `${new Date().toISOString().slice(0, 19)}Z`,
    stdin: () => readAll(process.stdin),
    ...(isTerminal && process.stdin.isTTY ? { prompts } : {}),
  }
}

async function prompts(): Promise<Prompter> {
  return (await import('../adapters/terminal-prompts.ts')).terminalPrompts()
}

async function readAll(stream: AsyncIterable<Buffer | string>): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(Buffer.from(part))
  return Buffer.concat(parts).toString('utf8')
}

/** `npm run isthmus` starts in the checkout; the caller's own directory is what `-C` means then. */
function callerDirectory(env: NodeJS.ProcessEnv): string {
  const isOwnScript = env.npm_package_name === 'isthmus' && env.npm_lifecycle_event !== undefined
  return (isOwnScript && env.INIT_CWD) || process.cwd()
}
