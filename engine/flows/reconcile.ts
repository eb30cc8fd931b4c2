import type { Delivered } from '../effects/alert.ts'
import { deliverAlerts } from '../effects/alert.ts'
import { historyOn } from '../effects/history.ts'
import type { Chat } from '../model/chat.ts'
import type { Component } from '../model/component.ts'
import type { Configuration } from '../model/configuration.ts'
import type { ExceptedReport } from '../model/exception.ts'
import { Failure } from '../model/failure.ts'
import type { Forge } from '../model/forge.ts'
import type { Author, Repository } from '../model/git.ts'
import type { Pulse } from '../model/heartbeat.ts'
import type { Json } from '../model/json.ts'
import { noiseRulesWithout } from '../model/noise-rules.ts'
import type { Source } from '../model/observation.ts'
import type { Topology } from '../model/topology.ts'
import type { WayOutAnswer } from '../model/way-out.ts'
import type { Gate } from '../stages/gate.ts'
import { checkApprovals } from './approvals.ts'
import type { Look, PatrolInput } from './patrol.ts'
import { look } from './patrol.ts'
import type { ProposalTerms } from './people.ts'
import type { Proposed } from './propose.ts'
import { propose } from './propose.ts'
import type { DriftPublished } from './publish-drift.ts'
import { publishDrift } from './publish-drift.ts'
import { readMerged } from './read-merged.ts'
import { closeGate, setGate } from './set-gate.ts'
import { proposeEnds } from './ways-out/ended.ts'
import type { WaysOutInput } from './ways-out.ts'
import { answerWaysOut, workOn } from './ways-out.ts'

export interface ReconcileInput {
  readonly repository: Repository
  readonly forge: Forge
  readonly chats: readonly Chat[]
  readonly source: Source
  readonly components: readonly Component[]
  readonly author: Author
  readonly version: string
  readonly limits: Configuration['limits']
  readonly drift: Configuration['drift']
  readonly terms?: ProposalTerms
  readonly pulse?: Pulse
  /** Asked for when alerts are told, however long the rest took: none is begun after it, and what is left stays owed. */
  readonly deadline?: () => AbortSignal
  readonly memory: PatrolInput['memory']
  /** Checks the approvals of all that is open, from then on or later; absent: it is done here, for this environment alone. */
  readonly approvals?: () => Promise<unknown>
  readonly parseYaml: (text: string) => Json
  readonly redactionKey: string | undefined
  /** Where the dashboard is read. */
  readonly dashboard?: string | undefined
  /** RFC 3339 UTC. */
  readonly now: string
}

/** What one step could not do; the steps after it were tried all the same. */
export interface FailedStep {
  readonly step: 'propose' | 'look' | 'gate' | 'publish' | 'answer' | 'alert'
  readonly failure: Failure
}

export interface Answered {
  readonly answers: readonly WayOutAnswer[]
  /** Temporary overrides that have run out, and what became of taking them out. */
  readonly ended: Awaited<ReturnType<typeof proposeEnds>>
}

export interface Reconciled {
  readonly proposed?: Proposed
  readonly report?: ExceptedReport
  /** What the report is about, to be drawn. */
  readonly topology?: Topology
  /** As it stands on the open change proposal. */
  readonly gate?: Gate
  readonly published?: DriftPublished
  readonly answered?: Answered
  /** Alerts that were owed, where nothing could be published. */
  readonly delivered?: Delivered
  readonly failed: readonly FailedStep[]
}

/** Brings an environment's proposals, report and alerts to what Git, forge and clusters say now. May be killed anywhere and run again. */
export async function reconcile(environment: string, input: ReconcileInput): Promise<Reconciled> {
  const failed: FailedStep[] = []
  const attempt = async <T>(step: FailedStep['step'], work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work()
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure
      failed.push({ step, failure })
      return undefined
    }
  }
  const { limits, now } = input
  const proposed = await attempt('propose', () =>
    propose({ ...input, environment, removalLimit: limits.removals, moveLimit: limits.moves, now }),
  )
  const seen = await attempt('look', () => lookAt(environment, input))
  const report = seen?.report
  const gate = report && (await attempt('gate', () => setGate(environment, gateInput(report, input))))
  const blind = failed.find((each) => each.step === 'look')
  if (blind) await attempt('gate', () => closeGate(environment, blind.failure.message, input))
  const published = seen && (await attempt('publish', () => publish(seen, input)))
  const answered = seen && published && (await attempt('answer', () => answer(seen, input)))
  const delivered = published ? undefined : await attempt('alert', () => deliverOwed(environment, input))
  return {
    ...(proposed ? { proposed } : {}),
    ...(seen ? { report: seen.report, topology: seen.topology } : {}),
    ...(gate ? { gate } : {}),
    ...(published ? { published } : {}),
    ...(answered ? { answered } : {}),
    ...(delivered ? { delivered } : {}),
    failed,
  }
}

function gateInput(report: ExceptedReport, input: ReconcileInput) {
  const { removals: removalLimit, moves: moveLimit } = input.limits
  const noise = noiseRulesWithout(input.drift.noise.disable)
  return { ...input, report, removalLimit, moveLimit, noise, environment: report.environment }
}

/** Undefined where nothing of the environment is merged yet: there is nothing to compare with. */
async function lookAt(environment: string, input: ReconcileInput) {
  const merged = await readMerged(input.repository)
  if (!merged.environments.includes(environment)) return undefined
  return await look({ ...input, environment, noise: noiseRulesWithout(input.drift.noise.disable) })
}

async function publish({ report, evidence, topology }: Look, input: ReconcileInput): Promise<DriftPublished> {
  const { acknowledgementDays, observations, staleDays } = input.drift
  const history = historyOn(input.repository, report.environment, input.author)
  const terms = { acknowledgementDays, observations, staleDays }
  return await publishDrift(report, { ...input, ...terms, history, evidence, topology })
}

async function answer({ report, observation }: Look, input: ReconcileInput): Promise<Answered> {
  const ways: WaysOutInput = { ...input, quietDays: input.drift.acknowledgementDays, seen: { ...input, observation } }
  const answers = await answerWaysOut(report, ways)
  await (input.approvals ? input.approvals() : checkApprovals(input))
  if (!report.findings?.some((each) => each.rule === 'override/expired')) return { answers, ended: [] }
  const work = await workOn(report, ways)
  return { answers, ended: 'refused' in work ? [] : await proposeEnds(work, ways) }
}

async function deliverOwed(environment: string, input: ReconcileInput): Promise<Delivered> {
  const { repository, chats, author, now, deadline } = input
  const history = historyOn(repository, environment, author)
  return await deliverAlerts({ chats, history, now: () => now, ...(deadline ? { deadline } : {}) })
}
