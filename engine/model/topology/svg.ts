import type { Markup } from '../markup.ts'
import { html } from '../markup.ts'
import { HUB_CLUSTER } from '../plan.ts'
import { entryName } from './entry-name.ts'
import { fitPixels, pixelsOf } from './fit-text.ts'
import type { Mark, TopologyPicture } from './marks.ts'
import { clusterMark, countOf, fullWords, regionMark } from './marks.ts'
import { regionCard, toneClass } from './svg-card.ts'
import type { Shape } from './svg-layout.ts'
import { gridOf, SIZE } from './svg-layout.ts'
import { tunnel, tunnelHeight } from './svg-links.ts'
import { serviceRows, servicesHeight, servicesWidth } from './svg-services.ts'

const PILL = 36
const TOP = 4

export interface SvgOptions {
  /** `wide` for a desktop, `narrow` for a phone: one column. */
  readonly shape: Shape
  /** Unique in its page. */
  readonly id: string
}

/** The picture in both shapes; the style shows the one that fits the window. */
export function topologySvgs(picture: TopologyPicture, id = 'topology'): Markup {
  return html`${topologySvg(picture, { shape: 'wide', id: `${id}-wide` })}${topologySvg(picture, { shape: 'narrow', id: `${id}-narrow` })}`
}

/** The picture as SVG; its colours come from `TOPOLOGY_STYLE`. The same picture gives the same text. */
export function topologySvg(picture: TopologyPicture, { shape, id }: SvgOptions): Markup {
  const { topology } = picture
  const isNarrow = shape === 'narrow'
  const ends = endsOf(picture, isNarrow)
  const frameTop = TOP + ends.height
  const under = tunnelHeight(picture, isNarrow)
  const least = isNarrow ? 0 : servicesWidth(picture) - 2 * SIZE.edge
  const grid = gridOf(picture, shape, { top: frameTop + 40, underRow: Math.max(18, under), least })
  const frameBottom = grid.bottom + Math.max(20, under)
  const width = grid.width + 4 * SIZE.edge
  const services = serviceRows(picture, frameBottom + 20, isNarrow, SIZE.edge)
  const height = frameBottom + (topology.services.length > 0 ? 20 + servicesHeight(picture, isNarrow) : 4)
  const label = `${id}-title ${id}-desc`
  return html`<svg class="topology topology-${shape}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${label}"><title id="${id}-title">Topology of ${topology.environment}</title><desc id="${id}-desc">${description(picture)}</desc>
<rect class="t-frame" x="1" y="${frameTop}" width="${width - 2}" height="${frameBottom - frameTop}" rx="14"/>
${ends.draw(width, frameTop)}<text class="t-head" x="${SIZE.edge * 2}" y="${frameTop + 26}">${frameText(picture, isNarrow)}</text>
${tunnel(picture, grid, isNarrow)}${grid.places.map((each) => regionCard(picture, each))}${services}</svg>
`
}

function frameText({ topology }: TopologyPicture, isNarrow: boolean): string {
  const clusters = topology.regions.reduce((sum, each) => sum + each.clusters.length, 0)
  const linked = topology.links && topology.links.clusters.length > 1
  const tunnelled = linked && (isNarrow || topology.regions.length > 4) ? '; one tunnel, each cluster with each' : ''
  return `${countOf(topology.regions.length, 'region', 'regions')}, ${countOf(clusters, 'cluster', 'clusters')}${isNarrow ? '' : tunnelled}`
}

interface Pill {
  readonly name: string
  readonly words: string
  readonly mark: Mark | undefined
  readonly isDashed: boolean
}

/** The global name and the hub above the frame, with an arrow to what they lead to. */
function endsOf(picture: TopologyPicture, isNarrow: boolean) {
  const pills = pillsOf(picture)
  const rows = isNarrow ? pills.length : Math.min(1, pills.length)
  const draw = (width: number, bottom: number): Markup => {
    const room = width - 2 * SIZE.edge
    const span = isNarrow ? room : Math.min(360, (room - (pills.length - 1) * SIZE.gap) / pills.length)
    const left = (width - (isNarrow ? span : pills.length * (span + SIZE.gap) - SIZE.gap)) / 2
    return html`${pills.map((pill, i) => {
      const x = isNarrow ? left : left + i * (span + SIZE.gap)
      const y = TOP + (isNarrow ? i * (PILL + 8) : 0)
      const middle = isNarrow ? width / 2 + (i - (pills.length - 1) / 2) * 60 : x + span / 2
      const from = isNarrow ? TOP + rows * (PILL + 8) - 8 : y + PILL
      return html`${pillAt(pill, x, y, span)}<path class="t-arrow${pill.isDashed ? ' t-dash' : ''}" d="M${middle} ${from}V${bottom - 6}"/><path class="t-tip" d="M${middle - 5} ${bottom - 7}H${middle + 5}L${middle} ${bottom}Z"/>
`
    })}`
  }
  return { height: rows === 0 ? 0 : rows * (PILL + 8) + 20, draw }
}

function pillsOf(picture: TopologyPicture): readonly Pill[] {
  const { entries, hub } = picture.topology
  const mark = clusterMark(picture, HUB_CLUSTER)
  const name = entryName(entries)
  const users = entries.length > 1 ? `users, ${entries.length} names` : 'users'
  const policies = mark ? `${mark.sign} ${mark.words}` : 'policies'
  return [
    ...(name === undefined ? [] : [{ name, words: users, mark: undefined, isDashed: false }]),
    ...(hub.namespace === '' && mark === undefined ? [] : [{ name: 'hub', words: policies, mark, isDashed: true }]),
  ]
}

function pillAt({ name, words, mark }: Pill, x: number, y: number, width: number): Markup {
  const room = width - 46 - pixelsOf(words, 12)
  return html`<g class="${toneClass(mark)}"><title>${name}</title><rect class="t-pill" x="${x}" y="${y}" width="${width}" height="${PILL}" rx="18"/><text class="t-name" x="${x + 18}" y="${y + 23}">${fitPixels(name, room, 13)}</text><text class="${mark ? 't-mark' : 't-dim'} t-end" x="${x + width - 18}" y="${y + 23}">${words}</text></g>`
}

/** What the picture shows, for those who do not see it. */
function description(picture: TopologyPicture): string {
  const { topology, state } = picture
  const regions = topology.regions.map((region) => {
    const clusters = region.clusters.slice(0, 20).map((name) => {
      const mark = clusterMark(picture, name)
      return mark ? `${name} (${fullWords(mark)})` : name
    })
    const more = region.clusters.length > 20 ? [`${region.clusters.length - 20} more`] : []
    const mark = regionMark(picture, region)
    return `${region.name}${mark ? ` (${fullWords(mark)})` : ''}: ${[...clusters, ...more].join(', ')}.`
  })
  const services = topology.services.map(({ name, voters, quorum }) => {
    const standing = state?.services.find((each) => each.name === name)
    return `${name}: ${standing ? `${standing.left} of ${voters}` : voters} votes, ${quorum} are a majority.`
  })
  const broken = (state?.broken ?? []).slice(0, 20).map(([a, b]) => `The tunnel between ${a} and ${b} is unhealthy.`)
  return [...regions, ...services, ...broken].join(' ')
}
