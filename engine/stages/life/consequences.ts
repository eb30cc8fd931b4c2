import type { Moment } from './happening.ts'

/** Agents and probes report every few minutes: what turns unhealthy within this came with its cause. */
const FOLLOWS_WITHIN_MS = 30 * 60_000

/** What turns unhealthy while a region has just gone dark, or while its own component has just drifted, is a consequence of that. */
export function isConsequence({ previous, report, now }: Moment, component: string): boolean {
  const isFresh = (time: string) => Date.parse(now) - Date.parse(time) <= FOLLOWS_WITHIN_MS
  const isDark = report.clusters.some(({ name, state }) => {
    return state === 'unknown' && isFresh(previous.dark.get(name)?.since ?? now)
  })
  return (
    isDark ||
    report.drifts.some((each) => {
      const isGone = each.object.kind === 'Namespace' && each.change === 'missing'
      return (each.component === component || isGone) && isFresh(each.firstSeen)
    })
  )
}
