import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { topologySvg } from '../../../../engine/model/topology/svg.ts'
import { aState, aTopology } from './a-picture.ts'

const SHAPES = ['wide', 'narrow'] as const
const SIZES = Array.from({ length: 12 }, (_, i) => i + 1).flatMap((regions) =>
  [1, 3, 10].map((each) => ({ regions, each })),
)

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** The cards of regions, in units of the picture. */
function cards(svg: string): readonly Box[] {
  const pattern =
    /transform="translate\(([\d.]+) ([\d.]+)\)"><title>[^<]*<\/title><rect class="t-card" width="([\d.]+)" height="([\d.]+)"/g
  return [...svg.matchAll(pattern)].map((match) => {
    const [x = 0, y = 0, width = 0, height = 0] = match.slice(1).map(Number)
    return { x, y, width, height }
  })
}

const isApart = (a: Box, b: Box) =>
  a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y

describe.each(SHAPES)('%s', (shape) => {
  test.each(SIZES)(
    '$regions regions of $each: every region has a place of its own inside the picture',
    ({ regions, each }) => {
      const topology = aTopology(regions, each)
      const { html: svg } = topologySvg(
        { topology, state: aState(topology, { cluster1: 'unknown' }) },
        { shape, id: 't' },
      )
      const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? []
      const boxes = cards(svg)
      expect(boxes).toHaveLength(regions)
      for (const [i, box] of boxes.entries()) {
        expect(box.x + box.width).toBeLessThan(Number(width))
        expect(box.y + box.height).toBeLessThan(Number(height))
        expect(boxes.slice(i + 1).every((other) => isApart(box, other))).toBe(true)
      }
      expect(svg).not.toMatch(/NaN|undefined|Infinity/)
    },
  )

  test('the same picture gives the same text', () => {
    const draw = () => topologySvg({ topology: aTopology(5, 4) }, { shape, id: 't' }).html
    expect(draw()).toBe(draw())
  })
})

test.each([
  ['its name', /<title id="t-title">Topology of gdw<\/title>/],
  [
    'in words what it shows',
    /<desc id="t-desc">region-1 \(dark, last seen 2026-01-31 12:00 UTC\): cluster1 \(not seen[^)]*\)\. region-2: cluster2 \(2 drifts\)/,
  ],
  ['states by sign and word', /✗ 2 drifts<\/text>/],
  ['the tunnel between two that are well', /✓ tunnel<\/text>/],
  ['a broken link', /✗ broken<\/text>/],
  ['a majority', /12 voters, 7 are a majority/],
  ['what may still be lost', /! 2 more may be lost/],
])('it says %s', (_, pattern) => {
  const topology = aTopology(4)
  const state = {
    ...aState(topology, { cluster1: 'unknown', cluster2: 'drifted' }),
    broken: [['cluster1', 'cluster2'] as const],
    services: [{ name: 'vault', left: 9, tolerance: 2 }],
  }
  expect(topologySvg({ topology, state }, { shape: 'wide', id: 't' }).html).toMatch(pattern)
})

test.each([
  ['all that are well', 'inSync', 'and 23 more: in sync'],
  ['all that are dark', 'unknown', 'and 23 more: not seen'],
] as const)('of thirty clusters in a region the worst are named, and %s counted', (_, state, words) => {
  const topology = aTopology(1, 30)
  const names = topology.regions[0]?.clusters ?? []
  const states = Object.fromEntries(names.map((name) => [name, name === 'cluster30' ? ('drifted' as const) : state]))
  const { html: svg } = topologySvg({ topology, state: aState(topology, states) }, { shape: 'wide', id: 't' })
  expect(svg).toContain('>cluster30<')
  expect(svg).toContain(words)
})

test('a long name stays in its card, beside what is said of it', () => {
  const topology = aTopology(3, 1, (i) => `prod-payments-ap-northeast-1-blue${i}`)
  const { html: svg } = topologySvg({ topology, state: aState(topology) }, { shape: 'wide', id: 't' })
  const names = [...svg.matchAll(/<text class="t-name" x="26" y="\d+">([^<]+)<\/text>/g)].map((each) => each[1] ?? '')
  expect(names).toHaveLength(3)
  // Eight and a half pixels a character at least: as broad as DejaVu Sans in bold draws these.
  for (const name of names) expect(26 + name.length * 8.5, name).toBeLessThan(238)
})

test.each([1, 2])('with %i regions what is said of the services is inside the picture', (regions) => {
  const { html: svg } = topologySvg({ topology: aTopology(regions, 10) }, { shape: 'wide', id: 't' })
  const [, width] = /viewBox="0 0 ([\d.]+) /.exec(svg) ?? []
  const [, x, words = ''] = /x="([\d.]+)" y="[\d.]+">(\d+ nodes; [^<]+)</.exec(svg) ?? []
  expect(Number(x) + words.length * 7).toBeLessThan(Number(width))
})

test('it fetches nothing and runs nothing', () => {
  const { html: svg } = topologySvg({ topology: aTopology(3) }, { shape: 'wide', id: 't' })
  expect(svg).not.toMatch(/@import|url\(|href|<script|<foreignObject/)
})

test('no name makes a tag or leaves its place', () => {
  const hostile = fc.string({
    unit: fc.constantFrom('<', '>', '"', "'", '&', ']]>', '</text>', '\u202e', '😀', 'a'),
    maxLength: 90,
  })
  const tags = (svg: string) => svg.match(/<\/?[a-z]+/g)
  fc.assert(
    fc.property(hostile, fc.constantFrom(1, 3, 5), fc.constantFrom(1, 5), (text, regions, each) => {
      const draw = (word: string) => {
        const topology = { ...aTopology(regions, each, (i) => `${word}${i}`), environment: word, entries: [word] }
        return topologySvg({ topology, state: aState(topology) }, { shape: 'wide', id: 't' }).html
      }
      expect(tags(draw(text))).toEqual(tags(draw('plain')))
    }),
    { numRuns: 100 },
  )
})
