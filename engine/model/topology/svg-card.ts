import type { Markup } from '../markup.ts'
import { html } from '../markup.ts'
import { fitPixels, pixelsOf } from './fit-text.ts'
import type { Mark, TopologyPicture } from './marks.ts'
import { clusterMark, countOf, fullWords, regionMark } from './marks.ts'
import type { ClusterPlace, RegionPlace } from './svg-layout.ts'
import { SIZE, servicesOf } from './svg-layout.ts'

const INSET = 10
const DOTS_SHOWN = 7
/** Of the style: names, and what is said of them. */
const FONT = { region: 15, name: 13, words: 12 } as const
/** Longest words beside a name, so that some of the name is left. */
const WORDS = 118
const APART = 10

/** A region as a card: its name, its clusters with their marks, and the nodes of stretched services there. */
export function regionCard(picture: TopologyPicture, place: RegionPlace): Markup {
  const { region, x, y, width, height, clusters, isInFull, rest } = place
  const mark = regionMark(picture, region)
  const words = `${mark ? `${mark.sign} ` : ''}${fitPixels(mark?.words ?? region.cloud, WORDS, FONT.words)}`
  const room = width - 2 * (INSET + 2) - pixelsOf(words, FONT.words) - APART
  const heading = html`<text class="t-region" x="${INSET + 2}" y="24">${fitPixels(region.name, room, FONT.region)}</text>${corner(words, mark, width, 24)}`
  const rows = clusters.map((each) =>
    isInFull ? fullCluster(picture, each, width) : listedCluster(picture, each, width),
  )
  const after = SIZE.head + clusters.reduce((sum, each) => sum + each.height, 0)
  return html`<g class="t-place ${toneClass(mark)}" transform="translate(${x} ${y})"><title>${region.cloud === '' ? '' : `${region.cloud} `}${region.name}${mark ? `, ${fullWords(mark)}` : ''}</title><rect class="t-card" width="${width}" height="${height}" rx="10"/>
${heading}
${rows}${isInFull ? html`` : summary(picture, place, rest, after)}</g>
`
}

function fullCluster(picture: TopologyPicture, { name, y, height }: ClusterPlace, width: number): Markup {
  const mark = clusterMark(picture, name)
  const isLost = picture.state?.clusters.find((each) => each.name === name)?.state === 'unknown'
  const top = y + 22
  const services = servicesOf(picture, [name])
  const below = top + (mark ? SIZE.line : 0)
  const room = width - 2 * INSET - 22
  return html`<g class="${toneClass(mark)}"><title>${name}${mark ? `: ${fullWords(mark)}` : ''}</title><rect class="t-cluster" x="${INSET}" y="${y}" width="${width - 2 * INSET}" height="${height}" rx="7"/><rect class="t-edge" x="${INSET}" y="${y}" width="5" height="${height}" rx="2"/><text class="t-name" x="${INSET + 16}" y="${top}">${fitPixels(name, room, FONT.name)}</text>${mark ? html`<text class="t-mark" x="${INSET + 16}" y="${top + SIZE.line}">${mark.sign} ${fitPixels(mark.words, room - 18, FONT.words)}</text>` : html``}${services.map((each, i) => nodesLine({ ...each, isLost, y: below + (i + 1) * SIZE.line, width }))}</g>
`
}

function listedCluster(picture: TopologyPicture, { name, y }: ClusterPlace, width: number): Markup {
  const mark = clusterMark(picture, name)
  const words = mark?.tone === 'good' ? '' : fitPixels(mark?.words ?? '', WORDS, FONT.words)
  const room = width - 2 * INSET - 26 - (words === '' ? 0 : pixelsOf(words, FONT.words) + APART)
  return html`<g class="${toneClass(mark)}"><title>${name}${mark ? `: ${fullWords(mark)}` : ''}</title><text class="t-mark" x="${INSET + 4}" y="${y + 17}">${mark?.sign ?? '·'}</text><text class="t-name" x="${INSET + 22}" y="${y + 17}">${fitPixels(name, room, FONT.name)}</text>${words === '' ? html`` : html`<text class="t-mark t-end" x="${width - INSET - 4}" y="${y + 17}">${words}</text>`}</g>
`
}

function summary(picture: TopologyPicture, place: RegionPlace, rest: readonly string[], y: number): Markup {
  const { region, width } = place
  const below = y + (rest.length > 0 ? SIZE.row : 0)
  const marks = rest.flatMap((name) => clusterMark(picture, name)?.words ?? [])
  const [first] = marks
  const isSame = first !== undefined && marks.length === rest.length && marks.every((each) => each === first)
  const more = `and ${rest.length} more${isSame ? `: ${first}` : ''}`
  return html`${rest.length > 0 ? html`<text class="t-dim" x="${INSET + 22}" y="${y + 17}">${fitPixels(more, width - 2 * INSET - 26, FONT.words)}</text>` : html``}${servicesOf(picture, region.clusters).map((each, i) => nodesLine({ ...each, isLost: false, y: below + 4 + (i + 1) * SIZE.line - 2, width }))}`
}

interface Nodes extends ReturnTypeOfServices {
  readonly isLost: boolean
  readonly y: number
  readonly width: number
}
type ReturnTypeOfServices = ReturnType<typeof servicesOf>[number]

/** `vault ●●●`: a dot a node, hollow where it cannot be seen; numbers where there are many. */
function nodesLine({ service, nodes, change, isLost, y, width }: Nodes): Markup {
  const sign = change === undefined ? '' : { added: '+ ', removed: '− ', changed: '~ ' }[change]
  const right = width - INSET - 12
  const dots = Array.from({ length: nodes > DOTS_SHOWN ? 0 : nodes }, (_, i) => right - 26 - i * 12)
  return html`<text class="t-dim" x="${INSET + 16}" y="${y}">${sign}${fitPixels(service.name, 92, FONT.words)}</text>${dots.map((x) => html`<circle class="${isLost ? 't-lost' : 't-node'}" cx="${x}" cy="${y - 4}" r="4"/>`)}<text class="t-dim t-end" x="${right}" y="${y}">${nodes > DOTS_SHOWN ? countOf(nodes, 'node', 'nodes') : nodes}</text>`
}

/** Words in the upper right corner of a card. */
function corner(words: string, mark: Mark | undefined, width: number, y: number): Markup {
  if (words === '') return html``
  return html`<text class="${mark ? 't-mark' : 't-dim'} t-end" x="${width - INSET - 2}" y="${y}">${words}</text>`
}

export function toneClass(mark: Mark | undefined): string {
  return mark ? `t-${mark.tone}` : 't-plain'
}
