import { components } from '../../policies/index.ts'
import { writeRunbook } from '../flows/runbook.ts'
import { Failure } from '../model/failure.ts'
import type { RegionChangeKind } from '../model/runbook.ts'
import { visible } from '../model/visible.ts'
import { findingsJson, json } from '../stages/report/json.ts'
import { runbookMarkdown, runbookText } from '../stages/report/runbook.ts'
import { configurationIn } from './configuration.ts'
import { desiredStateIn } from './desired-state.ts'
import { packageVersion } from './package.ts'
import { repositoryIn } from './ports.ts'
import { printFindings } from './print-findings.ts'
import type { CommandDefinition } from './register.ts'
import { SOURCE_OPTIONS, sourceFrom } from './source.ts'

export const runbookCommand: CommandDefinition = {
  usage: 'runbook <change> <region>',
  summary: 'a region joins, is replaced or retires: every step with its command, its evidence and the votes left',
  formats: ['text', 'json', 'markdown'],
  words: ['join', 'replace', 'retire'],
  options: [
    ...SOURCE_OPTIONS,
    [
      '--since <ref>',
      'take rendered/ of this commit as what is merged, once waves have landed (default: the default branch)',
    ],
  ],
  examples: [
    ['isthmus runbook join eu-west-1', 'after its cluster was added to the environment in the working tree'],
    ['isthmus runbook retire us-east-1 --output markdown', 'a page with a box for each step'],
    ['isthmus runbook retire us-east-1 --since v7 --from contexts', 'which objects that it leaves behind are gone'],
    ['isthmus runbook replace us-east-2', 'rebuilt under its own name'],
  ],
  exitTwo: 'a step would lose the quorum; or a finding of severity error',
  isConfigured: true,
  async run({ io, common, options, args }) {
    const [kind, word = ''] = args
    const { hub } = await configurationIn(common.directory)
    const { findings, files, runbook } = await writeRunbook({
      repository: await repositoryIn(common.directory, io),
      read: await desiredStateIn(common.directory, io),
      components,
      kind: kindOf(kind),
      word,
      environment: common.environment,
      since: typeof options.since === 'string' ? options.since : undefined,
      source: options.from === undefined ? undefined : sourceFrom({ options, directory: common.directory, io, hub }),
      version: packageVersion(),
      now: io.now(),
    })
    if (runbook === undefined) {
      if (common.output === 'json') io.out(findingsJson(findings))
      else printFindings(io, findings, files)
      return 2
    }
    if (common.output === 'json') io.out(json(runbook))
    else io.out(common.output === 'markdown' ? runbookMarkdown(runbook) : runbookText(runbook, io.palette))
    return runbook.isSafe ? 0 : 2
  },
}

function kindOf(word: string | undefined): RegionChangeKind {
  if (word === 'join' || word === 'replace' || word === 'retire') return word
  throw new Failure('usage/unknown-change', `${visible(word ?? '')} is nothing that happens to a region`, {
    hint: 'use join, replace or retire',
  })
}
