import { components } from '../../policies/index.ts'
import { readDesiredState } from '../adapters/files.ts'
import { expandAll } from '../flows/expand-all.ts'
import { findingsJson } from '../stages/report/json.ts'
import { count } from '../stages/report/words.ts'
import { exitFor, printFindings } from './print-findings.ts'
import type { CommandDefinition } from './register.ts'

export const validateCommand: CommandDefinition = {
  usage: 'validate',
  summary: 'schemas and checks over the desired-state repository; every finding at once',
  examples: [
    ['isthmus validate', 'check the repository in the current directory'],
    ['isthmus validate -C ../platform --output json', 'the same elsewhere, for programs'],
  ],
  async run({ io, common }) {
    const read = await readDesiredState(common.directory)
    const { findings, desired } = expandAll(read, components, common.environment, io.now())
    if (common.output === 'json') io.out(findingsJson(findings))
    else {
      printFindings(io, findings, read.files, !common.quiet)
      if (exitFor(findings) === 0 && !common.quiet)
        io.out(
          `valid: ${count(desired.environments.length, 'environment')}, ${count(desired.placements.length, 'placement')}\n`,
        )
    }
    return exitFor(findings)
  },
}
