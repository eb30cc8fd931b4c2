import { resolve } from 'node:path'
import type { Command } from 'commander'
import { Option } from 'commander'
import type { Io } from './io.ts'

export type OutputFormat = 'text' | 'json' | 'markdown' | 'sarif' | 'junit' | 'html' | 'annotations'

/** What every command takes. */
export interface CommonOptions {
  readonly directory: string
  readonly output: OutputFormat
  readonly environment: string | undefined
  readonly quiet: boolean
  readonly verbose: boolean
}

/** 0 clean, 1 something failed, 2 findings of severity error, drift, or a stale --check (design section 4). */
export type ExitCode = 0 | 1 | 2

export function withCommon(command: Command, formats: readonly OutputFormat[] = ['text', 'json']): Command {
  return command
    .option('-C, --directory <dir>', 'work in this directory (default: the current one)')
    .addOption(new Option('-o, --output <format>', 'how to print the result').choices([...formats]).default('text'))
    .option('-e, --environment <name>', 'only this environment')
    .option('-q, --quiet', 'print nothing but results')
    .option('-v, --verbose', 'say what is being done')
}

export function commonOptions(command: Command, io: Io): CommonOptions {
  const given: Record<string, unknown> = command.optsWithGlobals()
  const text = (key: string) => (typeof given[key] === 'string' ? given[key] : undefined)
  return {
    directory: resolve(io.cwd, text('directory') ?? '.'),
    output: (text('output') ?? 'text') as OutputFormat,
    environment: text('environment'),
    quiet: given.quiet === true,
    verbose: given.verbose === true,
  }
}
