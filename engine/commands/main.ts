import { Command, CommanderError } from 'commander'
import { Failure } from '../model/failure.ts'
import { visibleLines } from '../model/visible.ts'
import { bugText } from './bug-text.ts'
import type { Io } from './io.ts'
import type { ExitCode } from './options.ts'
import { packageVersion } from './package.ts'
import { register } from './register.ts'
import { definitionsFor } from './registry.ts'

/** Runs one command line; the only place that catches everything. */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = 0
  const program = new Command('isthmus')
    .description('GitOps policy engine for stateful platforms stretched over regions')
    .version(packageVersion())
    .option('-C, --directory <dir>', 'work in this directory')
    .showHelpAfterError('(--help shows usage and examples)')
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.err(text) })
    .exitOverride()
  for (const each of await definitionsFor(argv.slice(2))) register(program, each, io, (result) => (code = result))
  try {
    await program.parseAsync([...argv])
    return code
  } catch (error) {
    return explainError(error, io)
  }
}

function explainError(error: unknown, io: Io): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1
  if (error instanceof Failure) {
    // Names of files, contexts and servers are in it, as others wrote them.
    const [message, hint] = [visibleLines(error.message), visibleLines(error.hint)]
    io.err(`${io.palette.red('error')} ${error.code}: ${message}\n  ${hint}\n`)
    return 1
  }
  io.err(`${io.palette.red('bug')} in isthmus, please report it:\n${bugText(error)}\n`)
  return 1
}
