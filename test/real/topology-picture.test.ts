import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { topologySvgs } from '../../engine/model/topology/svg.ts'
import { TOPOLOGY_STYLE } from '../../engine/model/topology/svg-style.ts'
import { aState, aTopology } from '../engine/model/topology/a-picture.ts'
import { startBrowser } from './testbed/browser.ts'

const NAMES = [
  'cluster',
  'prod-payments-ap-northeast-1-',
  'mwmwmwmwmwmwmwmwmwmwmwmwmwmwmw',
  '東京の長い名前のクラスタの名前の',
]
const CASES = NAMES.flatMap((name) => [1, 2, 3, 5].map((regions) => ({ name, regions })))

/** Texts outside the picture, outside their card, or over another one there. */
const FAULTS = `(() => {
  const box = (node) => node.getBoundingClientRect()
  const shown = [...document.querySelectorAll('.topology')].filter((each) => box(each).width > 0)
  const outside = shown.flatMap((svg) => [...svg.querySelectorAll('text')].filter((each) =>
    box(each).right > box(svg).right || box(each).left < box(svg).left).map((each) => 'outside: ' + each.textContent))
  const cards = shown.flatMap((svg) => [...svg.querySelectorAll('.t-card, .t-pill')])
  const inside = cards.flatMap((card) => {
    const texts = [...card.parentElement.querySelectorAll('text')]
    return texts.flatMap((text, i) => [
      ...(box(text).right > box(card).right - 2 ? ['spilt: ' + text.textContent] : []),
      ...texts.slice(i + 1).filter((other) =>
        box(text).left < box(other).right - 1 && box(other).left < box(text).right - 1 &&
        box(text).top < box(other).bottom - 3 && box(other).top < box(text).bottom - 3,
      ).map((other) => 'over: ' + text.textContent + ' and ' + other.textContent),
    ])
  })
  return [...outside, ...inside]
})()`

const state: { browser?: Browser } = {}
beforeAll(async () => {
  state.browser = await startBrowser()
})
afterAll(async () => {
  await state.browser?.close()
})

test.each(CASES)('$regions regions of clusters called $name…: every text has its place', async ({ name, regions }) => {
  if (!state.browser) throw new Error('there is no browser')
  const page = await state.browser.newPage()
  for (const width of [1600, 375])
    for (const each of [1, 3, 10])
      for (const first of ['unknown', 'error', 'inSync'] as const) {
        await page.setViewportSize({ width, height: 900 })
        const topology = { ...aTopology(regions, each, (i) => `${name}${i}`), entries: [`${name}.global.example.com`] }
        const picture = topologySvgs({ topology, state: aState(topology, { [`${name}0`]: first }) })
        await page.setContent(`<meta charset="utf-8"><style>${TOPOLOGY_STYLE}</style>${picture.html}`)
        expect(await page.evaluate(FAULTS), `${width} ${each} ${first}`).toEqual([])
      }
  await page.close()
})
