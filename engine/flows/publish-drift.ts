import type { Delivered } from '../effects/alert.ts'
import { deliverAlerts } from '../effects/alert.ts'
import { beat } from '../effects/heartbeat.ts'
import type { Published, PublishRequest } from '../effects/publish.ts'
import { publishProposal, withdrawProposal } from '../effects/publish.ts'
import type { Chat } from '../model/chat.ts'
import type { DriftReport } from '../model/drift.ts'
import type { Evidence } from '../model/evidence.ts'
import { Failure } from '../model/failure.ts'
import type { Forge, Proposal } from '../model/forge.ts'
import type { Author, Repository } from '../model/git.ts'
import type { Pulse } from '../model/heartbeat.ts'
import { signOfLife } from '../model/heartbeat.ts'
import { recordOf } from '../model/history.ts'
import type { History, HistoryState } from '../model/history-state.ts'
import { isQuiet } from '../model/history-state.ts'
import { acknowledgements } from '../stages/acknowledge.ts'
import { ripeDrifts } from '../stages/life/ripeness.ts'
import type { LifeOptions } from '../stages/life.ts'
import { alertsFor } from '../stages/life.ts'
import { driftMarkdown } from '../stages/report/drift-markdown.ts'
import { driftJson } from '../stages/report/json.ts'
import { driftProposal } from '../stages/report/proposal.ts'
import { snoozes } from '../stages/snooze.ts'
import type { ProposalTerms } from './people.ts'
import { limitsIn, withPeople } from './people.ts'

export interface PublishDriftInput {
  readonly repository: Repository
  readonly forge: Forge
  readonly chats: readonly Chat[]
  readonly history: History
  readonly author: Author
  readonly acknowledgementDays: number
  /** Looks in a row that must show a drift before it is reported. */
  readonly observations?: number
  readonly staleDays?: number
  readonly evidence?: Evidence
  readonly terms?: ProposalTerms
  readonly now: string
  /** Who is told after each look that somebody looks. */
  readonly pulse?: Pulse
  /** No alert is sent after it; what is left is sent next time. */
  readonly deadline?: AbortSignal
}

export interface DriftPublished {
  /** `none`: there is nothing to propose, and nothing was open; `held`: nothing loud is left to show, but not everything could be seen. */
  readonly proposal: Published | { readonly outcome: 'closed' | 'none' | 'held' }
  readonly alerts: Delivered
  /** Why a sign of life was not taken. */
  readonly unheard: readonly Failure[]
}

/**
 * Brings the drift proposal to a report, records what the report means, tells the chats, and says that somebody looked;
 * any step may be repeated after a crash. A forge that is down does not silence the chats: its Failure is thrown last.
 */
export async function publishDrift(report: DriftReport, input: PublishDriftInput): Promise<DriftPublished> {
  const { history, chats, now, deadline } = input
  const proposed = await bringProposal(report, input)
  const options = lifeOptions(report, input, proposed)
  await history.append((state) => alertsFor(state, report, options).events, now)
  const limit = deadline ? { deadline } : {}
  const alerts = await deliverAlerts({ chats, history, now: () => now, ...limit })
  if (proposed instanceof Failure) throw proposed
  return { proposal: proposed, alerts, unheard: await giveSign(report, input, alerts) }
}

async function bringProposal(
  report: DriftReport,
  input: PublishDriftInput,
): Promise<DriftPublished['proposal'] | Failure> {
  try {
    const found = await input.forge.findProposal(`drift/${report.environment}`)
    await acknowledge(report.environment, found, input)
    const known = await input.history.read()
    const ripe = { ...report, drifts: ripeDrifts(known, report, input.observations) }
    return await propose(ripe, known, { ...input, seen: { proposal: found } })
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
}

/** A look whose alerts no chat took is not heard of: it leaves the alarm to whoever misses the sign. */
async function giveSign(report: DriftReport, input: PublishDriftInput, alerts: Delivered): Promise<readonly Failure[]> {
  const { chats, history, now, pulse } = input
  const sign = signOfLife(report, now)
  const isMute = alerts.failed.length > 0 && alerts.sent.length === 0
  return sign && pulse && !isMute ? await beat(sign, { ...pulse, chats, history }) : []
}

function lifeOptions(
  report: DriftReport,
  { staleDays, evidence, observations = 1, chats, now }: PublishDriftInput,
  proposed: DriftPublished['proposal'] | Failure,
): LifeOptions {
  const proposal = 'proposal' in proposed ? proposed.proposal : undefined
  return {
    now,
    chats,
    members: report.clusters.map((each) => each.name),
    observations,
    notes: () => report.tolerances ?? [],
    ...(staleDays === undefined ? {} : { staleDays }),
    ...(evidence === undefined ? {} : { evidence }),
    ...(proposal ? { url: proposal.url } : {}),
  }
}

/** Merging a drift proposal acknowledges what its report holds; closing it does likewise. */
async function acknowledge(
  environment: string,
  proposal: Proposal | undefined,
  { repository, history, acknowledgementDays, now }: PublishDriftInput,
): Promise<void> {
  if (proposal?.state === 'closed')
    await history.append((state) => snoozes(state, environment, proposal, acknowledgementDays), now)
  const commit = await repository.resolve(repository.defaultBranch)
  if (proposal?.state !== 'merged' || commit === undefined) return
  const path = `drift/${environment}.json`
  const text = (await repository.readTree(commit, path)).get(path) ?? ''
  await history.append((state) => acknowledgements(state, text, proposal, acknowledgementDays), now)
}

async function propose(
  report: DriftReport,
  state: HistoryState,
  input: PublishDriftInput & Pick<PublishRequest, 'seen'>,
): Promise<DriftPublished['proposal']> {
  const { repository, forge, author, acknowledgementDays: quietDays, now: when, seen } = input
  const base = input.evidence?.commit ?? repository.defaultBranch
  const said = driftProposal(report, repository.defaultBranch)
  if (report.drifts.every((each) => isQuiet(state, recordOf(each), when))) {
    if (report.summary.unknown + report.summary.error > 0) return { outcome: 'held' }
    const closed = await withdrawProposal(
      { repository, forge, author, ...said },
      'A full observation shows none of these drifts any more.',
    )
    return { outcome: closed ? 'closed' : 'none' }
  }
  const write = new Map([
    [`drift/${report.environment}.md`, `${driftMarkdown(report)}\n`],
    [`drift/${report.environment}.json`, driftJson(report)],
  ])
  const change = { write, remove: [] }
  const draft = await withPeople(said, change, { repository, commit: base }, input.terms)
  const isCritical = report.drifts.some((each) => each.severity === 'critical')
  const madeFrom = ['exceptions', `rendered/${report.environment}`, ...write.keys()]
  const more = { quietDays, isCritical, madeFrom, ...(seen ? { seen } : {}), ...limitsIn(input.terms) }
  return publishProposal({ repository, forge, draft, change, base, author, when, ...more })
}
