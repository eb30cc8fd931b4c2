import { relative } from 'node:path'
import { components } from '../../policies/index.ts'
import { renderedNames } from '../adapters/files.ts'
import { expandAll } from '../flows/expand-all.ts'
import { lastMayGo } from '../flows/taken-out.ts'
import { count } from '../model/count.ts'
import { hasErrors } from '../model/finding.ts'
import { findingsAnnotations } from '../stages/report/annotations.ts'
import { findingsJson } from '../stages/report/json.ts'
import { junit } from '../stages/report/junit.ts'
import { findingsSarif } from '../stages/report/sarif.ts'
import { chooseEnvironments } from './choose.ts'
import { desiredStateIn } from './desired-state.ts'
import { packageVersion } from './package.ts'
import { exitFor, printFindings } from './print-findings.ts'
import type { CommandDefinition } from './register.ts'
import { staleSchemas } from './stale-schemas.ts'

export const validateCommand: CommandDefinition = {
  usage: 'validate',
  summary: 'schemas and checks over the desired-state repository; every finding at once',
  formats: ['text', 'json', 'sarif', 'junit', 'annotations'],
  examples: [
    ['isthmus validate', 'check the repository in the current directory'],
    ['isthmus validate -C ../platform --output json', 'the same elsewhere, for programs'],
    ['isthmus validate --output annotations', 'in a workflow of GitHub, Gitea or Forgejo: each finding at its line'],
    ['isthmus validate --output sarif > isthmus.sarif', 'for code scanning; junit for the tests of a CI'],
  ],
  exitTwo: 'a finding of severity error',
  async run({ io, common }) {
    const read = await desiredStateIn(common.directory, io)
    const expanded = expandAll(read, components, common.environment, io.now(), io.progress)
    if (!hasErrors(expanded.findings)) chooseEnvironments(expanded, common.environment)
    const left = await renderedNames(common.directory)
    const findings = [...lastMayGo(expanded.findings, left), ...(await staleSchemas(common.directory))]
    if (common.output === 'json') io.out(findingsJson(findings))
    else if (common.output === 'sarif') io.out(findingsSarif(findings, packageVersion()))
    else if (common.output === 'annotations') io.out(findingsAnnotations(findings, relative(io.cwd, common.directory)))
    else if (common.output === 'junit') io.out(junit('isthmus validate', findings))
    else {
      printFindings(io, findings, read.files, !common.quiet)
      if (exitFor(findings) === 0 && !common.quiet)
        io.out(
          `valid: ${count(expanded.desired.environments.length, 'environment')}, ${count(expanded.desired.placements.length, 'placement')}\n`,
        )
    }
    return exitFor(findings)
  },
}
