import type { Tone } from '../drift-state.ts'
import { SIGNS, toneOf } from '../drift-state.ts'
import { shortTime, stateWord } from '../drift-words.ts'
import type { Topology, TopologyRegion } from '../topology.ts'
import type { TopologyChange } from './change.ts'
import type { TopologyState } from './state.ts'

/** A topology with what is to be shown on it: how it stands, or what a change does to it. */
export interface TopologyPicture {
  readonly topology: Topology
  readonly state?: TopologyState
  readonly change?: TopologyChange
}

/** What is said of a thing in a picture: never by colour alone, always with a sign and in words. */
export interface Mark {
  readonly tone: Tone | 'added' | 'removed' | 'changed'
  readonly sign: string
  readonly words: string
  /** What is said of it where there is room for more. */
  readonly detail?: string
}

const CHANGES = { added: { sign: '+', words: 'new' }, removed: { sign: '−', words: 'leaves' } } as const

/** What is said of a cluster; undefined where there is nothing to say. */
export function clusterMark({ state, change }: TopologyPicture, cluster: string): Mark | undefined {
  const changed = change?.clusters.find((each) => each.name === cluster)
  if (changed) {
    if (changed.change !== 'changed') return { tone: changed.change, ...CHANGES[changed.change] }
    return { tone: 'changed', sign: '~', words: `${countOf(changed.policies, 'policy', 'policies')} changed` }
  }
  const standing = state?.clusters.find((each) => each.name === cluster)
  if (!standing) return undefined
  const { drifts, unhealthy } = standing
  const tone = toneOf(standing.state)
  const sick = unhealthy > 0 ? [`${unhealthy} unhealthy`] : []
  if (standing.state === 'inSync' && unhealthy > 0) return { tone: 'warn', sign: '!', words: sick.join() }
  const words = [drifts > 0 ? countOf(drifts, 'drift', 'drifts') : stateWord(standing.state), ...sick].join(', ')
  if (standing.state !== 'unknown') return { tone, sign: SIGNS[tone], words }
  return { tone, sign: SIGNS[tone], words, detail: `${words}, ${lastSeen(standing.lastSeen)}` }
}

/** What is said of a region as a whole: that it comes, goes or is dark. */
export function regionMark(picture: TopologyPicture, region: TopologyRegion): Mark | undefined {
  const all = (change: 'added' | 'removed') =>
    region.clusters.every((name) =>
      picture.change?.clusters.some((each) => each.name === name && each.change === change),
    )
  if (region.clusters.length === 0) return undefined
  if (all('added')) return { tone: 'added', ...CHANGES.added }
  if (all('removed')) return { tone: 'removed', ...CHANGES.removed }
  const seen = region.clusters.map((name) => picture.state?.clusters.find((each) => each.name === name))
  if (!seen.every((each) => each?.state === 'unknown')) return undefined
  const times = seen.flatMap((each) => each?.lastSeen ?? []).sort()
  return { tone: 'warn', sign: SIGNS.warn, words: 'dark', detail: `dark, ${lastSeen(times.at(-1) ?? null)}` }
}

/** The worst first: what has to be seen even where not everything can be drawn. */
export function byWeight(picture: TopologyPicture, clusters: readonly string[]): readonly string[] {
  const order: readonly (Mark['tone'] | undefined)[] = ['removed', 'added', 'bad', 'warn', 'changed', 'good', undefined]
  const rank = (cluster: string) => order.indexOf(clusterMark(picture, cluster)?.tone)
  return [...clusters].sort((a, b) => rank(a) - rank(b))
}

export function countOf(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`
}

/** `last seen 2026-11-22 14:03 UTC`. */
function lastSeen(time: string | null): string {
  if (time === null) return 'never seen'
  return `last seen ${shortTime(time)}`
}

/** The most that is said of a thing. */
export function fullWords(mark: Mark): string {
  return mark.detail ?? mark.words
}
