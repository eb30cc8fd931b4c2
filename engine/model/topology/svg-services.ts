import type { Markup } from '../markup.ts'
import { html } from '../markup.ts'
import { moreToLose } from '../quorum.ts'
import type { TopologyService } from '../topology.ts'
import { fitPixels, pixelsOf } from './fit-text.ts'
import type { Mark, TopologyPicture } from './marks.ts'
import { countOf } from './marks.ts'
import { toneClass } from './svg-card.ts'

const CELL = 17
const CELLS_SHOWN = 15
/** Beyond this many votes the gauge is a bar. */
const VOTES_DRAWN = 60
const WIDE_ROW = 40
const NARROW_ROW = 96
/** Of the style: what is said of a service. */
const FONT = 12
const GAUGE = 150
/** Beside the gauge, to the words. */
const WORDS_AFTER = GAUGE + 22

export function servicesHeight({ topology }: TopologyPicture, isNarrow: boolean): number {
  const { length } = topology.services
  return length === 0 ? 0 : 30 + length * (isNarrow ? NARROW_ROW : WIDE_ROW)
}

/** What the rows of a wide picture need, from their left edge to the end of their words. */
export function servicesWidth(picture: TopologyPicture): number {
  const { services } = picture.topology
  if (services.length === 0) return 0
  const words = services.flatMap((each) => [`✓ ${serviceMark(picture, each).words}`, membersText(each)])
  const widest = Math.max(...words.map((each) => pixelsOf(each, FONT)))
  return Math.ceil(WORDS_AFTER + gaugeWidth(picture) + widest)
}

/** Each stretched service with its votes as a gauge: what is left, where the majority lies, and what may still be lost. */
export function serviceRows(picture: TopologyPicture, top: number, isNarrow: boolean, left: number): Markup {
  const { services } = picture.topology
  if (services.length === 0) return html``
  const rows = services.map((service, i) =>
    row(picture, service, top + 30 + i * (isNarrow ? NARROW_ROW : WIDE_ROW), isNarrow, left),
  )
  return html`<text class="t-head" x="${left}" y="${top + 14}">Stretched services${isNarrow ? '' : ': votes that are left, and the majority'}</text>
${rows}`
}

function row(picture: TopologyPicture, service: TopologyService, y: number, isNarrow: boolean, x: number): Markup {
  const mark = serviceMark(picture, service)
  const standing = picture.state?.services.find((each) => each.name === service.name)
  const votes = standing?.left ?? service.voters
  const at = isNarrow
    ? { gauge: x, words: x, wordsY: y + 56 }
    : { gauge: x + GAUGE, words: x + WORDS_AFTER + gaugeWidth(picture), wordsY: y + 8 }
  const gaugeY = isNarrow ? y + 16 : y
  return html`<g class="${toneClass(mark)}"><title>${service.name}: ${mark.words}</title><text class="t-name" x="${x}" y="${isNarrow ? y + 6 : y + 15}">${fitPixels(service.name, 140, 13)}</text>${gauge(service, votes, at.gauge, gaugeY)}<text class="t-mark" x="${at.words}" y="${at.wordsY}">${mark.sign} ${mark.words}</text><text class="t-dim" x="${at.words}" y="${at.wordsY + 17}">${membersText(service)}</text></g>
`
}

/** The same for all, so that the words stand below each other. */
function gaugeWidth({ topology }: TopologyPicture): number {
  const most = Math.max(...topology.services.map((each) => each.voters))
  return Math.min(most, CELLS_SHOWN) * CELL
}

/** A cell a vote, or one bar where they are many; the line stands where the majority ends. */
function gauge({ voters, quorum }: TopologyService, left: number, x: number, y: number): Markup {
  const cell = Math.min(CELL, (CELLS_SHOWN * CELL) / Math.max(1, voters))
  const votes = left < quorum ? 't-vote t-few' : 't-vote'
  const isBar = voters > VOTES_DRAWN
  const runs = isBar
    ? [
        { from: 0, count: Math.max(0, left), kind: votes },
        { from: left, count: voters - left, kind: 't-gone' },
      ]
    : Array.from({ length: Math.max(0, voters) }, (_, i) => ({ from: i, count: 1, kind: i < left ? votes : 't-gone' }))
  const between = isBar ? 0 : cell > 6 ? 3 : 1
  const cells = runs.map(
    ({ from, count, kind }) =>
      html`<rect class="${kind}" x="${round(x + from * cell)}" y="${y}" width="${round(Math.max(0, count * cell - between))}" height="18" rx="2"/>`,
  )
  const line = round(x + quorum * cell - 1.5)
  return html`${cells}<path class="t-quorum" d="M${line} ${y - 4}V${y + 22}"/>`
}

function membersText(service: TopologyService): string {
  const nodes = service.members.reduce((sum, each) => sum + each.nodes, 0)
  const majority = `${service.quorum} are a majority`
  return service.kind === 'raft'
    ? `${countOf(service.voters, 'voter', 'voters')}, ${majority}`
    : `${countOf(nodes, 'node', 'nodes')}; ${countOf(service.voters, 'replica', 'replicas')} of each range, ${majority}`
}

/** What may still be lost, or what a change does to the service. */
function serviceMark({ state, change }: TopologyPicture, service: TopologyService): Mark {
  const changed = change?.services.find((each) => each.name === service.name)
  if (changed?.change === 'added') return { tone: 'added', sign: '+', words: `new; ${plainWords(service)}` }
  if (changed?.change === 'removed') return { tone: 'removed', sign: '−', words: 'leaves' }
  if (changed) return { tone: 'changed', sign: '~', words: `changed; ${plainWords(service)}` }
  const standing = state?.services.find((each) => each.name === service.name)
  if (!standing)
    return service.afterRegion < 0
      ? { tone: 'warn', sign: '!', words: plainWords(service) }
      : { tone: 'good', sign: '✓', words: plainWords(service) }
  if (standing.left === service.voters)
    return {
      tone: service.afterRegion < 0 ? 'warn' : 'good',
      sign: service.afterRegion < 0 ? '!' : '✓',
      words: plainWords(service),
    }
  if (standing.tolerance < 0) return { tone: 'bad', sign: '✗', words: 'no majority can be seen' }
  return {
    tone: 'warn',
    sign: '!',
    words: moreToLose(standing.tolerance),
  }
}

function plainWords({ afterRegion }: TopologyService): string {
  if (afterRegion < 0) return 'does not outlive its worst region'
  return afterRegion === 0 ? 'outlives any one region' : `outlives any one region and ${afterRegion} more`
}

function round(x: number): number {
  return Math.round(x * 10) / 10
}
