import type { HistoryEvent } from '../../model/history.ts'
import { eventOf } from '../../model/history.ts'
import type { Happening, Moment } from './happening.ts'
import { alertOf } from './happening.ts'

/** Clusters that can no longer be seen, and those that can again; together they are one incident each. */
export function darknessOf(moment: Moment): readonly Happening[] {
  return [...wentDark(moment), ...cameBack(moment)]
}

function wentDark(moment: Moment): readonly Happening[] {
  const { previous, report, now } = moment
  const dark = report.clusters.filter((each) => each.state === 'unknown' && !previous.dark.has(each.name))
  if (dark.length === 0) return []
  const names = dark.map((each) => each.name).sort()
  const reasons = new Map(dark.map((each) => [each.name, each.reason ?? 'no reason given']))
  const events = names.map((cluster): HistoryEvent => {
    const reason = reasons.get(cluster) ?? ''
    return eventOf(report.environment, { type: 'went-dark', time: now, cluster, since: now, reason })
  })
  const seen = dark.map(
    (each) => `${each.name}: ${reasons.get(each.name)}; ${lastSeen(moment, each.name, each.lastSeen)}`,
  )
  const held = [...previous.open.values()].filter((drift) => drift.clusters.some((each) => names.includes(each))).length
  const alert = alertOf(moment, ['dark', names, now], {
    event: 'opened',
    severity: 'critical',
    title: `${report.environment}: ${names.join(', ')} dark since ${now}`,
    lines: [...seen.sort(), heldLine(held), ...moment.notes(names)],
  })
  return [{ events, alert }]
}

function lastSeen({ previous }: Moment, cluster: string, told: string | null): string {
  const time = told ?? previous.lastSeen.get(cluster)
  return time === undefined ? 'never seen before' : `last seen ${time}`
}

function heldLine(held: number): string {
  const drifts = held === 1 ? '1 open drift there stays open' : `${held} open drifts there stay open`
  return held === 0 ? 'What is there is unknown, not in sync' : `What is there is unknown, not in sync; ${drifts}`
}

function cameBack(moment: Moment): readonly Happening[] {
  const { previous, report, now } = moment
  const isGone = (cluster: string) => moment.members !== undefined && !moment.members.includes(cluster)
  const seen = new Set(report.clusters.flatMap((each) => (each.state === 'unknown' ? [] : [each.name])))
  const back = [...previous.dark].filter(([cluster]) => seen.has(cluster) || isGone(cluster))
  if (back.length === 0) return []
  const names = back.map(([cluster]) => cluster).sort()
  const events = names.map((cluster) => eventOf(report.environment, { type: 'came-back', time: now, cluster }))
  const lines = back.map(
    ([cluster, { since }]) =>
      `${cluster}: ${isGone(cluster) ? 'left the environment' : 'seen again'}, dark since ${since}`,
  )
  const alert = alertOf(moment, ['back', back.map(([cluster, { since }]) => [cluster, since])], {
    event: 'resolved',
    severity: 'critical',
    title: `${report.environment}: ${names.join(', ')} no longer dark`,
    lines: lines.sort(),
  })
  return [{ events, alert }]
}
