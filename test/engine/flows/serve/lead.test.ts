import { describe, expect, onTestFinished, test } from 'vitest'
import type { Leadership } from '../../../../engine/flows/serve/lead.ts'
import { leadership } from '../../../../engine/flows/serve/lead.ts'
import { Failure } from '../../../../engine/model/failure.ts'
import type { LeaseStore } from '../../../../engine/model/lease.ts'
import type { FakeLeases } from '../../../contracts/fake-leases.ts'
import { fakeLeases } from '../../../contracts/fake-leases.ts'
import { fakeLog } from '../../../contracts/fake-log.ts'
import { fakeTime } from '../../../contracts/fake-time.ts'

interface Replica extends Leadership {
  readonly news: string[]
  stop(): Promise<void>
}

/** Replicas on one Lease of 15 seconds, with a clock that the test moves. */
function hub() {
  const [time, leases] = [fakeTime(), fakeLeases()]
  const start = (identity: string, store: LeaseStore = leases): Replica => {
    const news: string[] = []
    const stopping = new AbortController()
    const onNews = (each: string) => void news.push(each)
    const replica = leadership({ ...time, leases: store, identity, seconds: 15, log: fakeLog(), onNews })
    const running = replica.run(stopping.signal)
    const stop = async () => {
      stopping.abort()
      await running
    }
    onTestFinished(stop)
    return { ...replica, news, stop }
  }
  return { time, leases, start }
}

/** The same Lease over a connection of its own, that the test can cut. */
function cutOff(leases: FakeLeases): { store: LeaseStore; cut: { isDown: boolean } } {
  const cut = { isDown: false }
  const reached = <T>(answer: () => Promise<T>): Promise<T> => {
    if (!cut.isDown) return answer()
    return Promise.reject(new Failure('cluster/unreachable', 'cut off', { hint: 'Wait.', retry: true }))
  }
  const store: LeaseStore = {
    read: () => reached(() => leases.read()),
    create: (draft) => reached(() => leases.create(draft)),
    replace: (lease) => reached(() => leases.replace(lease)),
  }
  return { store, cut }
}

describe('of two replicas', () => {
  test('exactly one leads, and keeps on', async () => {
    const { time, leases, start } = hub()
    const both = [start('a'), start('b')]
    for (let i = 0; i < 20; i++) {
      await time.pass(5_000)
      expect(both.filter((each) => each.isLeader())).toHaveLength(1)
    }
    expect(leases.stored()).toMatchObject({ transitions: 0 })
  })

  test('the other leads as soon as the first gives it back', async () => {
    const { time, leases, start } = hub()
    const [a, b] = [start('a'), start('b')]
    await time.pass(5_000)
    const [first, second] = a.isLeader() ? [a, b] : [b, a]
    await first.stop()
    expect(leases.stored()).toMatchObject({ holder: '' })
    await time.pass(5_000)
    expect([first.isLeader(), second.isLeader()]).toEqual([false, true])
    expect(second.news).toContain('leading')
  })

  test('the first stops before the other begins, when it is cut off from the hub', async () => {
    const { time, leases, start } = hub()
    const { store, cut } = cutOff(leases)
    const first = start('a', store)
    await time.pass(1_000)
    const second = start('b')
    expect(first.isLeader()).toBe(true)
    cut.isDown = true
    let both = 0
    for (let i = 0; i < 40; i++) {
      await time.pass(1_000)
      if (first.isLeader() && second.isLeader()) both++
    }
    expect(both).toBe(0)
    expect([first.isLeader(), second.isLeader()]).toEqual([false, true])
    expect(first.news).toEqual(['leading', 'following'])
  })

  test('clocks that are hours apart change nothing: a Lease is watched, its times are not read', async () => {
    const { time, leases, start } = hub()
    const first = start('a')
    await time.pass(1_000)
    const stored = leases.stored()
    if (stored) await leases.replace({ ...stored, renewed: '2020-01-01T00:00:00Z' })
    const second = start('b')
    await time.pass(9_000)
    expect([first.isLeader(), second.isLeader()]).toEqual([true, false])
  })

  test('a look that the standby asks for reaches the leader once, through the Lease', async () => {
    const { time, start } = hub()
    const first = start('a')
    await time.pass(1_000)
    const second = start('b')
    await time.pass(5_000)
    for (let i = 0; i < 100; i++) second.ask()
    await time.pass(15_000)
    expect(first.news).toEqual(['leading', 'asked'])
    expect(first.isLeader()).toBe(true)
  })
})

test('a hub that cannot be reached ends the lead in time, and nothing throws', async () => {
  const { time, leases, start } = hub()
  const only = start('a')
  await time.pass(1_000)
  expect(only.isLeader()).toBe(true)
  leases.isDown = true
  await time.pass(9_999)
  await time.pass(1)
  expect(only.isLeader()).toBe(false)
  leases.isDown = false
  await time.pass(5_000)
  expect(only.isLeader()).toBe(true)
})
