import type { Command } from 'commander'
import { findingsJson } from '../stages/report/json.ts'
import type { Io } from './io.ts'
import type { CommonOptions, ExitCode, OutputFormat } from './options.ts'
import { commonOptions, withCommon } from './options.ts'
import { withProgress } from './progress-line.ts'

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
  /** Forge, chats, hub and limits are those of isthmus.yaml: with one that is not valid it ends with the findings, as nothing else was meant. */
  readonly isConfigured?: true
  /** Runs until it is stopped: looks that go on for ever have no progress. */
  readonly isEndless?: true
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
  const two = exitTwoOf(definition)
  const exits = two === undefined ? '' : `\n\nExit code 2: ${two}.`
  command.addHelpText('after', `\nExamples:\n${examples.join('\n')}${exits}`)
  command.action(async (...given: unknown[]) => {
    const args = given
      .slice(0, command.registeredArguments.length)
      .flatMap((each) => (Array.isArray(each) ? each : [each]))
    const texts = args.map((each) => (typeof each === 'string' ? each : undefined))
    const call = { io, common: commonOptions(command, io), args: texts, options: command.optsWithGlobals() }
    exit((await endedByFindings(definition, call)) ?? (await runShown(definition, call)))
  })
}

/** What exit code 2 says, its configuration included. */
export function exitTwoOf({ exitTwo, isConfigured }: CommandDefinition): string | undefined {
  const said = [...(exitTwo === undefined ? [] : [exitTwo]), ...(isConfigured ? ['isthmus.yaml is not valid'] : [])]
  return said.length === 0 ? undefined : said.join('; or ')
}

/** Undefined where the command may go on. */
async function endedByFindings(
  { isConfigured }: CommandDefinition,
  { io, common }: Call,
): Promise<ExitCode | undefined> {
  if (!isConfigured) return undefined
  // Loaded for those alone: a schema compiler takes longer to start than some commands run.
  const { wrongConfiguration } = await import('./configuration.ts')
  const wrong = await wrongConfiguration(common.directory)
  if (wrong === undefined) return undefined
  if (common.output === 'json') io.out(findingsJson(wrong.findings))
  else (await import('./print-findings.ts')).printFindings(io, wrong.findings, wrong.files)
  return 2
}

/** Progress is for whoever watches a terminal and has not asked for quiet. */
async function runShown(definition: CommandDefinition, call: Call): Promise<ExitCode> {
  const { screen } = call.io
  if (screen === undefined || call.common.quiet || definition.isEndless) return await definition.run(call)
  const { io, close } = withProgress(call.io, screen)
  try {
    return await definition.run({ ...call, io })
  } finally {
    close()
  }
}

/** The options of a definition, those of every command among them. */
export function addOptions(command: Command, { formats, options }: CommandDefinition): Command {
  const whole = withCommon(command, formats)
  for (const [flags, description] of options ?? []) whole.option(flags, description)
  return whole
}
