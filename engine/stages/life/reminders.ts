import { eventOf } from '../../model/history.ts'
import { isQuiet } from '../../model/history-state.ts'
import type { Happening, Moment } from './happening.ts'
import { staleAlert } from './messages.ts'

const DAY_MS = 24 * 3_600_000

/** Drifts that nobody has seen to for so many days: people are told again, once each such time. */
export function remindersOf(moment: Moment, days: number | undefined): readonly Happening[] {
  if (days === undefined) return []
  const { previous, report, now } = moment
  const shown = new Set(report.drifts.map((each) => each.fingerprint))
  return [...previous.open.values()]
    .filter((each) => shown.has(each.fingerprint) && !isQuiet(previous, each, now))
    .filter((each) => {
      const last = previous.reminded.get(each.fingerprint) ?? each.firstSeen
      return Date.parse(now) - Date.parse(last) >= days * DAY_MS
    })
    .map((record): Happening => {
      const { fingerprint, firstSeen } = record
      const open = Math.floor((Date.parse(now) - Date.parse(firstSeen)) / DAY_MS)
      const events = [eventOf(report.environment, { type: 'stale', time: now, fingerprint })]
      return { events, alert: staleAlert(moment, record, open) }
    })
}
