import { asRecorded } from '../model/as-recorded.ts'
import type { ChangePlan } from '../model/change-plan.ts'
import { removalCount } from '../model/change-plan.ts'
import type { Component } from '../model/component.ts'
import type { SourceFile } from '../model/document.ts'
import type { DriftReport } from '../model/drift.ts'
import type { Forge } from '../model/forge.ts'
import type { Repository } from '../model/git.ts'
import { pauseAt } from '../model/pause.ts'
import type { Rendered } from '../model/rendered.ts'
import { renderedFolder } from '../model/rendered.ts'
import type { StretchedService } from '../model/stretched.ts'
import { visible } from '../model/visible.ts'
import { diff, takenOut } from '../stages/diff.ts'
import type { Gate } from '../stages/gate.ts'
import { gate } from '../stages/gate.ts'
import { readRendered } from '../stages/read-rendered.ts'
import { rolloutOf } from '../stages/waves.ts'
import { expandAll } from './expand-all.ts'
import type { GateApprovals } from './gate/asked.ts'
import { askedOf } from './gate/asked.ts'
import { firstInstallation } from './gate/first-installation.ts'
import type { PatrolInput } from './patrol.ts'
import { patrol } from './patrol.ts'
import { readMerged, unknownRef } from './read-merged.ts'
import { renderedIn } from './rendered-in.ts'
import { askedIn } from './taken-out.ts'

export interface GateFlowInput extends PatrolInput {
  readonly forge: Forge
  /** Branch, tag or commit of the proposal; undefined: the environment's open change proposal. */
  readonly head: string | undefined
  /** Where the open change proposal was found, so that the verdict is on that commit whatever is pushed meanwhile. */
  readonly proposed?: string
  readonly removalLimit: number
  /** A look that was just taken; absent: one is taken. */
  readonly report?: DriftReport
  /** How often policies that stay may come to or leave a cluster. */
  readonly moveLimit?: number
}

/** The gate of a proposal as of now: its wave, a fresh look at the clusters, and what is frozen. */
export async function askGate(input: GateFlowInput): Promise<Gate> {
  const first = input.report ? undefined : await firstInstallation(input)
  if (first) return first
  const report = input.report ?? (await patrol(input))
  const after = await renderedAt(input.repository, await headOf(input, report), report)
  const { sources } = await readMerged(input.repository, input.head)
  const step = await stepTo({ after, report, sources }, input)
  return await gateOf(
    step,
    await askedOf(step.change, report.environment, input),
    await otherWaves(input, report),
    input,
  )
}

/** What somebody wants to be merged: the rendered state that it leads to, and the sources that ask for that. */
export interface Target {
  readonly after: Rendered
  readonly report: DriftReport
  readonly sources: readonly SourceFile[]
}

/**
 * The gate of any other step. How much may go unasked is no question of it: on a pull request of a person the check
 * `isthmus/plan` asks for an approval, and a way out is small. `queued`: the numbers of what is merged with it, of which none is
 * another wave; how much the change proposal among them may do was asked of that one before it came into the queue.
 */
export async function askStep(
  target: Target,
  input: Omit<GateFlowInput, 'head' | 'report' | 'removalLimit'>,
  queued: readonly number[] = [],
): Promise<Gate> {
  const step = await stepTo(target, input)
  const removals = { count: removalCount(step.change), limit: Number.POSITIVE_INFINITY, isApproved: false }
  return await gateOf(step, { removals }, await openWaves(input.forge, target.report, queued), input)
}

type Place = Pick<GateFlowInput, 'repository' | 'components' | 'now'>

interface Step {
  readonly report: DriftReport
  readonly before: Rendered
  readonly after: Rendered
  readonly change: ChangePlan
}

async function stepTo({ after, report, sources }: Target, { repository, components }: Place): Promise<Step> {
  const before = renderedIn(report.environment, (await readMerged(repository)).rendered).rendered
  const isGone = after.policies.length === 0 && isGoneFrom(sources, after.environment, components)
  return { report, before, after, change: isGone ? takenOut(before) : diff(before, after) }
}

function isGoneFrom(files: readonly SourceFile[], environment: string, components: readonly Component[]): boolean {
  const asked = askedIn(expandAll({ files, findings: [] }, components, ''))
  return asked !== undefined && !asked.has(environment)
}

async function gateOf(
  { report, before, after, change }: Step,
  asked: GateApprovals,
  otherWaves: readonly string[],
  { repository, components, now }: Place,
): Promise<Gate> {
  const merged = await readMerged(repository)
  const { environments, findings } = expandAll({ files: merged.sources, findings: [] }, components, report.environment)
  const [expanded] = environments
  const wrong = expanded ? undefined : findings.find((each) => each.severity === 'error')
  const wanted = expanded?.stretched.services ?? []
  const services = asRecorded(wanted, before.topology)
  const risky = change.policies.filter((each) => each.risks.some((risk) => risk.kind === 'newly-enforced'))
  return gate({
    ...(change.isTakenOut ? { regions: [] } : rolloutOf(before, after, expanded?.plan)),
    ...(change.isTakenOut ? { takenOut: { pruned: prunedCount(change) } } : {}),
    enforced: risky.map((each) => each.policy),
    ...asked,
    clusters: before.clusters,
    report,
    services,
    joining: clustersOf(wanted).filter((each) => !clustersOf(services).includes(each)),
    ...(change.isTakenOut
      ? {}
      : { afterwards: { services: asRecorded(wanted, after.topology), clusters: after.clusters } }),
    pause: expanded && pauseAt(expanded.plan.environment, now),
    error: wrong && `${visible(wrong.file)}:${wrong.line}`,
    otherWaves,
    now,
  })
}

function clustersOf(services: readonly StretchedService[]): readonly string[] {
  return services.flatMap((each) => each.members.map(({ cluster }) => cluster))
}

function prunedCount({ removals }: ChangePlan): number {
  const pruned = removals.filter((each) => each.fate === 'pruned')
  return pruned.reduce((sum, each) => sum + each.clusters.length, 0)
}

async function renderedAt(repository: Repository, ref: string, { environment }: DriftReport) {
  const commit = await repository.resolve(ref)
  if (commit === undefined) throw unknownRef(ref)
  return readRendered(environment, await repository.readTree(commit, renderedFolder(environment))).rendered
}

async function headOf(
  { head, proposed, forge, repository }: GateFlowInput,
  { environment }: DriftReport,
): Promise<string> {
  const known = head ?? proposed
  if (known !== undefined) return known
  const open = await forge.findProposal(`change/${environment}`)
  return open?.state === 'open' ? open.branch : repository.defaultBranch
}

/** The open change proposal of the same environment, when it is another branch that is asked about. */
async function otherWaves({ head, forge }: GateFlowInput, { environment }: DriftReport): Promise<readonly string[]> {
  const open = await forge.findProposal(`change/${environment}`)
  return open?.state === 'open' && head !== undefined && head !== open.branch ? [`#${open.number}`] : []
}

async function openWaves(
  forge: Forge,
  { environment }: DriftReport,
  queued: readonly number[],
): Promise<readonly string[]> {
  const open = await forge.findProposal(`change/${environment}`)
  return open?.state === 'open' && !queued.includes(open.number) ? [`#${open.number}`] : []
}
