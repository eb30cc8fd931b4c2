import type { Markup } from '../markup.ts'
import { html } from '../markup.ts'
import type { TopologyRegion } from '../topology.ts'
import type { TopologyPicture } from './marks.ts'
import { countOf } from './marks.ts'
import type { Grid, RegionPlace } from './svg-layout.ts'
import { SIZE } from './svg-layout.ts'

const TRACK = 26
const FIRST_TRACK = 26
/** Up to this many regions side by side every link is drawn; beyond, one line that all hang on. */
const PAIRS_DRAWN = 4

export interface Span {
  readonly from: number
  readonly to: number
  readonly track: number
}

/** How much room the tunnel takes below the cards. */
export function tunnelHeight({ topology }: TopologyPicture, isNarrow: boolean): number {
  const linked = topology.regions.filter((each) => isLinked(topology.links?.clusters, each)).length
  if (linked < 2 || isNarrow) return 0
  if (topology.regions.length > PAIRS_DRAWN) return 54
  const tracks = spansOf(topology.regions.length).reduce((most, each) => Math.max(most, each.track), 0)
  return FIRST_TRACK + tracks * TRACK + 16
}

/** The tunnel between the cards: link by link where there are few, else as one line. */
export function tunnel(picture: TopologyPicture, grid: Grid, isNarrow: boolean): Markup {
  const { links } = picture.topology
  const linked = grid.places.filter((each) => isLinked(links?.clusters, each.region))
  if (linked.length < 2) return html``
  if (isNarrow) return rail(picture, linked)
  return grid.places.length <= PAIRS_DRAWN ? brackets(picture, grid) : bus(picture, grid, linked)
}

/** Links as intervals on as few tracks as may be: short ones above. */
function spansOf(regions: number): readonly Span[] {
  const spans: Span[] = []
  for (let length = 1; length < regions; length++) {
    for (let from = 0; from + length < regions; from++) {
      const to = from + length
      let track = 0
      while (spans.some((each) => each.track === track && each.from < to && from < each.to)) track++
      spans.push({ from, to, track })
    }
  }
  return spans
}

function brackets(picture: TopologyPicture, { places, bottom }: Grid): Markup {
  const count = places.length
  const drawn = spansOf(count).flatMap(({ from, to, track }) => {
    const [a, b] = [places[from], places[to]]
    if (!a || !b) return []
    const trouble = troubleBetween(picture, a.region, b.region)
    if (trouble === undefined) return []
    const [x1, x2] = [slot(a, from, to, count), slot(b, to, from, count)]
    const y = bottom + FIRST_TRACK + track * TRACK
    const path = `M${x1} ${bottom}V${y - 8}Q${x1} ${y} ${x1 + 8} ${y}H${x2 - 8}Q${x2} ${y} ${x2} ${y - 8}V${bottom}`
    const middle = (x1 + x2) / 2
    const width = trouble.words.length * 7 + 16
    return [
      html`<g class="t-link t-${trouble.tone}"><title>tunnel ${a.region.name} – ${b.region.name}: ${trouble.words}</title><path class="t-pipe" d="${path}"/><rect class="t-label" x="${middle - width / 2}" y="${y - 10}" width="${width}" height="20" rx="10"/><text class="t-mark t-middle" x="${middle}" y="${y + 4}">${trouble.words}</text></g>
`,
    ]
  })
  return html`${drawn}`
}

/** Where a link leaves its card: nearer partners further out, so that brackets lie in each other. */
function slot(place: RegionPlace, own: number, other: number, count: number): number {
  const leftwards = Array.from({ length: own }, (_, i) => own - 1 - i)
  const rightwards = Array.from({ length: count - 1 - own }, (_, i) => count - 1 - i)
  const order = [...leftwards, ...rightwards]
  const inner = place.width * 0.7
  const step = order.length > 1 ? inner / (order.length - 1) : 0
  const start = order.length > 1 ? (place.width - inner) / 2 : place.width / 2
  return Math.round(place.x + start + order.indexOf(other) * step)
}

/** Every region of a row hangs on one line, and the lines of the rows are joined at their left. */
function bus(picture: TopologyPicture, { places, floors }: Grid, linked: readonly RegionPlace[]): Markup {
  const rows = floors.flatMap((floor, row) => {
    const mine = linked.filter((each) => each.row === row)
    return mine.length === 0 ? [] : [{ y: floor + 30, mine }]
  })
  const left = Math.min(...places.map((each) => each.x)) - SIZE.edge + 6
  const [first, last] = [rows[0]?.y ?? 0, rows.at(-1)?.y ?? 0]
  const lines = rows.map(
    ({ y, mine }) =>
      html`<path class="t-pipe" d="M${left} ${y}H${Math.max(...mine.map((each) => each.x + each.width / 2))}"/>`,
  )
  return html`<g class="t-link t-plain"><path class="t-pipe" d="M${left} ${first}V${last}"/>${lines}</g>
${rows.flatMap(({ y, mine }) => mine.map((each) => drop(picture, each, `M${each.x + each.width / 2} ${each.y + each.height}V${y}`, { x: each.x + each.width / 2, y: y - 14 })))}`
}

/** Beside cards that stand below each other: one line down the left. */
function rail(picture: TopologyPicture, linked: readonly RegionPlace[]): Markup {
  const x = (linked[0]?.x ?? 0) - SIZE.rail + 6
  const middles = linked.map((each) => each.y + 20)
  const [first, last] = [Math.min(...middles), Math.max(...middles)]
  return html`<g class="t-link t-plain"><path class="t-pipe" d="M${x} ${first}V${last}"/></g>
${linked.map((each) => drop(picture, each, `M${x} ${each.y + 20}H${each.x}`, { x: x + 12, y: each.y + 20 }))}`
}

function drop(
  picture: TopologyPicture,
  { region }: RegionPlace,
  path: string,
  { x, y }: { readonly x: number; readonly y: number },
): Markup {
  const broken = (picture.state?.broken ?? []).filter((pair) => pair.some((each) => region.clusters.includes(each)))
  if (broken.length === 0)
    return html`<g class="t-link ${picture.state ? 't-good' : 't-plain'}"><path class="t-pipe" d="${path}"/></g>
`
  return html`<g class="t-link t-bad"><title>${region.name}: ${countOf(broken.length, 'link', 'links')} of the tunnel unhealthy</title><path class="t-pipe" d="${path}"/><circle class="t-label" cx="${x}" cy="${y}" r="9"/><text class="t-mark t-middle" x="${x}" y="${y + 4}">✗</text></g>
`
}

function isLinked(clusters: readonly string[] | undefined, region: TopologyRegion): boolean {
  return region.clusters.some((each) => clusters?.includes(each) === true)
}

/** How the links between two regions are; undefined where there are none. */
function troubleBetween({ topology, state, change }: TopologyPicture, a: TopologyRegion, b: TopologyRegion) {
  const linked = topology.links?.clusters ?? []
  const count = (region: TopologyRegion) => region.clusters.filter((each) => linked.includes(each)).length
  const total = count(a) * count(b)
  if (total === 0) return undefined
  if (change) {
    const isIn = (word: 'added' | 'removed') =>
      change.links === word ||
      [a, b].some((region) =>
        region.clusters.every((name) => change.clusters.some((each) => each.name === name && each.change === word)),
      )
    if (isIn('removed')) return { tone: 'removed', words: '− leaves' }
    return isIn('added') ? { tone: 'added', words: '+ new' } : { tone: 'plain', words: 'tunnel' }
  }
  if (!state) return { tone: 'plain', words: 'tunnel' }
  const broken = state.broken.filter((pair) =>
    [a, b].every((region) => region.clusters.some((each) => pair.includes(each))),
  ).length
  if (broken > 0) return { tone: 'bad', words: total === 1 ? '✗ broken' : `✗ ${broken} of ${total}` }
  const isDark = [a, b].some((region) =>
    region.clusters.every((name) => state.clusters.find((each) => each.name === name)?.state === 'unknown'),
  )
  return isDark ? { tone: 'warn', words: '? unseen' } : { tone: 'good', words: '✓ tunnel' }
}
