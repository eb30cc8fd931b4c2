import type { TopologyRegion } from '../topology.ts'
import { nodesIn } from '../topology.ts'
import type { TopologyPicture } from './marks.ts'
import { byWeight, clusterMark } from './marks.ts'

export type Shape = 'wide' | 'narrow'

/** In units of the picture. */
export const SIZE = {
  card: 248,
  gap: 28,
  edge: 20,
  /** Left of the cards of a narrow picture, for the tunnel. */
  rail: 30,
  head: 38,
  line: 19,
  row: 24,
} as const

/** Clusters of a region that are drawn one by one, and those that get a line each; the rest is counted. */
const IN_FULL = 3
const LISTED = 7

export interface ClusterPlace {
  readonly name: string
  /** From the top of its card. */
  readonly y: number
  readonly height: number
}

export interface RegionPlace {
  readonly region: TopologyRegion
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly isInFull: boolean
  readonly clusters: readonly ClusterPlace[]
  /** Clusters that are only counted. */
  readonly rest: readonly string[]
  readonly row: number
}

export interface Grid {
  readonly places: readonly RegionPlace[]
  readonly columns: number
  readonly rows: number
  readonly width: number
  /** Bottom of each row, where the tunnel runs. */
  readonly floors: readonly number[]
  readonly bottom: number
}

/** What the grid is given. */
export interface Room {
  readonly top: number
  /** Below each row, for the tunnel. */
  readonly underRow: number
  /** Least width: what is drawn below the grid needs it. */
  readonly least: number
}

/** Regions in rows as even as may be: up to four side by side, or all below each other. */
export function gridOf(picture: TopologyPicture, shape: Shape, { top, underRow, least }: Room): Grid {
  const { regions } = picture.topology
  const columns = shape === 'narrow' ? 1 : columnsFor(regions.length)
  const cards = regions.map((region) => cardOf(picture, region))
  const rows = Math.max(1, Math.ceil(regions.length / columns))
  const places: RegionPlace[] = []
  const floors: number[] = []
  const rail = shape === 'narrow' ? SIZE.rail : 0
  const width = Math.max(columns * (SIZE.card + SIZE.gap) - SIZE.gap, least - rail)
  let y = top
  for (let row = 0; row < rows; row++) {
    const mine = cards.slice(row * columns, (row + 1) * columns)
    const height = Math.max(0, ...mine.map((each) => each.height))
    const left = (width - (mine.length * (SIZE.card + SIZE.gap) - SIZE.gap)) / 2
    for (const [i, card] of mine.entries()) {
      const x = SIZE.edge * 2 + rail + left + i * (SIZE.card + SIZE.gap)
      places.push({ ...card, x, y, width: SIZE.card, height: shape === 'narrow' ? card.height : height, row })
    }
    y += height
    floors.push(y)
    y += row === rows - 1 ? 0 : underRow
  }
  return { places, columns, rows, width: width + rail, floors, bottom: y }
}

function columnsFor(regions: number): number {
  if (regions <= 4) return Math.max(1, regions)
  return regions === 5 || regions === 6 || regions === 9 ? 3 : 4
}

function cardOf(picture: TopologyPicture, region: TopologyRegion): Omit<RegionPlace, 'x' | 'y' | 'width' | 'row'> {
  const isInFull = region.clusters.length <= IN_FULL
  const order = isInFull ? region.clusters : byWeight(picture, region.clusters)
  const drawn = isInFull || order.length <= LISTED + 1 ? order : order.slice(0, LISTED)
  const rest = order.slice(drawn.length)
  const clusters: ClusterPlace[] = []
  let y = SIZE.head
  for (const name of drawn) {
    const height = isInFull ? fullHeight(picture, name) : SIZE.row
    clusters.push({ name, y, height })
    y += height + (isInFull ? 8 : 0)
  }
  const summed = isInFull ? 0 : servicesOf(picture, region.clusters).length * SIZE.line + 6
  const height = y + (rest.length > 0 ? SIZE.row : 0) + summed + (isInFull ? 4 : 8)
  return { region, isInFull, clusters, rest, height }
}

function fullHeight(picture: TopologyPicture, cluster: string): number {
  const lines = servicesOf(picture, [cluster]).length + (clusterMark(picture, cluster) ? 1 : 0)
  return 32 + lines * SIZE.line
}

/** Services with nodes in these clusters, now or by a change. */
export function servicesOf({ topology, change }: TopologyPicture, clusters: readonly string[]) {
  return topology.services.flatMap((service) => {
    const changed = change?.services.find((each) => each.name === service.name)
    const before = clusters.map((cluster) => changed?.nodes.find((each) => each.cluster === cluster)?.before)
    const nodes = clusters.reduce((sum, cluster) => sum + nodesIn(service, cluster), 0)
    const isHere = nodes > 0 || before.some((each) => (each ?? 0) > 0)
    return isHere ? [{ service, nodes, change: changed?.change }] : []
  })
}
