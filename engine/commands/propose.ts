import { components } from '../../policies/index.ts'
import type { Proposed } from '../flows/propose.ts'
import { propose } from '../flows/propose.ts'
import { hasErrors } from '../model/finding.ts'
import { limitText } from '../model/proposal-limits.ts'
import { visibleLines } from '../model/visible.ts'
import type { Wave } from '../model/wave.ts'
import { unknownEnvironment } from '../model/which-environment.ts'
import { json } from '../stages/report/json.ts'
import { code, plain } from '../stages/report/markdown.ts'
import { planMarkdown, planSummary } from '../stages/report/plan.ts'
import { planText } from '../stages/report/text.ts'
import { configurationIn } from './configuration.ts'
import type { ExitCode } from './options.ts'
import { packageVersion } from './package.ts'
import { forgeFor, termsOf } from './ports/forge.ts'
import { repositoryIn } from './ports.ts'
import { exitFor, printBesides } from './print-findings.ts'
import type { Call, CommandDefinition } from './register.ts'

export const proposeCommand: CommandDefinition = {
  usage: 'propose',
  summary:
    'open or update the change proposal: the pull request that brings rendered/ to what the default branch asks for',
  examples: [
    ['isthmus propose', 'after a push to the default branch'],
    ['isthmus propose --environment gdw --verbose', 'one environment, with the whole plan'],
  ],
  exitTwo: 'a finding of severity error; nothing is proposed then',
  isConfigured: true,
  run: (call) => runPropose(call, false),
}

/** Both `propose` and `upgrade`: the one difference is whether another version's output may be replaced. */
export async function runPropose(call: Call, isUpgrade: boolean): Promise<ExitCode> {
  const { io, common } = call
  const configuration = await configurationIn(common.directory)
  const repository = await repositoryIn(common.directory, io)
  const forge = forgeFor(common.directory, repository, configuration, io)
  const { author } = configuration
  const environment = common.environment === undefined ? {} : { environment: common.environment }
  const version = packageVersion()
  const now = io.now()
  const result = await propose({
    repository,
    forge,
    components,
    author,
    version,
    removalLimit: configuration.limits.removals,
    terms: termsOf(configuration),
    moveLimit: configuration.limits.moves,
    now,
    isUpgrade,
    progress: io.progress,
    ...environment,
  })
  if (environment.environment !== undefined && result.proposals.length === 0 && !hasErrors(result.findings))
    throw unknownEnvironment(environment.environment, result.names)
  if (common.output === 'json') io.out(json({ findings: result.findings, proposals: result.proposals }))
  else {
    printBesides(io, result.findings, result.sources, common.verbose)
    for (const each of result.proposals) io.out(common.output === 'markdown' ? inMarkdown(each) : inText(call, each))
  }
  return exitFor(result.findings)
}

function inText({ io, common }: Call, each: Proposed['proposals'][number]): string {
  return `${visibleLines(describe(each))}\n${common.verbose ? planText(each.plan, io.palette, true) : ''}`
}

/** What was done, each line a paragraph; where a proposal is open, its plan and its address. */
function inMarkdown(each: Proposed['proposals'][number]): string {
  const { plan, published } = each
  const proposal = 'proposal' in published ? published.proposal : undefined
  if (proposal === undefined) return `${describe(each).split('\n').map(plain).join('\n\n')}\n\n`
  return `${planMarkdown(plan)}\n\nproposal ${published.outcome}: ${code(proposal.url)}\n\n`
}

function describe({ environment, plan, wave, published }: Proposed['proposals'][number]): string {
  switch (published.outcome) {
    case 'created':
    case 'updated':
      return `${environment}: ${planSummary(plan)}${waveText(wave)}\n  proposal ${published.outcome}: ${published.proposal.url}${unaskedText(published.unasked)}`
    case 'limited':
      return `${environment}: ${planSummary(plan)}${waveText(wave)}\n  ${limitText(published)}`
    case 'other-version':
      return `${environment}: rendered/ was made by version ${published.made}; \`isthmus upgrade --plan\` shows what this version would change, \`isthmus upgrade\` proposes it`
    case 'no-upgrade':
      return `${environment}: ${noUpgradeText(published.made)}`
    case 'unchanged':
      return `${environment}: the open proposal is up to date: ${published.proposal.url}`
    case 'nothing':
      return `${environment}: rendered/ is current${published.closed ? '; the open proposal was closed' : ''}`
    case 'foreign':
      return `${environment}: ${published.commit.author.name} has committed on the proposal's branch (${published.commit.subject}); it was left alone`
    case 'quiet':
      return `${environment}: a person closed exactly this proposal; it stays closed until ${published.until}`
  }
}

/** Also where what the sources ask for, or a wave, is still to come. */
export function noUpgradeText(made: string): string {
  const why = made === '' ? 'nothing is merged yet' : `rendered/ was made by this version (${made})`
  return `no upgrade, since ${why}; what the sources ask for is proposed by \`isthmus propose\``
}

function unaskedText(names: readonly string[] = []): string {
  return names.length === 0 ? '' : `\n  could not be asked to review it: ${names.join(', ')}`
}

function waveText({ region, next }: Wave): string {
  return region === undefined ? '' : `\n  wave ${region}; next: ${next.join(', ')}`
}
