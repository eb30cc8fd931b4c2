import { setTimeout as wait } from 'node:timers/promises'
import { at, listAt, textAt } from '../../../engine/model/json.ts'
import { electionLog } from './election-log.ts'
import { until } from './process.ts'
import { isthmus } from './rendered.ts'
import type { Node, StretchedVault } from './stretched-vault.ts'
import { mustVault } from './vault-client.ts'
import { startWriter } from './writer.ts'

/** How a region is lost: its machines die, or nobody hears of it any more. */
export type Manner = 'killed' | 'dark'

export interface Loss {
  readonly region: string
  readonly manner: Manner
  /** A node of another region that is killed at the same moment. */
  readonly andNode?: string
  /** From the loss until a write that was asked for after it was answered. */
  readonly secondsToWrite: number
  readonly acknowledged: number
  /** Acknowledged writes that were not there when all nodes were back: there must be none. */
  readonly forgotten: readonly string[]
  readonly secondsToNineVoters: number
}

/** The loss, and what the nodes said of elections meanwhile. */
export interface Told {
  readonly loss: Loss
  readonly log: string
}

/** Node that leads now, asked of any that runs. */
export async function leaderOf(bed: StretchedVault, token: string, of: readonly Node[] = bed.nodes): Promise<Node> {
  return await until('a leader', 60_000, async () => {
    for (const node of of) {
      const call = { path: 'sys/storage/raft/configuration', timeoutMs: 3000 }
      const answer = await mustVault(bed.target(node, token), call).catch(() => undefined)
      const leader = listAt(answer, 'data', 'config', 'servers').find((each) => at(each, 'leader') === true)
      const found = bed.nodes.find((each) => each.name === textAt(leader, 'node_id'))
      if (found) return found
    }
    return undefined
  })
}

/** Waits until autopilot counts nine voters, all healthy and four of them to spare. */
export async function whole(bed: StretchedVault, token: string): Promise<void> {
  await until('nine healthy voters', 120_000, async () => {
    const path = 'sys/storage/raft/autopilot/state'
    const node = bed.nodes.find((each) => each.running && !each.running.hasExited())
    if (!node) return undefined
    const state = at(await mustVault(bed.target(node, token), { path, timeoutMs: 3000 }), 'data')
    return at(state, 'healthy') === true && listAt(state, 'voters').length === 9 && at(state, 'failure_tolerance') === 4
  })
}

/** Loses the leader's region under load and brings it back; what it took, and whether anything was lost. */
export async function loseLeadersRegion(
  bed: StretchedVault,
  token: string,
  manner: Manner,
  isNodeLostToo = false,
  patienceMs = 1000,
): Promise<Told> {
  const leader = await leaderOf(bed, token)
  const gone = bed.nodes.filter((each) => each.region === leader.region)
  const others = bed.nodes.filter((each) => each.region !== leader.region)
  const single = isNodeLostToo ? others[0] : undefined
  const left = others.filter((each) => each !== single)
  const folder = `${manner}-${Date.now()}`
  const writer = startWriter({ targets: left.map((each) => bed.target(each, token)), folder, patienceMs })
  try {
    await until('writes to go on', 20_000, async () => writer.acknowledged.size > 10)
    const since = performance.now()
    await Promise.all([
      ...(manner === 'killed' ? gone.map((each) => each.running?.kill()) : [bed.wan.dark(leader.region)]),
      single?.running?.kill(),
    ])
    const took = await until('the next write', 60_000, async () => writer.firstAfter(since))
    await wait(1000)
    await writer.stop()
    const back = performance.now()
    if (manner === 'dark') await bed.wan.light(leader.region)
    const dead = [...(manner === 'killed' ? gone : []), ...(single ? [single] : [])]
    await Promise.all(dead.map((each) => bed.startNode(each)))
    await whole(bed, token)
    const log = electionLog(bed, since, back)
    const loss = {
      ...{ region: leader.region, manner, ...(single ? { andNode: single.name } : {}) },
      secondsToWrite: Math.round(took) / 1000,
      acknowledged: writer.acknowledged.size,
      forgotten: await missing(bed, token, folder, [...writer.acknowledged.keys()]),
      secondsToNineVoters: Math.round(performance.now() - back) / 1000,
    }
    return { loss, log }
  } finally {
    await writer.stop()
  }
}

async function missing(bed: StretchedVault, token: string, folder: string, wanted: readonly string[]) {
  const node = await leaderOf(bed, token)
  const listed = await mustVault(bed.target(node, token), { method: 'LIST', path: `kv/${folder}` })
  const held = new Set(listAt(listed, 'data', 'keys'))
  return wanted.filter((each) => !held.has(each))
}

export interface Span {
  readonly min: number
  readonly max: number
}

/** What `isthmus simulate --lose` says of Vault: the span that no loss may exceed, and the one that runs are expected in. */
export async function predicted(
  bed: StretchedVault,
  lost: readonly string[],
): Promise<{ readonly bound: Span; readonly expected: Span }> {
  const args = ['simulate', '-C', bed.rendered.folder, '--lose', lost.join(','), '--output', 'json']
  const vault = listAt(JSON.parse(await isthmus(args)), 'services').find((each) => textAt(each, 'name') === 'vault')
  const span = (...path: readonly string[]) => {
    const found = at(vault, 'failover', ...path)
    const [min, max] = [at(found, 'min'), at(found, 'max')]
    if (typeof min !== 'number' || typeof max !== 'number')
      throw new Error('simulate does not say how long Vault takes')
    return { min, max }
  }
  return { bound: span('total'), expected: span('expected', 'seconds') }
}
