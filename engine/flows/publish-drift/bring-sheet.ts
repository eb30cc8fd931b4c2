import type { Published } from '../../effects/publish.ts'
import { publishProposal, withdrawProposal } from '../../effects/publish.ts'
import type { Evidence } from '../../model/evidence.ts'
import type { Forge, Proposal } from '../../model/forge.ts'
import type { Author, Repository } from '../../model/git.ts'
import { recordOf } from '../../model/history.ts'
import type { History, HistoryState } from '../../model/history-state.ts'
import { isBack, isQuiet } from '../../model/history-state.ts'
import { acknowledgements } from '../../stages/acknowledge.ts'
import { stillHeld } from '../../stages/life/drifts.ts'
import { driftMarkdown } from '../../stages/report/drift-markdown.ts'
import type { DriftSheet } from '../../stages/report/drift-sheets.ts'
import { driftJson } from '../../stages/report/json.ts'
import { snoozes } from '../../stages/snooze.ts'
import type { ProposalTerms } from '../people.ts'
import { limitsIn, withPeople } from '../people.ts'

export interface SheetInput {
  readonly repository: Repository
  readonly forge: Forge
  readonly history: History
  readonly author: Author
  readonly acknowledgementDays: number
  readonly evidence?: Evidence
  readonly terms?: ProposalTerms
  readonly now: string
}

export interface Known {
  /** The sheet's proposal as it was found. */
  readonly seen: Proposal | undefined
  readonly state: HistoryState
}

/** `none`: there is nothing to propose, and nothing was open; `held`: nothing loud is left to show, but not everything could be seen. */
export type Brought = Published | { readonly outcome: 'closed' | 'none' | 'held' }

/** Merging a drift proposal acknowledges what its report holds; closing it does likewise. Gives the proposal as it is now. */
export async function acknowledge(
  { report, draft, path }: DriftSheet,
  { repository, forge, history, acknowledgementDays, now }: SheetInput,
): Promise<Proposal | undefined> {
  const proposal = await forge.findProposal(draft.marker)
  if (proposal?.state === 'closed')
    await history.append((state) => snoozes(state, report.environment, proposal, acknowledgementDays, now), now)
  if (proposal?.state !== 'merged') return proposal
  const commit = await repository.resolve(repository.defaultBranch)
  const file = `${path}.json`
  const text = commit === undefined ? '' : ((await repository.readTree(commit, file)).get(file) ?? '')
  await history.append((state) => acknowledgements(state, text, proposal, acknowledgementDays, now), now)
  return proposal
}

/** True where an open drift does not show, and nobody could tell that it is gone: every cluster was seen, but not all of it. */
function mayStillBe({ report }: DriftSheet, { state, now }: SheetInput & Known): boolean {
  const members = report.clusters.map((each) => each.name)
  const open = [...state.open.values()].filter((each) => !isQuiet(state, each, now))
  return open.some((each) => stillHeld({ report, members }, each).length > 0)
}

/** Opens or updates the proposal, or takes it back where nothing loud is left of what it shows. */
export async function bringSheet(sheet: DriftSheet, input: SheetInput & Known): Promise<Brought> {
  const { report, draft: said, path } = sheet
  const { repository, forge, author, acknowledgementDays: quietDays, now: when } = input
  if (report.drifts.every((each) => isQuiet(input.state, recordOf(each), when))) {
    if (report.summary.unknown + report.summary.error > 0 || mayStillBe(sheet, input)) return { outcome: 'held' }
    const closed = await withdrawProposal({ repository, forge, author, ...said }, sheet.over)
    return { outcome: closed ? 'closed' : 'none' }
  }
  const base = input.evidence?.commit ?? repository.defaultBranch
  const write = new Map([
    [`${path}.md`, `${driftMarkdown(report)}\n`],
    [`${path}.json`, driftJson(report)],
  ])
  const change = { write, remove: [] }
  const draft = await withPeople(said, change, { repository, commit: base }, input.terms)
  const isCritical = report.drifts.some((each) => each.severity === 'critical')
  const madeFrom = ['exceptions', `rendered/${report.environment}`, ...write.keys()]
  // What was mended since a person closed the proposal is news, though it looks the same.
  const isNews = report.drifts.some((each) => isBack(input.state, recordOf(each), when))
  const quiet = isNews ? {} : { quietDays }
  const more = { ...quiet, isCritical, madeFrom, seen: { proposal: input.seen }, ...limitsIn(input.terms) }
  return publishProposal({ repository, forge, draft, change, base, author, when, ...more })
}
