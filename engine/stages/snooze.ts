import { readDriftMarks } from '../model/drift-marks.ts'
import type { Proposal } from '../model/forge.ts'
import { readStamp } from '../model/forge.ts'
import type { HistoryEvent } from '../model/history.ts'
import { eventOf } from '../model/history.ts'
import type { HistoryState } from '../model/history-state.ts'

const DAY_MS = 24 * 3_600_000

/**
 * The events by which a drift proposal that a person closed keeps exactly its values quiet for some days. One that we
 * closed ourselves carries no stamp any more, and quiets nothing; nor does one whose days are over at `now`.
 */
export function snoozes(
  state: HistoryState,
  environment: string,
  proposal: Proposal,
  days: number,
  now: string,
): readonly HistoryEvent[] {
  const { state: how, endedAt: time, body, number } = proposal
  if (how !== 'closed' || time === undefined || readStamp(body) === undefined) return []
  const until = `${new Date(Date.parse(time) + days * DAY_MS).toISOString().slice(0, 19)}Z`
  if (Date.parse(until) <= Date.parse(now)) return []
  return readDriftMarks(body).flatMap(({ fingerprint, value }) => {
    const known = state.acknowledged.get(fingerprint)
    if (known?.value === value && known.until >= until) return []
    const by = `closing of #${number}`
    return [eventOf(environment, { type: 'acknowledged', time, fingerprint, value, by, until })]
  })
}
