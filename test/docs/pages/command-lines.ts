import { Command } from 'commander'
import { paletteFor } from '../../../engine/commands/io.ts'
import { register } from '../../../engine/commands/register.ts'
import { COMMANDS } from '../../../engine/commands/registry.ts'
import type { Fence } from './page.ts'

/** `isthmus …` as a page writes it: in a shell block, or between backticks. */
export interface CommandLine {
  readonly place: string
  readonly words: readonly string[]
}

const SHELLS = ['sh', 'console']

export function commandLinesIn(page: string, text: string, fences: readonly Fence[]): readonly CommandLine[] {
  const blocks = fences
    .filter((each) => SHELLS.includes(each.language))
    .flatMap(({ line, text: block, language }) =>
      block
        .split('\n')
        .filter((each) => language === 'sh' || each.startsWith('$ '))
        .flatMap((each) => calls(each).map((words) => ({ place: `${page}:${line}`, words }))),
    )
  const spans = text
    .split('\n')
    .flatMap((line, i) =>
      [...line.matchAll(/`(isthmus [^`]+)`/g)].flatMap(([, span = '']) =>
        calls(span.replaceAll('\\|', '|')).map((words) => ({ place: `${page}:${i + 1}`, words })),
      ),
    )
  return [...blocks, ...spans]
}

/** Words behind each `isthmus` of a line, up to what ends a command or begins a comment. */
function calls(line: string): readonly (readonly string[])[] {
  return [
    ...line
      .replace(/(^|\s)#.*$/, '')
      .matchAll(/(?<=^|[;&|(]\s*|^\$ |\bexec )isthmus((?:\s+(?:"[^"]*"|[^\s;&|"<>)]+))+)/g),
  ].map(([, rest = '']) => rest.trim().split(/\s+(?=(?:[^"]*"[^"]*")*[^"]*$)/))
}

/** Long and short options of every command, and what help and version take. */
export async function knownOptions(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const known = new Map<string, ReadonlySet<string>>()
  const io = { cwd: '.', env: {}, out() {}, err() {}, isTerminal: false, palette: paletteFor(false), now: () => '' }
  for (const [name, load] of COMMANDS) {
    const program = new Command('isthmus')
    register(program, await load(), io, () => {})
    const flags = program.commands.flatMap((command) =>
      command.options.flatMap((each) => [each.long, each.short].flatMap((flag) => flag ?? [])),
    )
    known.set(name, new Set([...flags, '--help']))
  }
  return known
}
