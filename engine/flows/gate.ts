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
  const { repository, components, now } = input
  const report = input.report ?? (await patrol(input))
  const merged = await readMerged(repository)
  const all = expandAll({ files: merged.sources, findings: [] }, components, report.environment)
  const [expanded] = all.environments
  const before = renderedIn(report.environment, merged.rendered).rendered
  const after = await renderedAt(repository, await headOf(input, report), report)
  const isTakenOut = after.policies.length === 0 && takenOutOf(merged, all, report.environment).length > 0
  const change = isTakenOut ? takenOut(before) : diff(before, after)
  const risky = change.policies.filter((each) => each.risks.some((risk) => risk.kind === 'newly-enforced'))
  return gate({
    regions: isTakenOut ? [] : changedRegions(before, after),
    ...(isTakenOut ? { takenOut: { pruned: prunedCount(change) } } : {}),
    enforced: risky.map((each) => each.policy),
    removals: {
      count: removalCount(change),
      limit: unaskedRemovals(change, input.removalLimit),
      isApproved: await isApproved(removalApproval(change), removalCommand(change), change, input),
    },
    ...(input.moveLimit === undefined
      ? {}
      : {
          moves: {
            count: movedCount(change),
            limit: input.moveLimit,
            isApproved: await isApproved(movedApproval(change), movedCommand(change), change, input),
          },
        }),
    clusters: before.clusters,
    report,
    services: expanded?.stretched.services ?? [],
    pause: expanded && pauseAt(expanded.plan.environment, now),
    otherWaves: await otherWaves(input, report),
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
  change: ChangePlan,
  { forge }: GateFlowInput,
): Promise<boolean> {
  const said = await forge.conversation.read(`change/${change.environment}`)
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

/** An open change proposal of the same environment, when it is another branch that is asked about. */
async function otherWaves({ head, forge }: GateFlowInput, { environment }: DriftReport): Promise<readonly string[]> {
  const open = await forge.findProposal(`change/${environment}`)
  return open?.state === 'open' && head !== undefined && head !== open.branch ? [`#${open.number}`] : []
}
