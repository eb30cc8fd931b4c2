import { execFile } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import type { HistoryEvent } from '../../engine/model/history.ts'
import { HISTORY_BRANCH, historyFile, parseHistory } from '../../engine/model/history.ts'
import { foldHistory } from '../../engine/model/history-state.ts'
import type { World } from './a-world.ts'
import { MEMBERS } from './a-world.ts'
import { ACTS, branches, mergeOne, openPulls } from './acts.ts'
import { liveMemory } from './inspector.ts'
import type { Sample } from './measure.ts'
import { diskSample, metricsSample, processSample } from './measure.ts'
import type { Point } from './verdict.ts'

const run = promisify(execFile)

export interface SoakOptions {
  readonly minutes: number
  /** Between two acts. */
  readonly paceMs: readonly [least: number, most: number]
  /** Between two cheap measurements, and between two costly ones. */
  readonly everyMs: number
  readonly oftenMs: number
  /** Gets each sample as a line of JSON. */
  readonly file: string
}

export interface Soaked {
  readonly points: ReadonlyMap<string, readonly Point[]>
  /** How often each act was done, and refused by Gitea. */
  readonly tally: ReadonlyMap<string, number>
  readonly acts: number
}

/** Lives around a server for so long, and measures it. */
export async function soak(world: World, options: SoakOptions): Promise<Soaked> {
  const first = () => mergeOne(world, 'change/').catch(() => false)
  await expect.poll(first, { timeout: 120_000, interval: 500 }).toBe(true)
  const began = Date.now()
  const over = began + options.minutes * 60_000
  const points = new Map<string, Point[]>()
  const tally = new Map<string, number>()
  const keep = (sample: Sample) => {
    const minute = (Date.now() - began) / 60_000
    for (const [name, value] of Object.entries(sample)) {
      const known = points.get(name) ?? []
      points.set(name, known)
      known.push({ minute, value })
    }
    appendFileSync(options.file, `${JSON.stringify({ minute: Math.round(minute * 1000) / 1000, ...sample })}\n`)
  }
  const [acts] = await Promise.all([living(world, options, over, tally), measuring(world, { ...options, over, keep })])
  return { points, tally, acts }
}

async function living(
  world: World,
  { paceMs }: SoakOptions,
  over: number,
  tally: Map<string, number>,
): Promise<number> {
  const { chance } = world
  const bag = Object.entries(ACTS).flatMap(([name, [weight]]) => Array.from({ length: weight }, () => name))
  const count = (name: string) => tally.set(name, (tally.get(name) ?? 0) + 1)
  let serial = 0
  while (Date.now() < over) {
    const name = chance.one(bag) ?? ''
    const act = ACTS[name]?.[1]
    try {
      if (await act?.(world, ++serial)) count(name)
      else continue
    } catch (error) {
      // Gitea refuses a merge that it has not looked at yet, or that conflicts: people meet that, too.
      count(`${name}, refused`)
      if (!/: (405|409|422|404|500) |Command failed/.test(String(error))) throw error
    }
    await wait(chance.between(...paceMs))
  }
  return serial
}

interface Measuring extends SoakOptions {
  readonly over: number
  readonly keep: (sample: Sample) => void
}

async function measuring(world: World, { everyMs, oftenMs, over, keep }: Measuring): Promise<void> {
  const { isthmus, hub, chat } = world
  const pid = isthmus.process.pid ?? 0
  let costlyAt = 0
  while (Date.now() < over) {
    const cheap = { ...(await metricsSample(world.url)), ...processSample(pid) }
    const [watching, views, requests] = [hub.watching(), hub.views(), hub.requests()]
    keep({ ...cheap, watching, views, requests, alerts: chat.heard.length })
    if (Date.now() >= costlyAt) {
      costlyAt = Date.now() + oftenMs
      keep(await costlySample(world))
    }
    await wait(everyMs)
  }
}

async function costlySample(world: World): Promise<Sample> {
  const { heapUsed, external, arrayBuffers, resources } = await liveMemory(world.inspector)
  const { ours, people } = await branches(world)
  const sockets = (resources.TCPSocketWrap ?? 0) + (resources.TLSWrap ?? 0)
  return {
    liveHeap: heapUsed,
    liveExternal: external + arrayBuffers,
    sockets,
    timers: resources.Timeout ?? 0,
    ...(await settledDisk(world)),
    ourBranches: ours,
    peoplesBranches: people,
    openPulls: (await openPulls(world)).length,
  }
}

/** What a command of Git is writing just now it counts as garbage; that which is still there when it has ended is. */
async function settledDisk({ clone, temporary }: World): Promise<Sample> {
  const first = diskSample(clone, temporary)
  if (first.garbage === 0) return first
  await wait(1_000)
  const { garbage = 0 } = diskSample(clone, temporary)
  return { ...first, garbage: Math.min(first.garbage ?? 0, garbage) }
}

/** Nothing happens any more: every drift heals, what is open is merged, and all ends in order. */
export async function settle(world: World, withinMs: number): Promise<void> {
  const { hub, chat } = world
  const within = { timeout: withinMs, interval: 1_000 }
  chat.fail(0, 'cut')
  for (const each of MEMBERS) hub.report(each, undefined)
  await expect
    .poll(async () => {
      await mergeOne(world, 'change/').catch(() => false)
      const open = await openPulls(world)
      return open.flatMap((each) => each.marker ?? [])
    }, within)
    .toEqual([])
  // Not by the chat: the end of what people acknowledged is told to nobody, nor that of a drift which goes on as another one.
  const kept = async () => {
    const state = foldHistory((await historyOf(world)).atHand)
    return { open: [...state.open.keys()], owed: state.owed.map((each) => each.alert.id) }
  }
  await expect.poll(kept, within).toEqual({ open: [], owed: [] })
  const { whole } = await historyOf(world)
  const sent = whole.flatMap((each) => (each.type === 'alert-sent' ? [each.alert] : []))
  expect([...new Set(chat.heard.map((each) => each.id))].sort()).toEqual(sent.sort())
}

interface Kept {
  readonly atHand: readonly HistoryEvent[]
  /** With all that was left to the branch's past. */
  readonly whole: readonly HistoryEvent[]
}

async function historyOf({ story: { work } }: World): Promise<Kept> {
  const show = async (...args: readonly string[]) =>
    (await run('git', [...args], { cwd: work, maxBuffer: 2 ** 26 })).stdout
  await show('fetch', '-q', 'origin')
  const [branch, file] = [`origin/${HISTORY_BRANCH}`, historyFile('gdw')]
  const past = await show('log', '-p', '--reverse', '--format=', branch, '--', file)
  const added = past.split('\n').flatMap((line) => (line.startsWith('+{') ? [line.slice(1)] : []))
  return {
    atHand: parseHistory(await show('show', `${branch}:${file}`)).events,
    whole: parseHistory(added.join('\n')).events,
  }
}
