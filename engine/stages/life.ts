import type { Addressee, Alert } from '../model/chat.ts'
import { routesOf } from '../model/chat-route.ts'
import { driftPath, environmentPath, linkTo } from '../model/dashboard-links.ts'
import type { DriftReport } from '../model/drift.ts'
import type { Evidence } from '../model/evidence.ts'
import type { HistoryEvent } from '../model/history.ts'
import { eventOf } from '../model/history.ts'
import type { HistoryState } from '../model/history-state.ts'
import { darknessOf } from './life/darkness.ts'
import { driftLives } from './life/drifts.ts'
import { escalationsOf } from './life/escalations.ts'
import { fold } from './life/fold.ts'
import type { Happening, Moment } from './life/happening.ts'
import { quietsOver } from './life/quiets-over.ts'
import { remindersOf } from './life/reminders.ts'
import { ripeDrifts, sightings } from './life/ripeness.ts'
import { troublesOf } from './life/troubles.ts'

export interface LifeOptions {
  /** RFC 3339 UTC. */
  readonly now: string
  /** The chats that may be told, each with what it wants to hear. */
  readonly chats: readonly Addressee[]
  /** Clusters that still belong to the environment, the hub included; where given, a drift is not held open for one that left. */
  readonly members?: readonly string[]
  /** Where the drift proposal is read. */
  readonly url?: string
  /** Where the dashboard is read; where given, an alert leads to its page instead. */
  readonly dashboard?: string
  /** Looks in a row that must show a drift before it is reported; 1 where absent. */
  readonly observations?: number
  /** Days after which people are reminded of an open drift, again and again; never where absent. */
  readonly staleDays?: number
  /** By what the end of a drift is explained. */
  readonly evidence?: Evidence
  /** What else a message about dark clusters says, such as which quorums are left. */
  readonly notes?: (clusters: readonly string[]) => readonly string[]
}

export interface Life {
  /** What to append to the history, before any message is sent. */
  readonly events: readonly HistoryEvent[]
  readonly alerts: readonly Alert[]
}

/** A look that finds nothing new is recorded once a day, so that "last seen" stays true without a write every minute. */
const RECORD_EVERY_MS = 24 * 3_600_000

/**
 * What a report means for the life of each drift, given what was known. A drift opens, changes, and is resolved only
 * when every cluster that showed it was seen without it; clusters that go dark together are one incident.
 */
export function alertsFor(previous: HistoryState, report: DriftReport, options: LifeOptions): Life {
  const { now, chats, url } = options
  const { members, evidence, notes = () => [] } = options
  const whole: Moment = { previous, report, now, members, evidence, notes }
  const ripe = ripeDrifts(previous, report, options.observations)
  const moment: Moment = { ...whole, report: { ...report, drifts: ripe } }
  const incidents = darknessOf(moment)
  const lives: readonly Happening[] = [
    ...sightings(whole, ripe),
    ...fold(driftLives(moment)),
    ...quietsOver(whole),
    ...troublesOf(moment),
    ...remindersOf(moment, options.staleDays),
  ]
  const news = [...incidents, ...lives].flatMap((each) => (each.alert ? [withPage(each, each.alert, options)] : []))
  const routed = [
    ...news.map((alert) => ({ alert, to: routesOf(alert, previous.told.get(alert.life ?? ''), chats) })),
    ...escalationsOf(moment, chats, news).map(({ alert, to }) => ({ alert, to: [to] })),
  ].map(({ alert, to }) => ({ alert: url === undefined || alert.url !== undefined ? alert : { ...alert, url }, to }))
  const pending = routed.map(({ alert, to }) =>
    eventOf(report.environment, { type: 'alert-pending', time: now, alert, chats: to }),
  )
  const alerts = routed.map(({ alert }) => alert)
  const events = [...incidents, ...lives].flatMap((each) => each.events)
  return { events: [...observed(moment, events.length > 0), ...events, ...pending], alerts }
}

/** The drift's page, also when it is over: its history stands there; of everything else the environment's. */
function withPage({ events }: Happening, alert: Alert, { dashboard }: LifeOptions): Alert {
  if (dashboard === undefined) return alert
  const [fingerprint] = events.flatMap((each) => {
    if (each.type === 'opened' || each.type === 'changed') return [each.drift.fingerprint]
    return each.type === 'resolved' || each.type === 'stale' ? [each.fingerprint] : []
  })
  const { environment } = alert
  const path = fingerprint === undefined ? environmentPath(environment) : driftPath(environment, fingerprint)
  return { ...alert, url: linkTo(dashboard, path) }
}

function observed({ previous, report, now }: Moment, isNews: boolean): readonly HistoryEvent[] {
  const names = (isUnknown: boolean) =>
    report.clusters.flatMap((each) => ((each.state === 'unknown') === isUnknown ? [each.name] : [])).sort()
  const [seen, unknown] = [names(false), names(true)]
  const last = previous.lastObserved
  const isSame = last !== undefined && last.seen.join() === seen.join() && last.unknown.join() === unknown.join()
  // A record from the future is of a clock that was wrong, and does not keep the right one from recording.
  const isRecent = last !== undefined && Math.abs(Date.parse(now) - Date.parse(last.time)) < RECORD_EVERY_MS
  if (isSame && isRecent && !isNews) return []
  return [eventOf(report.environment, { type: 'observed', time: now, source: report.source, seen, unknown })]
}
