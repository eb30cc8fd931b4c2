import type { ClusterState, DriftReport, DriftState } from '../../../model/drift.ts'
import { count, stateWord } from '../../../model/drift-words.ts'
import { HUB_CLUSTER } from '../../../model/plan.ts'
import { cut } from '../markdown.ts'
import type { Markup } from './escape.ts'
import { html } from './escape.ts'

const BOX = { width: 168, height: 58, gap: 26 }
const A_ROW = 6
/** Beyond this many, lines between all of them would only be a grey area. */
const LINKED = 6

const TONES: Readonly<Record<DriftState, 'good' | 'warn' | 'bad'>> = {
  inSync: 'good',
  drifted: 'bad',
  error: 'bad',
  reverted: 'warn',
  unknown: 'warn',
  pending: 'warn',
  notRolledOut: 'warn',
}

export function toneOf(state: DriftState): 'good' | 'warn' | 'bad' {
  return TONES[state]
}

/** A picture of the clusters with their states: the hub above, members below it. The table beside it says the same in words. */
export function topology(report: DriftReport): Markup {
  const hub = report.clusters.find((each) => each.name === HUB_CLUSTER)
  const members = report.clusters.filter((each) => each.name !== HUB_CLUSTER)
  const columns = Math.max(1, Math.min(members.length, A_ROW))
  const width = columns * (BOX.width + BOX.gap) + BOX.gap
  const above = hub ? BOX.height + 46 : 0
  const places = members.map((cluster, i) => {
    const row = Math.floor(i / columns)
    const inRow = Math.min(columns, members.length - row * columns)
    const left = (width - (inRow * (BOX.width + BOX.gap) - BOX.gap)) / 2
    return {
      cluster,
      x: left + (i % columns) * (BOX.width + BOX.gap),
      y: 12 + above + row * (BOX.height + BOX.gap),
    }
  })
  const rows = Math.ceil(members.length / columns)
  const height = 24 + above + rows * (BOX.height + BOX.gap) - BOX.gap
  const hubPlace = hub ? [{ cluster: hub, x: (width - BOX.width) / 2, y: 12 }] : []
  const label = `${count(members.length, 'cluster')} of ${report.environment}; the table below says the same`
  return html`<svg class="map" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
${members.length <= LINKED ? linesBetween(places, hubPlace) : []}${[...hubPlace, ...places].map((each) => box(each, report))}</svg>`
}

interface Spot {
  readonly cluster: ClusterState
  readonly x: number
  readonly y: number
}

/** Neighbours are joined, and each member with the hub. */
function linesBetween(members: readonly Spot[], [hub]: readonly Spot[]): readonly Markup[] {
  const middle = BOX.height / 2
  const chain = members
    .slice(1)
    .map((to, i) => line((members[i]?.x ?? 0) + BOX.width, (members[i]?.y ?? 0) + middle, to.x, to.y + middle))
  const spokes = hub
    ? members.map((to) => line(hub.x + BOX.width / 2, hub.y + BOX.height, to.x + BOX.width / 2, to.y))
    : []
  return [...chain, ...spokes]
}

function line(x1: number, y1: number, x2: number, y2: number): Markup {
  return html`<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>
`
}

function box({ cluster, x, y }: Spot, report: DriftReport): Markup {
  const drifts = report.drifts.filter((each) => each.clusters.includes(cluster.name)).length
  const words = drifts > 0 ? count(drifts, 'drift') : stateWord(cluster.state)
  const name = cluster.name === HUB_CLUSTER ? 'hub' : cut(cluster.name, 20)
  return html`<g class="${toneOf(cluster.state)}"><title>${cluster.name}: ${stateWord(cluster.state)}</title><rect x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="8"/><text x="${x + BOX.width / 2}" y="${y + 25}">${name}</text><text class="small" x="${x + BOX.width / 2}" y="${y + 44}">${SIGNS[toneOf(cluster.state)]} ${words}</text></g>
`
}

/** A sign beside the colour, for those who do not see it. */
export const SIGNS = { good: '✓', warn: '?', bad: '✗' } as const
