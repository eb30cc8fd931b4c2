import type { DriftReport } from '../model/drift.ts'
import { Failure, failureOnly } from '../model/failure.ts'
import { branchOf } from '../model/forge.ts'
import type { Repository } from '../model/git.ts'
import { TOO_LARGE } from '../model/git.ts'
import { inPool } from '../model/in-pool.ts'
import { renderedFolder } from '../model/rendered.ts'
import { indexOf } from '../model/rendered-index.ts'
import type { Check, PeoplesPull } from '../model/review.ts'
import { indicatorsIn } from '../model/walkable.ts'
import { gateCheck, unjudgedCheck, unseenCheck } from '../stages/gate/gate-check.ts'
import { readRendered } from '../stages/read-rendered.ts'
import { branchTip } from './branch-tip.ts'
import type { GateFlowInput } from './gate.ts'
import { askStep } from './gate.ts'
import type { Head, Judged } from './gates/one-at-a-time.ts'
import { oneAtATime } from './gates/one-at-a-time.ts'
import type { Step } from './gates/steps.ts'
import { stepsFrom } from './gates/steps.ts'
import { mergeGroups } from './merge-groups.ts'
import { patrol } from './patrol.ts'
import { readMerged, readProposedSources } from './read-merged.ts'

export interface GatesInput
  extends Omit<GateFlowInput, 'head' | 'environment' | 'report' | 'removalLimit' | 'moveLimit'> {
  /** The one look that there is: what touches another environment is left to whoever looks at that. Absent: whatever is touched is looked at. */
  readonly report?: DriftReport
}

/** Asked at once: each question that comes while another one runs shares what the repository is asked. */
const AT_ONCE = 8
/** Heads that are read at once: each may be as large as anybody likes to make it. */
const READ_AT_ONCE = 2

/**
 * The check `isthmus/gate` on everything that may be merged, so that branch protection can require it: green at once where nothing that
 * is rendered changes, and by the conditions of a wave where something does, whoever made it. What a merge queue has put together is
 * judged as what will be merged. Change proposals of an environment that runs are left out: each look at it says so (`setGate`).
 */
export async function checkGates(input: GatesInput): Promise<readonly Check[]> {
  const { repository, forge } = input
  const { commit: tip } = await readMerged(repository)
  const open = await openHeads(input)
  const groups = await mergeGroups(input, new Set(open.keys()))
  const heads = [
    ...[...open].flatMap(([commit, number]) => (number === undefined ? [] : [{ commit, number, queued: [] }])),
    ...groups.map(({ commit, pulls }) => ({ commit, number: undefined, queued: pulls })),
  ]
  const steps = stepsFrom(tip, repository)
  const looks = looksOf(input)
  const told = await inPool(heads, READ_AT_ONCE, (head) =>
    orFailure(head.commit, async () => await judge(head, await steps.of(head.commit), looks, input)),
  )
  steps.keep()
  const known = told.flatMap((each) => (each === undefined || each instanceof Failure ? [] : [each]))
  const said = oneAtATime(known).map((each) => ('gates' in each ? gateCheck(each.gates, each.commit) : each))
  await inPool(said, AT_ONCE, (each) => forge.setCheck(each))
  const later = told.find((each) => each instanceof Failure)
  if (later) throw later
  return said
}

/** Heads of all that is open, and the number of what has it; undefined for one of which somebody else speaks. */
async function openHeads({ repository, forge }: GatesInput): Promise<ReadonlyMap<string, number | undefined>> {
  const { environments } = await readMerged(repository)
  const isLeftOut = (marker: string) => environments.some((name) => marker === `change/${name}`)
  const people = await inPool(await forge.openPulls(repository.defaultBranch), AT_ONCE, async (pull) => ({
    number: pull.number,
    commit: (await isHere(pull, repository)) ? pull.head.commit : undefined,
  }))
  const ours = await inPool(await forge.openProposals(), AT_ONCE, async ({ marker, number }) => ({
    number: isLeftOut(marker) ? undefined : number,
    commit: await branchTip(branchOf(marker), repository),
  }))
  const heads = new Map<string, number | undefined>()
  for (const { commit, number } of [...people, ...ours]) {
    if (commit === undefined) continue
    // A check belongs to a commit, whoever opens a pull request for the same one.
    heads.set(commit, heads.has(commit) && heads.get(commit) === undefined ? undefined : number)
  }
  return heads
}

/** One that is too large to be read is told so; whatever else keeps one from being judged holds up no other. */
async function orFailure<T>(commit: string, work: () => Promise<T>): Promise<T | Check | Failure> {
  const found = await work().catch(failureOnly)
  return found instanceof Failure && found.code === TOO_LARGE ? unjudgedCheck(found.message, commit) : found
}

/** The head of a fork has to be brought here; where that is not to be had, nothing is said. */
async function isHere({ head, isFork, ref }: PeoplesPull, repository: Repository): Promise<boolean> {
  if (!isFork) return (await branchTip(head.branch, repository)) === head.commit
  return ref !== undefined && (await repository.fetchHead(ref, head.commit).catch(failureOnly)) === true
}

type Looks = (environment: string) => Promise<DriftReport> | undefined

/** One look an environment, however many pull requests touch it. */
function looksOf(input: GatesInput): Looks {
  const { report } = input
  const known = new Map<string, Promise<DriftReport>>()
  return (environment) => {
    if (report) return report.environment === environment ? Promise.resolve(report) : undefined
    const look = known.get(environment) ?? patrol({ ...input, environment })
    known.set(environment, look)
    return look
  }
}

/** YAML indicators in all that one changes: some 30 MiB of what Isthmus renders, and never more than a small part of a server's memory. */
const MOST_INDICATORS = 3_000_000

function checkStep(step: Step): void {
  let left = MOST_INDICATORS
  for (const [, text = ''] of step) left -= indicatorsIn(text)
  if (left >= 0) return
  throw new Failure(TOO_LARGE, 'it changes more in rendered/ than can be judged at once', { hint: 'Split it.' })
}

/** Undefined where somebody else has to look. */
async function judge(head: Head, step: Step, looks: Looks, input: GatesInput): Promise<Judged | Check | undefined> {
  const { commit, queued } = head
  // Whoever works in another folder of the repository may have more to say of it under the same name.
  if (step.size === 0 && (input.repository.folder ?? '') !== '' && input.forge.ownChecks === undefined) return undefined
  const { rendered, environments } = await readMerged(input.repository)
  const after = merge(rendered, step)
  const touched = new Set([...step.keys()].map((path) => path.split('/')[1]))
  // What does not run yet is installed everywhere at once.
  const running = environments.filter((each) => touched.has(each))
  if (running.length === 0) return { ...head, gates: [] }
  checkStep(step)
  const sources = await readProposedSources(input.repository, commit)
  const gates = []
  for (const environment of running) {
    const { rendered: wanted, unreadable } = readRendered(environment, after)
    const broken = unreadable.find((each) => step.has(each))
    if (broken !== undefined) return unjudgedCheck(`${broken} cannot be read`, commit)
    if (isRecordAlone(step, environment)) continue
    const report = await looks(environment)?.catch(failureOnly)
    if (report === undefined) return undefined
    if (report instanceof Failure) return unseenCheck(environment, report.message, commit)
    const target = { after: wanted, report, sources }
    gates.push(await askStep(target, { ...input, environment }, queued))
  }
  return { ...head, gates }
}

/** No hub is given the record. Where it is broken nobody can look at the clusters, and this is how it is mended. */
function isRecordAlone(step: Step, environment: string): boolean {
  const below = [...step.keys()].filter((path) => path.startsWith(`${renderedFolder(environment)}/`))
  return below.every((path) => path === indexOf(environment))
}

/** On top of what is merged by now. */
function merge(rendered: ReadonlyMap<string, string>, step: Step): ReadonlyMap<string, string> {
  if (step.size === 0) return rendered
  const after = new Map(rendered)
  for (const [path, text] of step) {
    if (text === undefined) after.delete(path)
    else after.set(path, text)
  }
  return after
}
