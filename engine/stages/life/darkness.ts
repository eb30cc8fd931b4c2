import type { HistoryEvent } from '../../model/history.ts'
import { eventOf } from '../../model/history.ts'
import type { Darkness } from '../../model/history-state.ts'
import { canonical } from '../../model/json.ts'
import { digest } from '../../model/names.ts'
import { HUB_CLUSTER } from '../../model/plan.ts'
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
  const incident = digest(canonical([report.environment, 'dark', names, now]), 16)
  const events = names.map((cluster): HistoryEvent => {
    const reason = reasons.get(cluster) ?? ''
    return eventOf(report.environment, { type: 'went-dark', time: now, cluster, since: now, reason, incident })
  })
  const isHub = names.includes(HUB_CLUSTER) && names.length > 1 && new Set(reasons.values()).size === 1
  const seen = dark
    .filter((each) => !isHub || each.name === HUB_CLUSTER)
    .map((each) => `${each.name}: ${reasons.get(each.name)}; ${lastSeen(moment, each.name, each.lastSeen)}`)
  const others = names.filter((each) => each !== HUB_CLUSTER).join(', ')
  const held = [...previous.open.values()].filter((drift) => drift.clusters.some((each) => names.includes(each))).length
  const alert = alertOf(moment, ['dark', names, now], {
    event: 'opened',
    severity: 'critical',
    // One source for all of them is down, not all the regions.
    title: isHub
      ? `${report.environment}: the hub (${HUB_CLUSTER}) dark since ${now}: nothing is known of ${others}`
      : `${report.environment}: ${names.join(', ')} dark since ${now}`,
    lines: [...seen.sort(), heldLine(held), ...consequenceLine(moment), ...moment.notes(names), WAY_OUT],
    life: incident,
    about: 'incident',
    since: now,
  })
  return [{ events, alert }]
}

const WAY_OUT =
  'Way out: see to the API server and the agents there, and to the way to them; change nothing elsewhere while it is unknown'

/** What the clusters that can be seen report meanwhile is told with the cause, not on its own. */
function consequenceLine({ report }: Moment): readonly string[] {
  const { unhealthy } = report
  if (unhealthy.length === 0) return []
  const components = [...new Set(unhealthy.map((each) => each.component))].sort()
  const checks = unhealthy.length === 1 ? '1 health check is' : `${unhealthy.length} health checks are`
  return [`${checks} not met elsewhere (${components.join(', ')}): held as its consequences`]
}

function lastSeen({ previous }: Moment, cluster: string, told: string | null): string {
  const time = told ?? previous.lastSeen.get(cluster)
  return time === undefined ? 'never seen before' : `last seen ${time}`
}

function heldLine(held: number): string {
  const drifts = held === 1 ? '1 open drift there stays open' : `${held} open drifts there stay open`
  return held === 0 ? 'What is there is unknown, not in sync' : `What is there is unknown, not in sync; ${drifts}`
}

/** One message for each incident: it changed while some of its clusters are dark, and is resolved with the last of them. */
function cameBack(moment: Moment): readonly Happening[] {
  const { previous, report } = moment
  const seen = new Set(report.clusters.flatMap((each) => (each.state === 'unknown' ? [] : [each.name])))
  const isBack = (cluster: string) => seen.has(cluster) || hasLeft(moment, cluster)
  const incidents = [...new Set([...previous.dark.values()].map(({ incident }) => incident))]
  return incidents.flatMap((incident) => {
    const clusters = [...previous.dark].filter(([, darkness]) => darkness.incident === incident)
    const back = clusters.filter(([cluster]) => isBack(cluster))
    return back.length === 0 ? [] : [returned(moment, back, clusters)]
  })
}

type Dark = readonly [cluster: string, darkness: Darkness]

function returned(moment: Moment, back: readonly Dark[], all: readonly Dark[]): Happening {
  const { report, now } = moment
  const names = back.map(([cluster]) => cluster).sort()
  const still = all.flatMap(([cluster]) => (names.includes(cluster) ? [] : [cluster])).sort()
  const lines = back.map(([cluster, { since }]) => {
    return `${cluster}: ${hasLeft(moment, cluster) ? 'left the environment' : 'seen again'}, dark since ${since}`
  })
  const events = names.map((cluster) => eventOf(report.environment, { type: 'came-back', time: now, cluster }))
  const since = back.map(([, darkness]) => darkness.since)
  const alert = alertOf(moment, ['back', back.map(([cluster, darkness]) => [cluster, darkness.since])], {
    event: still.length === 0 ? 'resolved' : 'changed',
    severity: 'critical',
    title: `${report.environment}: ${names.join(', ')} no longer dark${still.length === 0 ? '' : `, ${still.join(', ')} still dark`}`,
    lines: lines.sort(),
    about: 'incident',
    life: back[0]?.[1].incident ?? digest(canonical([report.environment, 'dark', ...since]), 16),
    since: since.sort()[0] ?? now,
  })
  return { events, alert }
}

function hasLeft({ members }: Moment, cluster: string): boolean {
  return members !== undefined && !members.includes(cluster)
}
