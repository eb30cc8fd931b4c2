import { readEvents } from '../effects/history.ts'
import type { Published } from '../effects/publish.ts'
import { publishProposal, withdrawProposal } from '../effects/publish.ts'
import type { Component } from '../model/component.ts'
import type { Drift } from '../model/drift.ts'
import type { ExceptedReport } from '../model/exception.ts'
import type { Forge } from '../model/forge.ts'
import { branchOf } from '../model/forge.ts'
import type { Author, Repository } from '../model/git.ts'
import { touched } from '../model/git.ts'
import { foldHistory } from '../model/history-state.ts'
import { limitText } from '../model/proposal-limits.ts'
import type { Refused, WayOut, WayOutAnswer } from '../model/way-out.ts'
import { wayOutProposal } from '../stages/report/way-out-proposal.ts'
import { putBackLines } from '../stages/report/ways-out.ts'
import type { Request } from '../stages/ways-out/requests.ts'
import { answerKey, answersIn, answerText, requestsIn } from '../stages/ways-out/requests.ts'
import { expandAll } from './expand-all.ts'
import type { ProposalTerms } from './people.ts'
import { limitsIn, ownersIn, withPeople } from './people.ts'
import { readMerged } from './read-merged.ts'
import { prepareAdopt } from './ways-out/adopt.ts'
import type { Seen } from './ways-out/at-stake.ts'
import { withAllAtStake } from './ways-out/at-stake.ts'
import type { Prepare, WayOutChange, WayOutInput } from './ways-out/change.ts'
import { OVER, withdrawOver } from './ways-out/over.ts'
import { prepareEnforce, prepareIgnore } from './ways-out/temporary.ts'

export interface WaysOutInput {
  readonly repository: Repository
  readonly forge: Forge
  readonly components: readonly Component[]
  readonly author: Author
  readonly version: string
  /** A proposal that a person closed is not opened again for so long. */
  readonly quietDays: number
  readonly terms?: ProposalTerms
  /** What the report was made of: without it, what it hides is not looked for. */
  readonly seen?: Seen
  readonly now: string
}

const PREPARE: Readonly<Record<Exclude<WayOut, 'put-back'>, Prepare>> = {
  adopt: prepareAdopt,
  'enforce-here': prepareEnforce,
  ignore: prepareIgnore,
}

/** What people ticked or wrote on the drift proposal, each as a proposal of its own, and answered once. */
export async function answerWaysOut(report: ExceptedReport, input: WaysOutInput): Promise<readonly WayOutAnswer[]> {
  await withdrawOver(report, input)
  const marker = `drift/${report.environment}`
  const { conversation } = input.forge
  const said = await conversation.read(marker)
  if (!said) return []
  const { requests, refusals } = requestsIn(said)
  const known = new Set(answersIn(said))
  const answers = refusals.map((each) => answerOf(each.about, 'refused', each.refused))
  for (const request of requests) {
    const isMistaken = !shows(report, request) && !(await input.forge.findProposal(nameOf(request)))
    if (said.state === 'open' && (isMistaken || shows(report, request)))
      answers.push(await resolveWayOut(report, request, input))
    else await withdraw(request, report, input)
  }
  if (said.state !== 'open') return []
  for (const { key, text } of answers) {
    if (!known.has(key)) await conversation.answer(marker, answerText(key, text))
    known.add(key)
  }
  return answers
}

/** One way out of one drift: its proposal, or what to do by hand, or why it cannot be done. */
export async function resolveWayOut(
  report: ExceptedReport,
  request: Request,
  input: WaysOutInput,
): Promise<WayOutAnswer> {
  const about = [request.way, request.fingerprint, request.by, request.at]
  const title = `**${request.way}** of \`${request.fingerprint}\``
  const drift = report.drifts.find((each) => each.fingerprint === request.fingerprint)
  if (!drift) return answerOf(about, 'refused', `${title}: no drift of this id shows now.`)
  if (request.way === 'put-back') return answerOf(about, 'told', putBackText(drift))
  const work = await workOn(report, input)
  if ('refused' in work) return answerOf(about, 'refused', `${title} cannot be done: ${work.refused}.`)
  const prepared = PREPARE[request.way](request, drift, work)
  if ('refused' in prepared) return answerOf(about, 'refused', `${title} cannot be done: ${prepared.refused}.`)
  const whole = input.seen ? await withAllAtStake(prepared, drift, input.seen) : prepared
  const published = await publish(request, drift, whole, work, input)
  // Told once, whenever it will be: the next look asks again.
  if (published.outcome === 'limited')
    return { key: answerKey(about, 'limited'), text: `${title}: ${limitText(published)}.`, outcome: 'waits' }
  return answerOf(about, outcomeOf(published), `${title}: ${describe(published)}`)
}

export async function workOn(report: ExceptedReport, input: WaysOutInput): Promise<WayOutInput | Refused> {
  const merged = await readMerged(input.repository)
  const { components, version } = input
  const expanded = expandAll({ files: merged.sources, findings: [] }, components, report.environment)
  const error = expanded.findings.find((each) => each.severity === 'error')
  if (error) return { refused: `the default branch is not valid: ${error.message} (${error.file}:${error.line})` }
  const seen = input.seen ? { observation: input.seen.observation } : {}
  return { merged, expanded, report, components, version, ...seen }
}

async function publish(
  request: Request,
  drift: Drift,
  prepared: WayOutChange,
  { merged, report }: WayOutInput,
  { repository, forge, author, now: when, quietDays, terms }: WaysOutInput,
): Promise<Published> {
  const { change, after: _, ...shown } = prepared
  const { environment } = report
  const { commit } = merged
  const owners = await ownersIn(repository, commit, prepared.files, terms)
  const said = wayOutProposal({ environment, base: repository.defaultBranch, request, drift, owners, ...shown })
  const draft = await withPeople(said, change, { repository, commit }, terms, request.askers)
  const isCritical = drift.severity === 'critical'
  const more = { quietDays, ...limitsIn(terms), isCritical, madeFrom: touched(change) }
  return publishProposal({ repository, forge, draft, change, base: commit, author, when, ...more })
}

/** What was asked for a drift that is gone is asked for no more; where not everything was seen, or evaluated, it may still be there. */
async function withdraw(request: Request, report: ExceptedReport, input: WaysOutInput): Promise<void> {
  if (request.way === 'put-back' || shows(report, request)) return
  if (report.summary.unknown + report.summary.error > 0) return
  const { open } = foldHistory(await readEvents(input.repository, report.environment))
  if (open.has(request.fingerprint)) return
  const name = nameOf(request)
  await withdrawProposal({ ...input, marker: name, branch: branchOf(name) }, OVER)
}

/** Marker of the proposal that a request leads to. */
function nameOf({ way, fingerprint }: Request): string {
  return `${way}/${fingerprint}`
}

function shows(report: ExceptedReport, { fingerprint }: Request): boolean {
  return report.drifts.some((each) => each.fingerprint === fingerprint)
}

function putBackText(drift: Drift): string {
  const lines = putBackLines(drift)
  if (lines.length > 0) return `${lines.join('\n')}\nNothing lands in Git: the next look shows whether it is done.`
  return 'There is no single command that puts this back: the difference holds what must not be shown, or a whole object is missing. Let RHACM do it (`enforce here`), or apply the manifest from `rendered/`.'
}

function outcomeOf(published: Published): WayOutAnswer['outcome'] {
  if (published.outcome === 'created' || published.outcome === 'updated') return 'proposed'
  return published.outcome === 'unchanged' ? 'unchanged' : 'refused'
}

function describe(published: Exclude<Published, { readonly outcome: 'limited' }>): string {
  if (published.outcome === 'nothing') return 'the repository says so already; there is nothing to change.'
  if (published.outcome === 'foreign') return 'a person has committed on the branch of its proposal; it was left alone.'
  if (published.outcome === 'quiet')
    return `a person closed exactly this; it stays closed until ${published.until.slice(0, 10)}.`
  return `proposed in ${published.proposal.url} (#${published.proposal.number}). Somebody else has to approve it.`
}

function answerOf(about: readonly string[], outcome: WayOutAnswer['outcome'], text: string): WayOutAnswer {
  return { key: answerKey(about, text), text, outcome }
}
