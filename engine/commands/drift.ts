import { components } from '../../policies/index.ts'
import { historyOn } from '../effects/history.ts'
import type { Look } from '../flows/patrol.ts'
import { look } from '../flows/patrol.ts'
import type { DriftPublished } from '../flows/publish-drift.ts'
import { publishDrift } from '../flows/publish-drift.ts'
import type { DriftReport } from '../model/drift.ts'
import { Failure } from '../model/failure.ts'
import { hasErrors } from '../model/finding.ts'
import { recordOf } from '../model/history.ts'
import type { HistoryState } from '../model/history-state.ts'
import { isQuiet } from '../model/history-state.ts'
import { noiseRulesWithout } from '../model/noise-rules.ts'
import { limitText } from '../model/proposal-limits.ts'
import { visibleLines } from '../model/visible.ts'
import { parseYaml } from '../stages/render/yaml.ts'
import { driftHtml } from '../stages/report/drift-html.ts'
import { driftMarkdown } from '../stages/report/drift-markdown.ts'
import { driftJson } from '../stages/report/json.ts'
import { driftText } from '../stages/report/text.ts'
import { configurationIn } from './configuration.ts'
import { answerTicks } from './conversation.ts'
import { followDrift } from './drift/follow.ts'
import { secondsOf } from './every.ts'
import type { Io } from './io.ts'
import { memoryOf } from './memory.ts'
import type { CommonOptions } from './options.ts'
import { chatsFor, pulseFor } from './ports/chats.ts'
import { forgeFor, termsOf } from './ports/forge.ts'
import { repositoryIn } from './ports.ts'
import { redactionKeyFor } from './redaction-key.ts'
import type { CommandDefinition } from './register.ts'
import { LOOK_OPTIONS, placeIn, sleepUntil, sourceFrom } from './source.ts'

/** After so long no more alerts are sent; the next look goes on. */
const ALERTS_MS = 120_000

export const driftCommand: CommandDefinition = {
  usage: 'drift',
  summary: 'observe clusters once and report what differs from the merged rendered/',
  formats: ['text', 'json', 'markdown', 'html'],
  options: [
    ...LOOK_OPTIONS,
    ['--watch', 'follow, and print changes as they come until interrupted'],
    ['--every <seconds>', 'with --watch: how often a source is looked at that cannot be followed (default: 15)'],
    ['--publish', 'open, update or close the drift proposal, and alert the chats'],
  ],
  examples: [
    ['isthmus drift --from must-gather', 'what differs, and which tool changed it'],
    ['isthmus drift --from must-gather --publish', 'the same as a pull request, and an alert'],
    ['isthmus drift --from hub --watch', 'what changes, as it changes'],
    ['isthmus drift --from must-gather --output json | jq .drifts', 'for programs'],
    ['isthmus drift --from must-gather --output html > drift.html', 'one page to read or to send'],
  ],
  exitTwo: 'a drift is there; or an exception or a merged file with a finding of severity error',
  isConfigured: true,
  async run({ io, common, options }) {
    const configuration = await configurationIn(common.directory)
    const source = sourceFrom({ options, directory: common.directory, io, hub: configuration.hub })
    const repository = await repositoryIn(common.directory, io)
    const { author, limits } = configuration
    const { environment } = common
    const redactionKey = await redactionKeyFor(configuration, io)
    const memory = memoryOf(repository, author)
    const noise = noiseRulesWithout(configuration.drift.noise.disable)
    const looking = {
      repository,
      source,
      components,
      environment,
      memory,
      parseYaml,
      redactionKey,
      noise,
      dashboard: configuration.server.url,
    }
    if (options.watch === true) {
      const pollMs = secondsOf(options.every, 15) * 1000
      return await followDrift(io, common, { ...looking, now: () => io.now(), pollMs, sleep: sleepUntil })
    }
    const now = io.now()
    const looked = await look({ ...looking, now })
    const { report, evidence, topology, observation } = looked
    const history = historyOn(repository, report.environment, author)
    print(io, common, looked, quietIn(report, await history.read(), now))
    if (options.publish === true) {
      const forge = forgeFor(common.directory, repository, configuration, io)
      const chats = chatsFor(configuration, common.directory, io)
      const { acknowledgementDays, observations, staleDays } = configuration.drift
      const terms = termsOf(configuration)
      const published = await publishDrift(report, {
        repository,
        forge,
        chats,
        history,
        author,
        acknowledgementDays,
        observations,
        staleDays,
        dashboard: configuration.server.url,
        evidence,
        topology,
        terms,
        now,
        pulse: pulseFor(configuration, common.directory, io),
        deadline: () => AbortSignal.timeout(ALERTS_MS),
      })
      if (!common.quiet) io.err(`${visibleLines(describe(published, report))}\n`)
      const seen = { observation, parseYaml, redactionKey }
      const ways = { repository, forge, author, quietDays: acknowledgementDays, terms, seen, now }
      const answers = await answerTicks(report, ways, { source, memory, parseYaml, noise, limits })
      if (!common.quiet) io.err(answers)
    }
    return exitOf(looked, placeIn(options))
  },
}

/** Silence of what could not be reached is no answer, and least of all a good one. A snapshot was read, whatever it lacks. */
function isBlind({ report: { clusters }, observation: { hub } }: Look): boolean {
  const isListed = hub !== undefined && hub.listed.length > 0
  return !isListed && clusters.length > 0 && clusters.every((each) => each.state === 'unknown')
}

function exitOf(look: Look, from: string): 0 | 2 {
  const { drifts, environment, source, findings } = look.report
  if (drifts.length > 0 || hasErrors(findings ?? [])) return 2
  if ((from !== 'hub' && from !== 'contexts') || !isBlind(look)) return 0
  throw new Failure('drift/nothing-seen', `no cluster of ${environment} could be seen from ${source}`, {
    hint: 'the report says why of each: see to that and look again; until then nothing is known of drift',
  })
}

/** Until when each drift that was acknowledged stays quiet, by fingerprint. */
function quietIn({ drifts }: DriftReport, { acknowledged }: HistoryState, now: string): ReadonlyMap<string, string> {
  const quiet = drifts.filter((each) => isQuiet({ acknowledged }, recordOf(each), now))
  return new Map(quiet.map(({ fingerprint }) => [fingerprint, acknowledged.get(fingerprint)?.until ?? now]))
}

function print(io: Io, common: CommonOptions, { report, topology }: Look, quiet: ReadonlyMap<string, string>): void {
  if (common.output === 'json') io.out(driftJson(report))
  else if (common.output === 'html') io.out(driftHtml(report, topology))
  else if (common.output === 'markdown') io.out(`${driftMarkdown(report)}\n`)
  else io.out(driftText(report, io.palette, { isWhole: common.verbose, quiet }))
}

function describe({ proposal, critical, alerts, unheard }: DriftPublished, { drifts }: DriftReport): string {
  const isOver = drifts.length === 0
  const failed = alerts.failed.map(
    (each) => `alert not delivered to ${each.chat}, will be tried again: ${each.failure.message}; ${each.failure.hint}`,
  )
  const mute = unheard.map((each) => `sign of life not taken: ${each.message}; ${each.hint}`)
  const alone = critical ? [`of critical drifts alone: ${outcomeText(critical, isOver)}`] : []
  return [outcomeText(proposal, isOver), ...alone, ...failed, ...mute].join('\n')
}

function outcomeText(proposal: DriftPublished['proposal'], isOver: boolean): string {
  const shown = 'proposal' in proposal && proposal.proposal ? ` ${proposal.proposal.url}` : ''
  const words: Record<DriftPublished['proposal']['outcome'], string> = {
    created: 'drift proposal opened:',
    updated: 'drift proposal updated:',
    unchanged: 'drift proposal is up to date:',
    closed: `drift proposal closed: ${isOver ? 'a full observation shows no drift' : 'it has nothing to show that is not acknowledged, or shown elsewhere'}`,
    none: 'no drift proposal is needed',
    held: 'drift proposal left as it is: not everything could be seen',
    nothing: 'what is merged already reports exactly this',
    foreign: 'a person has committed on the drift branch; it was left alone',
    quiet: 'a person closed exactly this report; it stays closed for now',
    limited: proposal.outcome === 'limited' ? `no drift proposal was opened: ${limitText(proposal)}` : '',
  }
  return `${words[proposal.outcome]}${shown}`
}
