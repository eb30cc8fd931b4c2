import { HUB_CLUSTER } from '../plan.ts'
import type { Topology, TopologyRegion } from '../topology.ts'
import { clustersOf, nodesIn } from '../topology.ts'
import { fitText } from './fit-text.ts'
import type { Mark, TopologyPicture } from './marks.ts'
import { byWeight, clusterMark, countOf, regionMark } from './marks.ts'

/** Beyond this many clusters a region is one box. */
const CLUSTERS_DRAWN = 24
const REGIONS_DRAWN = 24
/** Beyond this many regions they stand below each other: a page is wider than it is high only on paper. */
const REGIONS_ABREAST = 4
const LONGEST_NAME = 40

/** Fills with the colour of the text on them, so that they read in a light and in a dark theme. */
const CLASSES: Readonly<Record<Mark['tone'], string>> = {
  good: 'fill:#e6f6ea,stroke:#1a7f37,color:#0b3d17',
  warn: 'fill:#fff4d6,stroke:#9a6700,stroke-width:2px,stroke-dasharray:6 4,color:#3d2b00',
  bad: 'fill:#ffe3e0,stroke:#b42318,stroke-width:3px,color:#5c0d0d',
  added: 'fill:#dafbe1,stroke:#1a7f37,stroke-width:3px,color:#0b3d17',
  removed: 'fill:#ffe3e0,stroke:#b42318,stroke-width:3px,stroke-dasharray:6 4,color:#5c0d0d',
  changed: 'fill:#ddf4ff,stroke:#0550ae,stroke-width:2px,color:#0a2a4d',
}

/** The picture as a Markdown block that forges draw; no name can leave its label. */
export function mermaidBlock(picture: TopologyPicture): readonly string[] {
  return ['```mermaid', ...mermaid(picture), '```']
}

export function mermaid(picture: TopologyPicture): readonly string[] {
  const { topology } = picture
  const regions = topology.regions.slice(0, REGIONS_DRAWN)
  const isSummed = clustersOf(topology).length > CLUSTERS_DRAWN
  const drawn = regions.flatMap((region, i) => (isSummed ? [summed(picture, region, i)] : clusters(picture, region, i)))
  const nodes = drawn.flatMap((each) => each.nodes)
  const used = new Set(nodes.flatMap((each) => (each.tone === undefined ? [] : [each.tone])))
  const ends = [...hubNode(picture), ...entryNode(picture), ...tunnelNode(picture)]
  for (const { tone } of ends) if (tone !== undefined) used.add(tone)
  return [
    'flowchart TB',
    `  accTitle: ${mermaidText(`Topology of ${topology.environment}`, 200)}`,
    ...ends.filter((each) => each.id !== 'tunnel').map(({ id, shape }) => `  ${id}${shape}`),
    `  subgraph platform[${label([platformText(topology)])}]`,
    `    direction ${regions.length > REGIONS_ABREAST ? 'LR' : 'TB'}`,
    ...drawn.flatMap((each) => each.lines),
    ...ends.filter((each) => each.id === 'tunnel').map(({ id, shape }) => `  ${id}${shape}`),
    ...restOf(topology),
    '  end',
    ...edges(picture, nodes, ends),
    '  classDef place fill:transparent,stroke:#8c959f',
    `  class ${['platform', ...(isSummed ? [] : regions.map((_, i) => `r${i}`))].join(',')} place`,
    ...Object.entries(CLASSES).flatMap(([tone, style]) =>
      used.has(tone as Mark['tone']) ? [`  classDef ${tone} ${style}`] : [],
    ),
    ...[...ends, ...nodes].flatMap(({ id, tone }) => (tone === undefined ? [] : [`  class ${id} ${tone}`])),
  ]
}

interface Node {
  readonly id: string
  readonly clusters: readonly string[]
  readonly tone: Mark['tone'] | undefined
}

interface Drawn {
  readonly lines: readonly string[]
  readonly nodes: readonly Node[]
}

interface End {
  readonly id: 'hub' | 'dns' | 'tunnel'
  readonly shape: string
  readonly tone: Mark['tone'] | undefined
}

function clusters(picture: TopologyPicture, region: TopologyRegion, nth: number): readonly Drawn[] {
  const nodes = region.clusters.map((name, i) => {
    const mark = clusterMark(picture, name)
    const parts = [name, ...services(picture, name), mark && `${mark.sign} ${mark.words}`]
    return { id: `c${nth}x${i}`, clusters: [name], tone: mark?.tone, label: label(parts) }
  })
  return [
    {
      lines: [
        `  subgraph r${nth}[${label([title(picture, region)], 60)}]`,
        ...nodes.map((each) => `    ${each.id}[${each.label}]`),
        '  end',
      ],
      nodes,
    },
  ]
}

/** A region of many clusters as one box that names the worst. */
function summed(picture: TopologyPicture, region: TopologyRegion, nth: number): Drawn {
  const marked = byWeight(picture, region.clusters).flatMap((name) => {
    const mark = clusterMark(picture, name)
    return mark && mark.tone !== 'good' ? [{ name, mark }] : []
  })
  const shown = marked.slice(0, 3).map(({ name, mark }) => `${mark.sign} ${fitText(name, 24)}: ${mark.words}`)
  const more = marked.length > 3 ? [`and ${marked.length - 3} more`] : []
  const parts = [title(picture, region), countOf(region.clusters.length, 'cluster', 'clusters'), ...shown, ...more]
  const tone = marked[0]?.mark.tone ?? clusterMark(picture, region.clusters[0] ?? '')?.tone
  const id = `r${nth}`
  return { lines: [`  ${id}[${label(parts, 60)}]`], nodes: [{ id, clusters: region.clusters, tone }] }
}

function title(picture: TopologyPicture, region: TopologyRegion): string {
  const mark = regionMark(picture, region)
  const place = region.cloud === '' ? region.name : `${fitText(region.name, LONGEST_NAME)} (${region.cloud})`
  return mark ? `${mark.sign} ${place}, ${mark.words}` : place
}

/** `vault 3`, `database 3 → 4`. */
function services({ topology, change }: TopologyPicture, cluster: string): readonly string[] {
  return topology.services.flatMap((service) => {
    const changed = change?.services.find((each) => each.name === service.name)
    const nodes = changed?.nodes.find((each) => each.cluster === cluster)
    const name = fitText(service.name, 20)
    if (changed?.change === 'removed') return nodes ? [`− ${name} ${nodes.before}`] : []
    if (changed?.change === 'added') return nodes ? [`+ ${name} ${nodes.after}`] : []
    if (nodes) return [`${name} ${nodes.before} → ${nodes.after}`]
    const count = nodesIn(service, cluster)
    return count === 0 ? [] : [`${name} ${count}`]
  })
}

function hubNode(picture: TopologyPicture): readonly End[] {
  const { namespace } = picture.topology.hub
  const mark = clusterMark(picture, HUB_CLUSTER)
  if (namespace === '' && mark === undefined) return []
  const parts = ['hub', ...(namespace === '' ? [] : [namespace]), mark && `${mark.sign} ${mark.words}`]
  return [{ id: 'hub', shape: `[${label(parts)}]`, tone: mark?.tone }]
}

function entryNode({ topology: { entries }, change }: TopologyPicture): readonly End[] {
  const [first, ...rest] = entries
  if (first === undefined) return []
  const { added = [], removed = [] } = change?.entries ?? {}
  const shown = [first, ...rest.slice(0, 3)].map(
    (host) => `${added.includes(host) ? '+ ' : removed.includes(host) ? '− ' : ''}${host}`,
  )
  const more = rest.length > 3 ? [`and ${rest.length - 3} more`] : []
  const tone = added.length > 0 ? ('added' as const) : removed.length > 0 ? ('removed' as const) : undefined
  return [{ id: 'dns', shape: `([${label([...shown, ...more], 60)}])`, tone }]
}

function tunnelNode({ topology: { links }, change, state }: TopologyPicture): readonly End[] {
  if (links === undefined) return []
  const changed = change?.links
  const broken = new Set(state?.broken.flat()).size
  const parts = [
    changed === 'added' ? '+ tunnel, new' : changed === 'removed' ? '− tunnel, leaves' : 'tunnel',
    `${countOf(links.clusters.length, 'cluster', 'clusters')}, each with each`,
    ...(broken > 0 ? [`✗ unhealthy on ${countOf(broken, 'cluster', 'clusters')}`] : []),
  ]
  return [{ id: 'tunnel', shape: `{{${label(parts, 60)}}}`, tone: changed ?? (broken > 0 ? 'bad' : undefined) }]
}

/** Users and policies come to the platform as a whole; the tunnel joins its clusters. */
function edges({ topology, state }: TopologyPicture, nodes: readonly Node[], ends: readonly End[]): readonly string[] {
  const has = (id: End['id']) => ends.some((each) => each.id === id)
  const linked = new Set(topology.links?.clusters)
  const broken = new Set(state?.broken.flat())
  const links = nodes
    .filter(({ clusters }) => has('tunnel') && clusters.some((each) => linked.has(each)))
    .map(({ id, clusters }) =>
      clusters.some((each) => broken.has(each)) ? `  ${id} x-. "✗" .-x tunnel` : `  ${id} === tunnel`,
    )
  return [...(has('dns') ? ['  dns --> platform'] : []), ...(has('hub') ? ['  hub -.-> platform'] : []), ...links]
}

function platformText({ regions }: Topology): string {
  const clusters = regions.reduce((sum, each) => sum + each.clusters.length, 0)
  return `${countOf(regions.length, 'region', 'regions')}, ${countOf(clusters, 'cluster', 'clusters')}`
}

function restOf({ regions }: Topology): readonly string[] {
  const rest = regions.length - REGIONS_DRAWN
  return rest > 0 ? [`  rest[${label([`and ${countOf(rest, 'more region', 'more regions')}`])}]`] : []
}

/** Parts below each other, in quotes. */
function label(parts: readonly (string | undefined)[], longest = LONGEST_NAME): string {
  const texts = parts.flatMap((each) => (each === undefined || each === '' ? [] : [mermaidText(each, longest)]))
  return `"${texts.join('<br/>')}"`
}

/**
 * Text as Mermaid takes it in quotes: all but letters, digits and a few signs as `#code;`, so that nothing in it is a quote,
 * a tag, a directive, Markdown, a comment or the end of the block.
 */
export function mermaidText(text: string, longest: number): string {
  return fitText(text, longest).replace(
    /[^\p{L}\p{N} .,/()…→✓✗−+-]/gu,
    (character) => `#${character.codePointAt(0) ?? 0};`,
  )
}
