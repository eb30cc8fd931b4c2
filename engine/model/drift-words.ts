import { count } from './count.ts'
import type { Attribution, Drift, DriftReport, DriftState } from './drift.ts'
import type { Resolution } from './evidence.ts'

/** `2 drifts on 3 clusters; 1 cluster not seen`. */
export function driftHeadline(report: DriftReport): string {
  const drifted = new Set(report.drifts.flatMap((each) => each.clusters)).size
  const parts = [
    report.drifts.length === 0
      ? 'no drift seen'
      : `${count(report.drifts.length, 'drift')} on ${count(drifted, 'cluster')}`,
    ...(report.summary.unknown > 0 ? [`${count(report.summary.unknown, 'cluster')} not seen`] : []),
    ...(report.summary.error > 0 ? [`${count(report.summary.error, 'cluster')} seen only in part`] : []),
  ]
  return parts.join('; ')
}

export function attributionText(attribution: Attribution): string {
  if (attribution.manager === null) return 'an unknown tool (the object records none for this field)'
  const when = attribution.time === null ? 'time not recorded' : shortTime(attribution.time)
  return `${attribution.manager} (${attribution.operation ?? 'operation not recorded'}, ${when})`
}

/** Who brought the drift about, as far as the object tells. */
export function writerText({ change, attribution }: Drift): string {
  return change === 'missing'
    ? 'an object that is gone does not say who removed it'
    : `changed by ${attributionText(attribution)}`
}

/** On how many of the clusters that should have the object, and which is not like the others. */
export function whereText(drift: Drift): string {
  const { clusters, placedOn: total, oddOneOut } = drift
  if (total === undefined || total <= 1 || total < clusters.length) return clustersText(clusters)
  if (clusters.length === total) return total === 2 ? clusters.join(', ') : `all ${total} clusters`
  if (oddOneOut !== undefined && !clusters.includes(oddOneOut))
    return `${clusters.length} of ${total} clusters: only ${oddOneOut} is as desired`
  if (clusters.length === 1) return `${clusters[0] ?? ''} alone (1 of ${total} clusters)`
  return `${clusters.length} of ${total} clusters (${namesText(clusters)})`
}

function namesText(names: readonly string[]): string {
  return names.length <= 4 ? names.join(', ') : `${names.slice(0, 3).join(', ')}, …`
}

/** `kubectl and argocd undo each other: 4 changes since …`. */
export function fightText({ fight }: Drift): string | undefined {
  if (!fight) return undefined
  const [first, ...others] = fight.managers
  const who =
    first === undefined
      ? 'tools that left no name'
      : [first, ...(others.length > 0 ? others : ['a tool that left no name'])].join(' and ')
  return `${who} keep undoing each other: ${count(fight.flips, 'change')} since ${shortTime(fight.since)}`
}

/** `cluster1, cluster2`, or `12 clusters (a, b, c, …)`. */
export function clustersText(clusters: readonly string[]): string {
  return clusters.length <= 4
    ? clusters.join(', ')
    : `${clusters.length} clusters (${clusters.slice(0, 3).join(', ')}, …)`
}

/** Names beyond these are counted: those of a fleet would fill a text that a forge takes. */
const MOST_NAMED = 100

export function clusterNames(clusters: readonly string[]): string {
  const more = clusters.length - MOST_NAMED
  const named = clusters.slice(0, MOST_NAMED).join(', ')
  return more > 0 ? `${named} and ${more} more` : named
}

/** `2026-11-22 14:03 UTC`. */
export function shortTime(time: string): string {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(time) ? `${time.slice(0, 10)} ${time.slice(11, 16)} UTC` : time
}

const STATE_WORDS: Readonly<Record<DriftState, string>> = {
  inSync: 'in sync',
  drifted: 'drifted',
  reverted: 'reverted',
  unknown: 'not seen',
  pending: 'pending',
  notRolledOut: 'not rolled out',
  error: 'seen only in part',
}

/** A state as people say it. */
export function stateWord(state: DriftState): string {
  return STATE_WORDS[state]
}

/** What is no longer asked for may be as it was, and what is lived with is. */
export function endWords(how: Resolution | undefined): string {
  if (how?.by === 'exception') return 'is lived with for a while'
  return how?.by === 'commit' && how.isUnasked ? 'is no longer asked for' : 'is as desired again'
}
