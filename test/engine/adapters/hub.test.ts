import { getEventListeners } from 'node:events'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { clustersOf } from '../../../engine/adapters/cluster.ts'
import { readGiven } from '../../../engine/adapters/files/read-given.ts'
import { hubSource } from '../../../engine/adapters/hub.ts'
import { sleepUntil } from '../../../engine/commands/source.ts'
import type { JsonObject } from '../../../engine/model/json.ts'
import { textAt } from '../../../engine/model/json.ts'
import type { Observation, Source } from '../../../engine/model/observation.ts'
import { wantedOf } from '../../../engine/model/wanted.ts'
import {
  aRendered,
  deliveredTo,
  NAMESPACE,
  NOW,
  replica,
  reportOn,
  rootPolicy,
  template,
} from '../stages/judge/status-a-hub.ts'
import type { KubeServer } from './cluster/a-kube-server.ts'
import { aKubeconfig, aKubeServer, listPath, send, statusOf } from './cluster/a-kube-server.ts'

const POLICIES = '/apis/policy.open-cluster-management.io/v1/namespaces'
const ALL_POLICIES = '/apis/policy.open-cluster-management.io/v1/policies'
const policy = rootPolicy('shop', [template({ name: 'settings' })])
const rendered = aRendered([policy], ['c1'])
const wanted = wantedOf(rendered)
const FINE = 'Compliant; notification - configmaps [settings] found as specified in namespace shop'
const BAD = 'NonCompliant; violation - configmaps [settings] not found in namespace shop'
const told = (message: string): JsonObject =>
  replica(policy, 'c1', [{ template: 'settings', history: [['2026-03-04T05:00:00Z', message]] }])

let server: KubeServer
let source: Source
beforeEach(async () => {
  server = await aKubeServer()
  for (const each of deliveredTo(rendered)) server.put(listPath(each), each)
  server.put(`${POLICIES}/c1/policies`, told(FINE))
  server.put(`${POLICIES}/elsewhere/policies`, {
    ...rootPolicy('foreign', []),
    metadata: { name: 'foreign', namespace: 'elsewhere' },
  })
  const file = aKubeconfig({ hub: server.url })
  const clusters = await clustersOf({ read: readGiven, files: [file] }, { timeoutMs: 300, sleep: async () => {} })
  const sleep = (ms: number, signal: AbortSignal) => sleepUntil(ms / 50, signal)
  source = hubSource({ name: 'hub', hubOf: () => 'hub', open: clusters.open, now: () => NOW, sleep })
})
afterEach(async () => await server.close())

const policiesIn = ({ hub }: Observation) =>
  (hub?.objects ?? []).filter((each) => each.kind === 'Policy').map((each) => textAt(each, 'metadata', 'name'))
const stateIn = (observation: Observation) =>
  observation.hub ? reportOn(rendered, observation.hub).clusters.map((each) => each.state) : []

describe('the hub, looked at once', () => {
  test('gives roots, replicas, placements and clusters, and nothing of other environments', async () => {
    const observation = await source.observe(['c1'], NOW, wanted)
    expect(policiesIn(observation).sort()).toEqual([`${NAMESPACE}.shop`, 'shop'])
    expect(observation.hub?.shortfalls).toEqual([])
    expect(stateIn(observation)).toEqual(['inSync'])
    expect(observation.hub && reportOn(rendered, observation.hub).undelivered).toEqual([])
    expect(server.requests.every((each) => each.startsWith('GET '))).toBe(true)
  })

  test('a kind that may not be read is said, and the rest is judged', async () => {
    server.misbehave = ({ path }, response) => {
      const isRule = path.endsWith('/placementrules')
      if (isRule) send(response, 403, statusOf(403, 'forbidden'))
      return isRule
    }
    const { hub } = await source.observe(['c1'], NOW, wanted)
    expect(hub?.shortfalls).toMatchObject([{ kind: 'PlacementRule', state: 'forbidden' }])
    expect(hub && reportOn(rendered, hub)).toMatchObject({ undelivered: [], clusters: [{ state: 'inSync' }] })
  })

  test('a hub without the Placement kinds is a whole hub', async () => {
    const { hub } = await source.observe(['c1'], NOW, wanted)
    expect(hub?.listed).toContain(`Placement ${NAMESPACE}`)
  })
})

describe('the hub, followed', () => {
  /** Follows until a look satisfies; `meanwhile` runs once all watches are open. */
  async function until(isEnough: (look: Observation) => boolean, meanwhile: () => void): Promise<Observation> {
    const stop = new AbortController()
    const opened = expect.poll(server.watching, { timeout: 3000 }).toBe(5).then(meanwhile)
    try {
      for await (const look of source.follow?.(['c1'], wanted, stop.signal) ?? []) {
        if (isEnough(look)) return look
      }
      throw new Error('the following ended')
    } finally {
      stop.abort()
      await opened
      await expect.poll(server.watching).toBe(0)
    }
  }
  const isDrifted = (look: Observation) => stateIn(look)[0] === 'drifted'
  const listsOfPolicies = () =>
    server.requests.filter((each, i) => each === `GET ${ALL_POLICIES}` && server.queries[i]?.get('watch') === null)
      .length

  test('shows a change as it comes, without listing again', async () => {
    await until(isDrifted, () => server.put(`${POLICIES}/c1/policies`, told(BAD)))
    expect(listsOfPolicies()).toBe(1)
    await expect.poll(server.watching).toBe(0)
  })

  test('who stops reading leaves no watch and no listener behind, though the signal goes on', async () => {
    const stop = new AbortController()
    for (let round = 0; round < 3; round++) {
      for await (const _ of source.follow?.(['c1'], wanted, stop.signal) ?? []) {
        await expect.poll(server.watching, { timeout: 3000 }).toBe(5)
        break
      }
      await expect.poll(server.watching).toBe(0)
    }
    expect(getEventListeners(stop.signal, 'abort')).toEqual([])
  })

  test('shows that a root Policy was deleted', async () => {
    const look = await until(
      (each) => !policiesIn(each).includes('shop'),
      () => server.remove(`${POLICIES}/${NAMESPACE}/policies`, 'shop'),
    )
    expect(look.hub && reportOn(rendered, look.hub).undelivered).toMatchObject([{ policy: 'shop' }])
  })

  test('resumes a connection that was cut, from where it was', async () => {
    await until(isDrifted, () => {
      server.cutWatches()
      server.put(`${POLICIES}/c1/policies`, told(BAD))
    })
    expect(listsOfPolicies()).toBe(1)
  })

  test('resumes after the last event that it has seen, so that nothing is sent twice', async () => {
    const versions = () =>
      server.queries.flatMap((each, i) =>
        each.get('watch') !== null && server.requests[i] === `GET ${ALL_POLICIES}`
          ? [Number(each.get('resourceVersion'))]
          : [],
      )
    const stop = new AbortController()
    const opened = expect.poll(server.watching, { timeout: 3000 }).toBe(5)
    const put = opened.then(() => server.put(`${POLICIES}/c1/policies`, told(BAD)))
    for await (const look of source.follow?.(['c1'], wanted, stop.signal) ?? []) {
      if (!isDrifted(look)) continue
      server.cutWatches()
      await expect.poll(() => versions().length).toBe(2)
      stop.abort()
    }
    await put
    const [first = 0, second = 0] = versions()
    expect(second).toBeGreaterThan(first)
  })

  test('keeps no queue: who reads slowly gets the latest state', async () => {
    let looks = 0
    const isLast = (look: Observation) => {
      looks++
      return policiesIn(look).includes('p499')
    }
    await until(isLast, () => {
      for (let i = 0; i < 500; i++) {
        const name = `p${i}`
        server.put(`${POLICIES}/${NAMESPACE}/policies`, rootPolicy(name, []))
        if (i > 0) server.remove(`${POLICIES}/${NAMESPACE}/policies`, `p${i - 1}`)
      }
    })
    expect(looks).toBeLessThan(50)
  })

  test('lists again where its version is too old', async () => {
    await until(isDrifted, () => {
      server.put(`${POLICIES}/elsewhere/policies`, {
        ...rootPolicy('foreign', []),
        metadata: { name: 'foreign', namespace: 'elsewhere' },
      })
      server.cutWatches()
      server.put(`${POLICIES}/c1/policies`, told(BAD))
      server.compact()
    })
    expect(listsOfPolicies()).toBe(2)
  })

  test('what can no longer be read is stale since then, and current again once it can', async () => {
    const isStale = (look: Observation) =>
      look.hub?.shortfalls.some((each) => each.kind === 'Policy' && each.state === 'stale') === true
    const look = await until(isStale, () => {
      server.misbehave = (_request, response) => {
        send(response, 401, statusOf(401, 'the token has expired'))
        return true
      }
      server.cutWatches()
    })
    expect(policiesIn(look)).toContain('shop')
    expect(look.hub?.shortfalls[0]).toMatchObject({ since: NOW })
    expect(stateIn(look)).toEqual(['unknown'])
  })
})

describe('several environments on one hub', () => {
  const OTHER = 'isthmus-other'
  const others = { ...wanted, hubNamespace: OTHER }
  const lists = () =>
    server.requests.filter((each, i) => each === `GET ${ALL_POLICIES}` && server.queries[i]?.get('watch') === null)
      .length
  const namesIn = (look: Observation | undefined) => (look ? policiesIn(look).sort() : [])

  /** The looks that somebody has had so far; it goes on following until the signal. */
  function looksOf(about: typeof wanted, clusters: readonly string[], stop: AbortSignal): Observation[] {
    const looks: Observation[] = []
    const following = async () => {
      for await (const look of source.follow?.(clusters, about, stop) ?? []) looks.push(look)
    }
    void following()
    return looks
  }

  beforeEach(() => {
    const object = { ...rootPolicy('theirs', []), metadata: { name: 'theirs', namespace: OTHER } }
    server.put(`${POLICIES}/${OTHER}/policies`, object)
  })

  test('share one list and one watch, see their own alone, and hear of their own alone', async () => {
    const stop = new AbortController()
    const mine = looksOf(wanted, ['c1'], stop.signal)
    const theirs = looksOf(others, ['c2'], stop.signal)
    await expect
      .poll(() => [namesIn(mine.at(-1)), namesIn(theirs.at(-1))])
      .toEqual([[`${NAMESPACE}.shop`, 'shop'], ['theirs']])
    expect(lists()).toBe(1)
    await expect.poll(server.watching).toBe(5)
    const heard = await steady(() => theirs.length)
    server.put(`${POLICIES}/c1/policies`, told(BAD))
    await expect.poll(() => mine.some((each) => stateIn(each)[0] === 'drifted')).toBe(true)
    expect(theirs.length).toBe(heard)
    stop.abort()
    await expect.poll(server.watching).toBe(0)
  })

  test('one that comes later is listed once more, and what it sees is whole', async () => {
    const stop = new AbortController()
    const mine = looksOf(wanted, ['c1'], stop.signal)
    await expect.poll(server.watching).toBe(5)
    const theirs = looksOf(others, ['c2'], stop.signal)
    await expect.poll(() => namesIn(theirs.at(-1))).toEqual(['theirs'])
    expect(namesIn(mine.at(-1))).toEqual([`${NAMESPACE}.shop`, 'shop'])
    expect(lists()).toBe(2)
    stop.abort()
  })

  test('of one that comes while the hub cannot be read nothing is known: not even that it has no Policies', async () => {
    const stop = new AbortController()
    const mine = looksOf(wanted, ['c1'], stop.signal)
    await expect.poll(server.watching).toBe(5)
    server.misbehave = (_request, response) => {
      send(response, 503, statusOf(503, 'the hub is going down'))
      return true
    }
    const theirs = looksOf(others, ['c2'], stop.signal)
    await expect.poll(() => theirs.length).toBeGreaterThan(0)
    const policies = (look: Observation | undefined) => look?.hub?.shortfalls.filter((each) => each.kind === 'Policy')
    expect(policies(theirs.at(-1))).toMatchObject([{ state: 'unreachable', since: null }])
    expect(theirs.at(-1)?.hub?.listed).not.toContain('Policy')
    await expect.poll(() => policies(mine.at(-1))).toMatchObject([{ state: 'stale', since: NOW }])
    server.misbehave = () => false
    await expect.poll(() => namesIn(theirs.at(-1)), { timeout: 3000 }).toEqual(['theirs'])
    stop.abort()
  })

  test('a look at what is followed asks the hub nothing', async () => {
    const stop = new AbortController()
    const mine = looksOf(wanted, ['c1'], stop.signal)
    await expect.poll(server.watching).toBe(5)
    await expect.poll(() => mine.length).toBeGreaterThan(0)
    const asked = server.requests.length
    expect(policiesIn(await source.observe(['c1'], NOW, wanted)).sort()).toEqual([`${NAMESPACE}.shop`, 'shop'])
    expect(server.requests.length).toBe(asked)
    stop.abort()
    await expect.poll(server.watching).toBe(0)
    await source.observe(['c1'], NOW, wanted)
    expect(server.requests.length).toBeGreaterThan(asked)
  })

  test('what changed in no member that is looked at is no news', async () => {
    const stop = new AbortController()
    const mine = looksOf(wanted, ['c1'], stop.signal)
    await expect.poll(server.watching).toBe(5)
    await expect.poll(() => mine.length).toBeGreaterThan(0)
    // What the first lists bring may come in two looks.
    const heard = await steady(() => mine.length)
    server.put(`${POLICIES}/c1/policies`, told(FINE))
    server.put(`${POLICIES}/c1/policies`, told(BAD))
    await expect.poll(() => mine.some((each) => stateIn(each)[0] === 'drifted')).toBe(true)
    expect(mine.length).toBeLessThanOrEqual(heard + 1)
    stop.abort()
  })
})

/** The number once it has not changed for as long as news is gathered, and half as long again. */
async function steady(count: () => number): Promise<number> {
  for (let seen = count(); ; seen = count()) {
    await new Promise((resolve) => setTimeout(resolve, 300))
    if (count() === seen) return seen
  }
}

test('tells how many kinds have been listed', async () => {
  const steps: string[] = []
  const progress = { step: (done: number, total: number) => void steps.push(`${done}/${total}`), end() {} }
  const clusters = await clustersOf(
    { read: readGiven, files: [aKubeconfig({ hub: server.url })] },
    { timeoutMs: 300, sleep: async () => {} },
  )
  const hub = hubSource({
    name: 'hub',
    hubOf: () => 'hub',
    open: clusters.open,
    now: () => NOW,
    sleep: sleepUntil,
    progress,
  })
  await hub.observe(['c1'], NOW, wanted)
  const total = wanted.hub.length
  expect(steps.at(0)).toBe(`0/${total}`)
  expect(steps.at(-1)).toBe(`${total}/${total}`)
})
