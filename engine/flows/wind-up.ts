import type { Delivered } from '../effects/alert.ts'
import { deliverAlerts } from '../effects/alert.ts'
import { historyOn, readEvents } from '../effects/history.ts'
import { withdrawProposal } from '../effects/publish.ts'
import type { Chat } from '../model/chat.ts'
import type { Component } from '../model/component.ts'
import type { DriftReport } from '../model/drift.ts'
import type { Evidence } from '../model/evidence.ts'
import type { Forge } from '../model/forge.ts'
import { branchOf } from '../model/forge.ts'
import type { Author, Repository } from '../model/git.ts'
import { environmentOfHistory, HISTORY_BRANCH } from '../model/history.ts'
import type { HistoryState } from '../model/history-state.ts'
import { foldHistory } from '../model/history-state.ts'
import { inPool } from '../model/in-pool.ts'
import { renderedFolder } from '../model/rendered.ts'
import { PROPOSED_WAYS } from '../model/way-out.ts'
import { alertsFor } from '../stages/life.ts'
import { branchTip } from './branch-tip.ts'
import { expandAll } from './expand-all.ts'
import { readMerged } from './read-merged.ts'
import { askedIn } from './taken-out.ts'

export interface WindUpInput {
  readonly repository: Repository
  readonly forge: Forge
  readonly chats: readonly Chat[]
  readonly components: readonly Component[]
  readonly author: Author
  /** Asked for once there is something to end: no alert is begun after it, and what is left stays owed. */
  readonly deadline?: () => AbortSignal
  /** RFC 3339 UTC. */
  readonly now: string
}

/** What stood of an environment that is gone, and stands no more. */
export interface WoundUp {
  readonly environment: string
  /** Markers of the proposals that were taken back. */
  readonly withdrawn: readonly string[]
  readonly delivered: Delivered
}

/** Histories of environments that are long gone: read one by one they would hold up the others. */
const AT_ONCE = 8
const GONE = 'The environment is no longer on the default branch, neither in the sources nor in `rendered/`.'

/**
 * Ends what is left of environments that the default branch has nowhere any more: their proposals are taken back, and their drifts and
 * incidents end as those of clusters that have left. May be killed anywhere and run again. Nothing while a source is not valid.
 */
export async function windUp(input: WindUpInput): Promise<readonly WoundUp[]> {
  const merged = await readMerged(input.repository)
  const asked = askedIn(expandAll({ files: merged.sources, findings: [] }, input.components, ''))
  if (asked === undefined) return []
  const names = new Set([...asked, ...merged.environments])
  const markers = (await input.forge.openProposals()).map((each) => each.marker)
  const histories = await historiesBut(names, input.repository)
  const left = new Set([...histories].flatMap(([name, state]) => (isStanding(state) ? [name] : [])))
  for (const marker of markers) {
    const name = environmentIn(marker)
    if (name !== undefined && !names.has(name) && (await isOurs(marker, name, input.repository))) left.add(name)
  }
  const ended: WoundUp[] = []
  for (const environment of [...left].sort()) {
    const owned = new Set(markersOf(environment, histories.get(environment)))
    const open = markers.filter((each) => owned.has(each))
    ended.push(await windUpOne(environment, open, merged.commit, input))
  }
  return ended
}

async function historiesBut(
  names: ReadonlySet<string>,
  repository: Repository,
): Promise<ReadonlyMap<string, HistoryState>> {
  const tip = await repository.resolve(HISTORY_BRANCH)
  const files = tip === undefined ? [] : await repository.listTree(tip, '')
  const others = files.flatMap((file) => environmentOfHistory(file) ?? []).filter((name) => !names.has(name))
  const read = async (name: string) => [name, foldHistory(await readEvents(repository, name))] as const
  return new Map(await inPool(others, AT_ONCE, read))
}

function isStanding({ open, sighted, troubles, dark, owed }: HistoryState): boolean {
  return open.size + sighted.size + troubles.size + dark.size + owed.length > 0
}

function environmentIn(marker: string): string | undefined {
  return /^(?:change|drift|drift-critical)\/(.+)$/.exec(marker)?.[1]
}

/** Another desired state in another folder of the same repository has proposals, too: ours hold files of the environment in our folder. */
async function isOurs(marker: string, environment: string, repository: Repository): Promise<boolean> {
  const commit = await branchTip(branchOf(marker), repository)
  if (commit === undefined) return false
  const places = [renderedFolder(environment), `drift/${environment}.json`, `drift/critical/${environment}.json`]
  const held = await Promise.all(places.map((each) => repository.listTree(commit, each)))
  return held.some((each) => each.length > 0)
}

/** Its own, and those that people asked for by its drifts. */
function markersOf(environment: string, state: HistoryState | undefined): readonly string[] {
  const own = ['change', 'drift', 'drift-critical'].map((each) => `${each}/${environment}`)
  const asked = [...(state?.open.keys() ?? [])].flatMap((drift) => PROPOSED_WAYS.map((way) => `${way}/${drift}`))
  return [...own, ...asked]
}

async function windUpOne(
  environment: string,
  open: readonly string[],
  commit: string,
  input: WindUpInput,
): Promise<WoundUp> {
  const { repository, forge, author, chats, now, deadline } = input
  for (const marker of open)
    await withdrawProposal({ repository, forge, author, marker, branch: branchOf(marker) }, GONE)
  const history = historyOn(repository, environment, author)
  const options = { now, chats, members: [], evidence: evidenceOfNothing(commit) }
  const decide = (state: HistoryState) =>
    isStanding(state) ? alertsFor(state, nothingOf(environment, now), options).events : []
  await history.append(decide, now)
  const limit = deadline ? { deadline } : {}
  const delivered = await deliverAlerts({ chats, history, now: () => now, ...limit })
  return { environment, withdrawn: open, delivered }
}

/** A look at an environment without clusters. */
function nothingOf(environment: string, now: string): DriftReport {
  return {
    environment,
    observedAt: now,
    source: 'git',
    summary: { inSync: 0, drifted: 0, reverted: 0, unknown: 0, pending: 0, notRolledOut: 0, error: 0 },
    clusters: [],
    drifts: [],
    unhealthy: [],
    actions: [],
    undelivered: [],
    notEvaluated: [],
  }
}

/** Nothing is asked for since that commit. */
function evidenceOfNothing(commit: string): Evidence {
  return { commit, asked: () => undefined, writer: () => ({ manager: null, operation: null, time: null }) }
}
