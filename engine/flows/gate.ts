import type { ChangePlan } from '../model/change-plan.ts'
import {
  movedApproval,
  movedCommand,
  movedCount,
  removalApproval,
  removalCommand,
  removalCount,
  unaskedRemovals,
} from '../model/change-plan.ts'
import type { DriftReport } from '../model/drift.ts'
import type { Forge } from '../model/forge.ts'
import type { Repository } from '../model/git.ts'
import { pauseAt } from '../model/pause.ts'
import type { Rendered } from '../model/rendered.ts'
import { renderedFolder } from '../model/rendered.ts'
import type { Said } from '../model/way-out.ts'
import { diff, takenOut } from '../stages/diff.ts'
import type { Gate } from '../stages/gate.ts'
import { gate } from '../stages/gate.ts'
import { readRendered } from '../stages/read-rendered.ts'
import { changedRegions } from '../stages/waves.ts'
import { expandAll } from './expand-all.ts'
import type { PatrolInput } from './patrol.ts'
import { patrol } from './patrol.ts'
import { readMerged, unknownRef } from './read-merged.ts'
import { renderedIn } from './rendered-in.ts'
import { takenOutOf } from './taken-out.ts'

export interface GateFlowInput extends PatrolInput {
  readonly forge: Forge
  /** Branch, tag or commit of the proposal; undefined: the environment's open change proposal. */
  readonly head: string | undefined
  readonly removalLimit: number
  /** A look that was just taken; absent: one is taken. */
  readonly report?: DriftReport
  /** How often policies that stay may come to or leave a cluster. */
  readonly moveLimit?: number
}

/** The gate of a proposal as of now: its wave, a fresh look at the clusters, and what is frozen. */
export async function askGate(input: GateFlowInput): Promise<Gate> {
  const report = input.report ?? (await patrol(input))
  const after = await renderedAt(input.repository, await headOf(input, report), report)
  const isMeant: Approval = (item, command) => isApproved(item, command, report.environment, input)
  const { removalLimit, moveLimit } = input
  return await gateOf({ report, after, isMeant, removalLimit, moveLimit }, await otherWaves(input, report), input)
}

/**
 * The gate of any other step to `after`. How much may go unasked is no question of it: on a pull request of a person the check
 * `isthmus/plan` asks for an approval, and a way out is small.
 */
export async function askStep(
  after: Rendered,
  report: DriftReport,
  input: Omit<GateFlowInput, 'head' | 'report' | 'removalLimit'>,
): Promise<Gate> {
  const isMeant: Approval = async () => true
  const step = { report, after, isMeant, removalLimit: Number.POSITIVE_INFINITY, moveLimit: undefined }
  return await gateOf(step, await openWaves(input.forge, report), input)
}

type Approval = (item: string, command: string) => Promise<boolean>

interface Step {
  readonly report: DriftReport
  readonly after: Rendered
  readonly isMeant: Approval
  readonly removalLimit: number
  readonly moveLimit: number | undefined
}

async function gateOf(
  { report, after, isMeant, removalLimit, moveLimit }: Step,
  waves: readonly string[],
  { repository, components, now }: Pick<GateFlowInput, 'repository' | 'components' | 'now'>,
): Promise<Gate> {
  const merged = await readMerged(repository)
  const all = expandAll({ files: merged.sources, findings: [] }, components, report.environment)
  const [expanded] = all.environments
  const before = renderedIn(report.environment, merged.rendered).rendered
  const isTakenOut = after.policies.length === 0 && takenOutOf(merged, all, report.environment).length > 0
  const change = isTakenOut ? takenOut(before) : diff(before, after)
  const risky = change.policies.filter((each) => each.risks.some((risk) => risk.kind === 'newly-enforced'))
  const asked = async (count: number, limit: number, item: string, command: string) => ({
    count,
    limit,
    isApproved: await isMeant(item, command),
  })
  const unasked = unaskedRemovals(change, removalLimit)
  return gate({
    regions: isTakenOut ? [] : changedRegions(before, after),
    ...(isTakenOut ? { takenOut: { pruned: prunedCount(change) } } : {}),
    enforced: risky.map((each) => each.policy),
    removals: await asked(removalCount(change), unasked, removalApproval(change), removalCommand(change)),
    ...(moveLimit === undefined
      ? {}
      : { moves: await asked(movedCount(change), moveLimit, movedApproval(change), movedCommand(change)) }),
    clusters: before.clusters,
    report,
    services: expanded?.stretched.services ?? [],
    pause: expanded && pauseAt(expanded.plan.environment, now),
    otherWaves: waves,
    now,
  })
}

function prunedCount({ removals }: ChangePlan): number {
  const pruned = removals.filter((each) => each.fate === 'pruned')
  return pruned.reduce((sum, each) => sum + each.clusters.length, 0)
}

/** Somebody who may write ticked the box of the open proposal, or wrote its command, for exactly what it is about to do. */
async function isApproved(
  item: string,
  command: string,
  environment: string,
  { forge }: GateFlowInput,
): Promise<boolean> {
  const said = await forge.conversation.read(`change/${environment}`)
  if (said?.state !== 'open') return false
  return (
    said.ticks.some((each) => each.mayWrite && each.item === item) ||
    said.comments.some((each) => isSaid(each) && each.text.split(/\r?\n/).some((line) => line.trim() === command))
  )
}

function isSaid({ mayWrite, isOurs, isEdited }: Said['comments'][number]): boolean {
  return mayWrite && !isOurs && !isEdited
}

async function renderedAt(repository: Repository, ref: string, { environment }: DriftReport) {
  const commit = await repository.resolve(ref)
  if (commit === undefined) throw unknownRef(ref)
  return readRendered(environment, await repository.readTree(commit, renderedFolder(environment))).rendered
}

async function headOf({ head, forge, repository }: GateFlowInput, { environment }: DriftReport): Promise<string> {
  if (head !== undefined) return head
  const open = await forge.findProposal(`change/${environment}`)
  return open?.state === 'open' ? open.branch : repository.defaultBranch
}

/** The open change proposal of the same environment, when it is another branch that is asked about. */
async function otherWaves({ head, forge }: GateFlowInput, { environment }: DriftReport): Promise<readonly string[]> {
  const open = await forge.findProposal(`change/${environment}`)
  return open?.state === 'open' && head !== undefined && head !== open.branch ? [`#${open.number}`] : []
}

async function openWaves(forge: Forge, { environment }: DriftReport): Promise<readonly string[]> {
  const open = await forge.findProposal(`change/${environment}`)
  return open?.state === 'open' ? [`#${open.number}`] : []
}
