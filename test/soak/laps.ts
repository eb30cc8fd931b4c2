import { expect } from 'vitest'
import type { Pull } from '../../engine/adapters/local-forge/pull-files.ts'
import { markerOf } from '../../engine/model/forge.ts'
import { MANIFEST } from '../real/gitea-story.ts'
import type { Sandbox } from './a-sandbox.ts'

const ADA = { name: 'Ada', email: 'ada@example.com' }
const GRACE = { name: 'Grace', email: 'grace@example.com' }

/** What is to come of one thing that happens, however often the server dies over it. */
export interface Lap {
  readonly name: string
  happen(sandbox: Sandbox, serial: number): Promise<void>
  /** Proposals that it opens, by their marker's beginning. */
  readonly opens: readonly string[]
  /** Those that are open in the end. */
  readonly open: readonly string[]
  /** Alerts that it sends, each under one id. */
  readonly alerts: readonly string[]
}

const DRIFT = 'drift/'
const ADOPT = 'adopt/'
const CHANGE = 'change/'

/** The life of a platform, around and around. */
export const LAPS: readonly Lap[] = [
  {
    name: 'a push',
    happen: ({ push }, serial) =>
      push({ 'policies/app/config.yaml': MANIFEST.replace('"slow"', `"pushed-${serial}"`) }),
    opens: [CHANGE],
    open: [CHANGE],
    alerts: [],
  },
  {
    name: 'another push',
    happen: ({ push }, serial) => push({ 'policies/app/config.yaml': MANIFEST.replace('"slow"', `"again-${serial}"`) }),
    opens: [],
    open: [CHANGE],
    alerts: [],
  },
  { name: 'a merge', happen: merge(CHANGE), opens: [], open: [], alerts: [] },
  {
    name: 'a drift',
    happen: ({ setMode }, serial) => setMode(`by-hand-${serial}`),
    opens: [DRIFT],
    open: [DRIFT],
    alerts: ['opened'],
  },
  {
    name: 'a drift that changes',
    happen: ({ setMode }, serial) => setMode(`by-hand-again-${serial}`),
    opens: [],
    open: [DRIFT],
    alerts: ['changed'],
  },
  {
    name: 'a tick',
    happen: async ({ forge }) => void (await forge.tick((await newest(forge, DRIFT)).number, 'adopt', ADA)),
    opens: [ADOPT],
    open: [ADOPT, DRIFT],
    alerts: [],
  },
  { name: 'an adoption merged', happen: merge(ADOPT), opens: [], open: [], alerts: ['resolved'] },
  {
    name: 'a second drift',
    happen: ({ setMode }, serial) => setMode(`by-hand-${serial}`),
    opens: [DRIFT],
    open: [DRIFT],
    alerts: ['opened'],
  },
  { name: 'a drift healed', happen: ({ deliver }) => deliver(), opens: [], open: [], alerts: ['resolved'] },
]

function merge(marker: string): Lap['happen'] {
  return async ({ forge, deliver }) => {
    await forge.merge((await newest(forge, marker)).number, GRACE)
    await deliver()
  }
}

async function newest(forge: Sandbox['forge'], marker: string): Promise<Pull> {
  const found = (await forge.list()).findLast((each) => markerOf(each.body)?.startsWith(marker))
  if (!found) throw new Error(`there is no ${marker}`)
  return found
}

/** What there is before a lap. */
export interface Before {
  readonly pulls: number
  readonly alerts: number
}

export async function before({ forge, alerts }: Sandbox): Promise<Before> {
  return { pulls: (await forge.list()).length, alerts: alerts().length }
}

/** Nothing lost and nothing doubled; gives how many alerts came again under their id. */
export async function checkLap(lap: Lap, sandbox: Sandbox, known: Before, kills: number): Promise<number> {
  const short = (each: Pull) => `${markerOf(each.body)?.split('/')[0]}/`
  const pulls = await sandbox.forge.list()
  expect(pulls.slice(known.pulls).map(short), `${lap.name}: opened`).toEqual(lap.opens)
  const open = pulls.filter((each) => each.state === 'open').map(short)
  expect(open.sort(), `${lap.name}: open`).toEqual([...lap.open])
  const heard = sandbox.alerts().slice(known.alerts)
  const once = heard.filter(({ id }, index) => heard.findIndex((each) => each.id === id) === index)
  expect(
    once.map((each) => each.event),
    `${lap.name}: alerts`,
  ).toEqual(lap.alerts)
  const again = heard.length - once.length
  expect(again, `${lap.name}: alerts again`).toBeLessThanOrEqual(kills)
  const earlier = new Set(
    sandbox
      .alerts()
      .slice(0, known.alerts)
      .map((each) => each.id),
  )
  expect(
    heard.filter((each) => earlier.has(each.id)),
    `${lap.name}: alerts of before`,
  ).toEqual([])
  return again
}
