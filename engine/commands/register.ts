import type { Command } from 'commander'
import type { Io } from './io.ts'
import type { CommonOptions, ExitCode, OutputFormat } from './options.ts'
import { commonOptions, withCommon } from './options.ts'

/** One command: how it is called, what it says of itself, and what it does. */
export interface CommandDefinition {
  /** Name and arguments in commander's notation, such as `explain <object>`. */
  readonly usage: string
  readonly summary: string
  /** Command lines with what they do. */
  readonly examples: readonly (readonly [line: string, meaning: string])[]
  readonly formats?: readonly OutputFormat[]
  /** Further options: flags in commander's notation, description, and words that a shell offers for the value. */
  readonly options?: readonly (readonly [flags: string, description: string, words?: readonly string[]])[]
  /** Words that a shell offers for the first argument. */
  readonly words?: readonly string[]
  /** What exit code 2 says; absent where the command knows only 0 and 1. */
  readonly exitTwo?: string
  run(call: Call): Promise<ExitCode>
}

export interface Call {
  readonly io: Io
  readonly common: CommonOptions
  readonly args: readonly (string | undefined)[]
  /** Further options by camel-case name. */
  readonly options: Readonly<Record<string, unknown>>
}

export function register(
  program: Command,
  definition: CommandDefinition,
  io: Io,
  exit: (code: ExitCode) => void,
): void {
  const command = addOptions(program.command(definition.usage).description(definition.summary), definition)
  const width = Math.max(...definition.examples.map(([line]) => line.length))
  const examples = definition.examples.map(([line, meaning]) => `  ${line.padEnd(width)}  ${meaning}`)
  const exits = definition.exitTwo === undefined ? '' : `\n\nExit code 2: ${definition.exitTwo}.`
  command.addHelpText('after', `\nExamples:\n${examples.join('\n')}${exits}`)
  command.action(async (...given: unknown[]) => {
    const args = given
      .slice(0, command.registeredArguments.length)
      .flatMap((each) => (Array.isArray(each) ? each : [each]))
    const texts = args.map((each) => (typeof each === 'string' ? each : undefined))
    exit(
      await definition.run({ io, common: commonOptions(command, io), args: texts, options: command.optsWithGlobals() }),
    )
  })
}

/** The options of a definition, those of every command among them. */
export function addOptions(command: Command, { formats, options }: CommandDefinition): Command {
  const whole = withCommon(command, formats)
  for (const [flags, description] of options ?? []) whole.option(flags, description)
  return whole
}
