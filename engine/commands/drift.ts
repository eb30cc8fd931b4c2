import { resolve } from 'node:path'
import { components } from '../../policies/index.ts'
import { directorySource } from '../adapters/directory.ts'
import { historyOn } from '../effects/history.ts'
import { patrol } from '../flows/patrol.ts'
import type { DriftPublished } from '../flows/publish-drift.ts'
import { publishDrift } from '../flows/publish-drift.ts'
import type { DriftReport } from '../model/drift.ts'
import { Failure } from '../model/failure.ts'
import type { Source } from '../model/observation.ts'
import { parseYaml } from '../stages/render/yaml.ts'
import { driftHtml } from '../stages/report/drift-html.ts'
import { driftMarkdown } from '../stages/report/drift-markdown.ts'
import { driftJson } from '../stages/report/json.ts'
import { driftText } from '../stages/report/text.ts'
import { configurationIn } from './configuration.ts'
import type { Io } from './io.ts'
import { memoryOf } from './memory.ts'
import type { CommonOptions } from './options.ts'
import { chatsFor, forgeFor, repositoryIn } from './ports.ts'
import type { CommandDefinition } from './register.ts'

export const driftCommand: CommandDefinition = {
  usage: 'drift',
  summary: 'observe clusters once and report what differs from the merged rendered/',
  formats: ['text', 'json', 'markdown', 'html'],
  options: [
    ['--from <where>', 'directory with one sub-directory a cluster (the hub is local-cluster)'],
    ['--publish', 'open, update or close the drift proposal, and alert the chats'],
  ],
  examples: [
    ['isthmus drift --from must-gather', 'what differs, and which tool changed it'],
    ['isthmus drift --from must-gather --publish', 'the same as a pull request, and an alert'],
    ['isthmus drift --from must-gather --output json | jq .drifts', 'for programs'],
    ['isthmus drift --from must-gather --output html > drift.html', 'one page to read or to send'],
  ],
  async run({ io, common, options }) {
    const source = sourceFrom(options.from, common.directory)
    const configuration = await configurationIn(common.directory)
    const repository = await repositoryIn(common.directory, io)
    const { author } = configuration
    const now = io.now()
    const report = await patrol({
      repository,
      source,
      components,
      environment: common.environment,
      memory: memoryOf(repository, author),
      parseYaml,
      now,
    })
    print(io, common, report)
    if (options.publish === true) {
      const forge = forgeFor(common.directory, repository, configuration, io)
      const chats = await chatsFor(configuration, io)
      const history = historyOn(repository, report.environment, author)
      const { acknowledgementDays } = configuration.drift
      const published = await publishDrift(report, {
        repository,
        forge,
        chats,
        history,
        author,
        acknowledgementDays,
        now,
      })
      if (!common.quiet) io.err(`${describe(published)}\n`)
    }
    return report.drifts.length > 0 ? 2 : 0
  },
}

export function sourceFrom(where: unknown, directory: string): Source {
  if (typeof where === 'string' && where !== 'hub' && where !== 'contexts')
    return directorySource(resolve(directory, where))
  throw new Failure(
    'usage/no-source',
    where === undefined
      ? 'drift needs to know where to look'
      : `--from ${String(where)} is not available in this version`,
    {
      hint: 'name a directory with one sub-directory a cluster: --from DIR',
    },
  )
}

function print(io: Io, common: CommonOptions, report: DriftReport): void {
  if (common.output === 'json') io.out(driftJson(report))
  else if (common.output === 'html') io.out(driftHtml(report))
  else io.out(common.output === 'markdown' ? `${driftMarkdown(report)}\n` : driftText(report, io.palette))
}

function describe({ proposal, alerts }: DriftPublished): string {
  const shown = 'proposal' in proposal && proposal.proposal ? ` ${proposal.proposal.url}` : ''
  const words: Record<DriftPublished['proposal']['outcome'], string> = {
    created: 'drift proposal opened:',
    updated: 'drift proposal updated:',
    unchanged: 'drift proposal is up to date:',
    closed: 'drift proposal closed: a full observation shows no drift',
    none: 'no drift proposal is needed',
    held: 'drift proposal left as it is: not every cluster could be seen',
    nothing: 'what is merged already reports exactly this',
    foreign: 'a person has committed on the drift branch; it was left alone',
    quiet: 'a person closed exactly this report; it stays closed for now',
  }
  const failed = alerts.failed.map(
    (each) => `alert not delivered to ${each.chat}, will be tried again: ${each.failure.message}`,
  )
  return [`${words[proposal.outcome]}${shown}`, ...failed].join('\n')
}
