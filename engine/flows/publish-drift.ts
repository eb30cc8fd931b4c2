import type { Delivered } from '../effects/alert.ts'
import { deliverAlerts } from '../effects/alert.ts'
import { beat } from '../effects/heartbeat.ts'
import type { Chat } from '../model/chat.ts'
import type { DriftReport } from '../model/drift.ts'
import type { Evidence } from '../model/evidence.ts'
import { Failure } from '../model/failure.ts'
import type { Forge } from '../model/forge.ts'
import type { Author, Repository } from '../model/git.ts'
import type { Pulse } from '../model/heartbeat.ts'
import { signOfLife } from '../model/heartbeat.ts'
import type { History } from '../model/history-state.ts'
import type { Topology } from '../model/topology.ts'
import { ripeDrifts } from '../stages/life/ripeness.ts'
import type { LifeOptions } from '../stages/life.ts'
import { alertsFor } from '../stages/life.ts'
import { driftSheets } from '../stages/report/drift-sheets.ts'
import type { ProposalTerms } from './people.ts'
import type { Brought } from './publish-drift/bring-sheet.ts'
import { acknowledge, bringSheet } from './publish-drift/bring-sheet.ts'

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
  /** Where the dashboard is read: alerts lead to its pages. */
  readonly dashboard?: string | undefined
  readonly evidence?: Evidence
  /** What was merged, for the picture of where the drift is. */
  readonly topology?: Topology
  readonly terms?: ProposalTerms
  readonly now: string
  /** Who is told after each look that somebody looks. */
  readonly pulse?: Pulse
  /** Asked for when alerts are told: none is sent after it, and what is left is sent next time. */
  readonly deadline?: () => AbortSignal
}

export interface DriftPublished {
  readonly proposal: Brought
  /** The one of critical drifts alone, where they stand among others. */
  readonly critical?: Brought
  readonly alerts: Delivered
  /** Why a sign of life was not taken. */
  readonly unheard: readonly Failure[]
}

type Proposed = Pick<DriftPublished, 'proposal' | 'critical'>

/**
 * Brings the drift proposals to a report, records what the report means, tells the chats, and says that somebody looked;
 * any step may be repeated after a crash. A forge that is down does not silence the chats: its Failure is thrown last.
 */
export async function publishDrift(report: DriftReport, input: PublishDriftInput): Promise<DriftPublished> {
  const { history, chats, now, deadline } = input
  const proposed = await bringProposals(report, input)
  const options = lifeOptions(report, input, proposed)
  await history.append((state) => alertsFor(state, report, options).events, now)
  const limit = deadline ? { deadline } : {}
  const alerts = await deliverAlerts({ chats, history, now: () => now, ...limit })
  if (proposed instanceof Failure) throw proposed
  return { ...proposed, alerts, unheard: await giveSign(report, input, alerts) }
}

async function bringProposals(report: DriftReport, input: PublishDriftInput): Promise<Proposed | Failure> {
  const { defaultBranch } = input.repository
  try {
    const all = driftSheets(report, defaultBranch, input.topology)
    const [whole, critical] = [await acknowledge(all.whole, input), await acknowledge(all.critical, input)]
    const state = await input.history.read()
    const ripe = { ...report, drifts: ripeDrifts(state, report, input.observations) }
    const shown = driftSheets(ripe, defaultBranch, input.topology)
    // Whoever is alarmed finds the critical ones first.
    const isNews = shown.critical.report.drifts.length > 0 || critical?.state === 'open'
    const brought = isNews ? { critical: await bringSheet(shown.critical, { ...input, state, seen: critical }) } : {}
    return { proposal: await bringSheet(shown.whole, { ...input, state, seen: whole }), ...brought }
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
  { staleDays, evidence, observations = 1, chats, dashboard, now }: PublishDriftInput,
  proposed: Proposed | Failure,
): LifeOptions {
  const { proposal } = proposed instanceof Failure || !('proposal' in proposed.proposal) ? {} : proposed.proposal
  return {
    now,
    chats,
    members: report.clusters.map((each) => each.name),
    observations,
    notes: () => report.tolerances ?? [],
    ...(staleDays === undefined ? {} : { staleDays }),
    ...(evidence === undefined ? {} : { evidence }),
    ...(dashboard === undefined ? {} : { dashboard }),
    ...(proposal ? { url: proposal.url } : {}),
  }
}
