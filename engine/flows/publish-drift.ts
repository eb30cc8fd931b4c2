import type { Delivered } from '../effects/alert.ts'
import { deliverAlerts } from '../effects/alert.ts'
import type { Published } from '../effects/publish.ts'
import { publishProposal, withdrawProposal } from '../effects/publish.ts'
import type { Chat } from '../model/chat.ts'
import type { DriftReport } from '../model/drift.ts'
import type { Evidence } from '../model/evidence.ts'
import type { Forge } from '../model/forge.ts'
import type { Author, Repository } from '../model/git.ts'
import { recordOf } from '../model/history.ts'
import type { History, HistoryState } from '../model/history-state.ts'
import { isQuiet } from '../model/history-state.ts'
import { acknowledgements } from '../stages/acknowledge.ts'
import { ripeDrifts } from '../stages/life/ripeness.ts'
import { alertsFor } from '../stages/life.ts'
import { driftMarkdown } from '../stages/report/drift-markdown.ts'
import { driftJson } from '../stages/report/json.ts'
import { driftProposal } from '../stages/report/proposal.ts'
import { snoozes } from '../stages/snooze.ts'

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
  readonly now: string
}

export interface DriftPublished {
  /** `none`: there is nothing to propose, and nothing was open; `held`: nothing loud is left to show, but not everything could be seen. */
  readonly proposal: Published | { readonly outcome: 'closed' | 'none' | 'held' }
  readonly alerts: Delivered
}

/** Records what a report means, brings the drift proposal to it, and tells the chats; any step may be repeated after a crash. */
export async function publishDrift(report: DriftReport, input: PublishDriftInput): Promise<DriftPublished> {
  const { history, chats, now, observations = 1 } = input
  await acknowledge(report.environment, input)
  const members = report.clusters.map((each) => each.name)
  const known = await history.read()
  const proposal = await propose({ ...report, drifts: ripeDrifts(known, report, observations) }, known, input)
  const url = 'proposal' in proposal && proposal.proposal ? { url: proposal.proposal.url } : {}
  const names = chats.map((each) => each.name)
  const options = {
    now,
    chats: names,
    members,
    observations,
    notes: () => report.tolerances ?? [],
    ...lifeOptions(input),
    ...url,
  }
  await history.append((state) => alertsFor(state, report, options).events, now)
  return { proposal, alerts: await deliverAlerts({ chats, history, now: () => now }) }
}

function lifeOptions({ staleDays, evidence }: PublishDriftInput) {
  return { ...(staleDays === undefined ? {} : { staleDays }), ...(evidence === undefined ? {} : { evidence }) }
}

/** Merging a drift proposal acknowledges what its report holds; closing it does likewise. */
async function acknowledge(
  environment: string,
  { repository, forge, history, acknowledgementDays, now }: PublishDriftInput,
): Promise<void> {
  const proposal = await forge.findProposal(`drift/${environment}`)
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
  input: PublishDriftInput,
): Promise<DriftPublished['proposal']> {
  const { repository, forge, author, acknowledgementDays, now: when } = input
  const draft = driftProposal(report, repository.defaultBranch)
  if (report.drifts.every((each) => isQuiet(state, recordOf(each), when))) {
    if (report.summary.unknown + report.summary.error > 0) return { outcome: 'held' }
    const closed = await withdrawProposal(
      { repository, forge, author, ...draft },
      'A full observation shows none of these drifts any more.',
    )
    return { outcome: closed ? 'closed' : 'none' }
  }
  const write = new Map([
    [`drift/${report.environment}.md`, `${driftMarkdown(report)}\n`],
    [`drift/${report.environment}.json`, driftJson(report)],
  ])
  const change = { write, remove: [] }
  return publishProposal({
    repository,
    forge,
    draft,
    change,
    base: repository.defaultBranch,
    author,
    when,
    quietDays: acknowledgementDays,
  })
}
