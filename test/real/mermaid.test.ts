import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expandAll } from '../../engine/flows/expand-all.ts'
import { changedTopology } from '../../engine/model/topology/change.ts'
import { mermaid } from '../../engine/model/topology/mermaid.ts'
import { components } from '../../policies/index.ts'
import { aState, aTopology } from '../engine/model/topology/a-picture.ts'
import { anEnvironment } from '../examples/an-environment.ts'
import { planOf, repositories } from '../examples/repository.ts'
import { picture, startBrowser } from './testbed/browser.ts'

/** The library that forges draw with, as its package ships it for browsers. */
const LIBRARY = join(dirname(createRequire(import.meta.url).resolve('mermaid')), 'mermaid.min.js')
const EVERYTHING =
  '"]}`<img src=x onerror=alert(1)>%%{init: {}}%%\n```\nend; click c0x0 "javascript:alert(1)" #quot; ---'

const state: { browser?: Browser; page?: Page } = {}

beforeAll(async () => {
  state.browser = await startBrowser()
  state.page = await state.browser.newPage()
  await state.page.setContent('<!doctype html><meta charset="utf-8"><main></main>')
  await state.page.addScriptTag({ path: LIBRARY })
  await state.page.evaluate('mermaid.initialize({ startOnLoad: false, securityLevel: "strict" })')
})
afterAll(async () => {
  await state.browser?.close()
})

test('the library tells a fault', async () => {
  expect(await faultIn('flowchart TB\n  a["x]')).toContain('Parse error')
})

test.each([...repositories.keys()])('%s is a picture that the library reads', async (name) => {
  expect(await faultIn(mermaid({ topology: planOf(name).topology }).join('\n'))).toBe('')
})

test('so is whatever environment there may be, and whatever changes in it', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(anEnvironment, anEnvironment, async (one, other) => {
      const [before, after] = [one, other].map(
        (files) => expandAll({ files: [...files], findings: [] }, components).environments[0]?.plan.topology,
      )
      for (const each of [before, after])
        if (each) expect(await faultIn(mermaid({ topology: each, state: aState(each) }).join('\n'))).toBe('')
      if (before && after) expect(await faultIn(mermaid(changedTopology(before, after, [])).join('\n'))).toBe('')
    }),
    { numRuns: 40 },
  )
})

test.each([1, 3, 30])('of %i regions with hostile names nothing but text comes out', async (regions) => {
  const topology = {
    ...aTopology(regions, 1, (i) => `${i}${EVERYTHING}`),
    environment: EVERYTHING,
    entries: [EVERYTHING],
  }
  const drawn = await draw(mermaid({ topology, state: aState(topology) }).join('\n'))
  expect(drawn.tags.filter((each) => ['script', 'img', 'a', 'iframe'].includes(each))).toEqual([])
  expect(drawn.text).toContain('<img')
})

test.each([
  ['three-regions', 3, 1],
  ['twelve-regions', 12, 1],
  ['many-clusters', 6, 10],
])('%s is drawn', async (name, regions, each) => {
  const topology = aTopology(regions, each)
  const { text } = await draw(
    mermaid({ topology, state: aState(topology, { cluster2: 'drifted', cluster3: 'unknown' }) }).join('\n'),
  )
  expect(text).toContain('cluster2')
  expect(text).toContain('✗')
  await picture(started(), `mermaid-${name}`)
})

/** What the library's parser complains of, or nothing. */
async function faultIn(text: string): Promise<string> {
  return await started().evaluate(
    `mermaid.parse(${JSON.stringify(text)}).then((read) => read.diagramType === 'flowchart-v2' ? '' : read.diagramType, String)`,
  )
}

interface Drawn {
  readonly text: string
  readonly tags: readonly string[]
}

async function draw(text: string): Promise<Drawn> {
  return await started().evaluate(`mermaid.render('drawn', ${JSON.stringify(text)}).then(({ svg }) => {
    const main = document.querySelector('main')
    main.innerHTML = svg
    return { text: main.textContent, tags: [...main.querySelectorAll('*')].map((each) => each.localName) }
  })`)
}

function started(): Page {
  if (!state.page) throw new Error('there is no browser')
  return state.page
}
