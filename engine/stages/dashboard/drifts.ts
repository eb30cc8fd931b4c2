import type { DriftView, ProposalView } from '../../model/dashboard.ts'
import type { Drift } from '../../model/drift.ts'
import { readDriftMarks } from '../../model/drift-marks.ts'
import type { ExceptedReport } from '../../model/exception.ts'
import type { Proposal } from '../../model/forge.ts'
import type { HistoryEvent } from '../../model/history.ts'
import { recordOf } from '../../model/history.ts'
import { foldHistory, isQuiet } from '../../model/history-state.ts'
import { isRedacted } from '../../model/redact.ts'
import { timelineOf } from './timeline.ts'

interface DriftsInput {
  readonly now: string
  readonly report: ExceptedReport
  readonly events: readonly HistoryEvent[]
  readonly proposals: readonly Proposal[]
  readonly putBack: (drift: Drift) => string | undefined
}

/** What stands around each open drift, also around those that an exception keeps quiet. */
export function driftViews(input: DriftsInput, proposals: readonly ProposalView[]): readonly DriftView[] {
  const { report, events, putBack } = input
  const history = timelineOf(events)
  const shownIn = numbersByDrift(input.proposals)
  const all = [...report.drifts, ...(report.excepted ?? []).map((each) => each.drift)]
  return all.map((drift) => {
    const quiet = quietOf(drift, input)
    const number = shownIn.get(drift.fingerprint)
    const proposal = number === undefined ? undefined : proposals.find((each) => each.number === number)
    const command = putBack(drift)
    return {
      fingerprint: drift.fingerprint,
      history: history.filter((each) => each.fingerprint === drift.fingerprint),
      isAdoptable:
        drift.change === 'different' &&
        drift.fields.length > 0 &&
        !drift.fields.some((each) => isRedacted(each.desired) || isRedacted(each.observed)),
      ...(quiet ? { quiet } : {}),
      ...(proposal ? { proposal } : {}),
      ...(command === undefined ? {} : { putBack: command }),
    }
  })
}

/** An acknowledgement holds for exactly the value that was there, on the clusters that showed it. */
function quietOf(drift: Drift, { events, now }: DriftsInput): DriftView['quiet'] {
  const record = recordOf(drift)
  const { fingerprint } = record
  const own = events.filter((each) =>
    each.type === 'opened' || each.type === 'changed'
      ? each.drift.fingerprint === fingerprint
      : 'fingerprint' in each && each.fingerprint === fingerprint,
  )
  const said = own.findLast((each) => each.type === 'acknowledged')
  if (said?.type !== 'acknowledged' || !isQuiet(foldHistory(own), record, now)) return undefined
  return { until: said.until, by: said.by }
}

/** Number of the first proposal whose hidden marks name a drift, by fingerprint. */
function numbersByDrift(proposals: readonly Proposal[]): ReadonlyMap<string, number> {
  const marked = proposals.flatMap(({ number, body }) =>
    readDriftMarks(body).map(({ fingerprint }) => [fingerprint, number] as const),
  )
  return new Map(marked.reverse())
}
