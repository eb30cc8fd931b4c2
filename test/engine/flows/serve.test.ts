import { describe, expect, onTestFinished, test } from 'vitest'
import type { WriterLockKeeper } from '../../../engine/effects/writer-lock.ts'
import { writerLock } from '../../../engine/effects/writer-lock.ts'
import { leadership } from '../../../engine/flows/serve/lead.ts'
import { workQueue } from '../../../engine/flows/serve/queue.ts'
import type { Attempted } from '../../../engine/flows/serve/worker.ts'
import type { ServeInput } from '../../../engine/flows/serve.ts'
import { serve, serveOnce } from '../../../engine/flows/serve.ts'
import { newBell } from '../../../engine/model/bell.ts'
import { Failure } from '../../../engine/model/failure.ts'
import { OTHER_DEFAULT } from '../../../engine/model/git.ts'
import type { Role } from '../../../engine/model/role.ts'
import type { FakeLeases } from '../../contracts/fake-leases.ts'
import { fakeLeases } from '../../contracts/fake-leases.ts'
import { fakeLog } from '../../contracts/fake-log.ts'
import { fakeRepository } from '../../contracts/fake-repository.ts'
import type { FakeTime } from '../../contracts/fake-time.ts'
import { fakeTime } from '../../contracts/fake-time.ts'
import { bot } from '../../contracts/scratch-repository.ts'

interface Site {
  readonly time: FakeTime
  readonly environments: string[]
  readonly repository: ReturnType<typeof fakeRepository>
  start(name: string, more?: Started): Running
}

interface Started {
  readonly leases?: FakeLeases
  readonly holder?: string
  readonly attempt?: (environment: string) => Promise<Attempted>
  readonly changes?: ServeInput['changes']
  readonly discover?: () => Promise<readonly string[]>
  readonly tidy?: () => Promise<boolean>
}

interface Running {
  readonly input: ServeInput
  readonly done: { environment: string; reasons: readonly string[]; at: number }[]
  readonly roles: Role[]
  /** Seconds at which the clone was looked after. */
  readonly tidied: readonly number[]
  readonly log: ReturnType<typeof fakeLog>
  readonly ended: Promise<void>
  stop(): Promise<void>
}

/** Servers of one desired-state repository, whose reconciliations are noted and not made. */
function site(): Site {
  const [time, repository, environments] = [fakeTime(), fakeRepository(), ['gdw']]
  return {
    time,
    environments,
    repository,
    start(name, more = {}) {
      const [stopping, log, bell] = [new AbortController(), fakeLog(), newBell()]
      const done: Running['done'] = []
      const roles: Role[] = []
      const tidied: number[] = []
      const { signal } = stopping
      const leader =
        more.leases && leadership({ ...time, leases: more.leases, identity: name, seconds: 15, log, onNews: bell.ring })
      const electing = leader?.run(signal)
      const lock: WriterLockKeeper = writerLock({
        repository,
        author: bot,
        holder: more.holder ?? name,
        seconds: 900,
        now: time.now,
      })
      const input: ServeInput = {
        ...(leader ? { leadership: leader } : {}),
        lock,
        queue: workQueue(),
        bell,
        discover: more.discover ?? (async () => environments),
        attempt: async (environment, reasons) => {
          done.push({ environment, reasons, at: time.nowMs() / 1000 })
          return (await more.attempt?.(environment)) ?? 'done'
        },
        ...(more.changes ? { changes: more.changes } : {}),
        tidy: async () => {
          tidied.push(time.nowMs() / 1000)
          return (await more.tidy?.()) ?? false
        },
        everyMs: 300_000,
        standbyMs: 5_000,
        settleMs: 1_000,
        sleep: time.sleep,
        log,
        onRole: (role) => void (roles.at(-1) === role || roles.push(role)),
        signal,
      }
      const ended = serve(input)
      ended.catch(() => undefined)
      const stop = async () => {
        stopping.abort()
        await ended.catch(() => undefined)
        await lock.release()
        await electing
      }
      onTestFinished(stop)
      return { input, done, roles, tidied, log, ended, stop }
    },
  }
}

describe('a server', () => {
  test('looks at everything at the start, in its time, and when the bell rings', async () => {
    const { time, environments, start } = site()
    environments.push('eu')
    const { done, input } = start('a')
    await time.pass(10_000)
    expect(done.map((each) => each.environment)).toEqual(['gdw', 'eu'])
    await time.pass(300_000)
    expect(done.slice(2).map((each) => each.reasons)).toEqual([['the timer'], ['the timer']])
    input.bell.ring('push to main (github d-1)')
    await time.pass(5_000)
    expect(done.slice(4).map((each) => each.reasons)).toEqual(Array(2).fill(['push to main (github d-1)']))
  })

  test('folds a burst into one look', async () => {
    const { time, start } = site()
    const { done, input } = start('a')
    await time.pass(10_000)
    for (let i = 0; i < 10_000; i++) {
      input.bell.ring(`push ${i}`)
      if (i % 1000 === 0) await time.pass(10)
    }
    await time.pass(10_000)
    expect(done.length).toBeLessThanOrEqual(3)
    expect(done.length).toBeGreaterThan(1)
  })

  test('finds a new environment with the push that brings it', async () => {
    const { time, environments, start } = site()
    const { done, input } = start('a')
    await time.pass(10_000)
    environments.push('eu')
    input.bell.ring('push')
    await time.pass(5_000)
    expect(done.map((each) => each.environment)).toEqual(['gdw', 'gdw', 'eu'])
  })

  test('lets go of an environment that is gone, with the watch of it, and takes it up again when it comes back', async () => {
    const { time, environments, start } = site()
    environments.push('eu')
    const watched = new Set<string>()
    const changes: ServeInput['changes'] = async function* (environment, signal) {
      watched.add(environment)
      yield 'a change'
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
      watched.delete(environment)
    }
    const { done, input } = start('a', { changes })
    await time.pass(10_000)
    expect([...watched].sort()).toEqual(['eu', 'gdw'])
    environments.pop()
    input.bell.ring('push')
    await time.pass(5_000)
    expect([...watched]).toEqual(['gdw'])
    const before = done.length
    input.queue.ask('eu', 'somebody who has not heard')
    await time.pass(300_000)
    expect(done.slice(before).map((each) => each.environment)).not.toContain('eu')
    environments.push('eu')
    input.bell.ring('push')
    await time.pass(5_000)
    expect([...watched].sort()).toEqual(['eu', 'gdw'])
    expect(done.at(-1)?.environment).toBe('eu')
  })

  test('keeps everybody at work where nobody can tell what there is', async () => {
    const { time, start } = site()
    let isDown = false
    const discover = async () => {
      if (isDown) throw new Failure('git/timeout', 'no answer', { hint: 'Wait.', retry: true })
      return ['gdw']
    }
    const { done, input } = start('a', { discover })
    await time.pass(10_000)
    isDown = true
    input.bell.ring('push')
    await time.pass(5_000)
    input.queue.ask('gdw', 'the hub changed')
    await time.pass(5_000)
    expect(done.map((each) => each.reasons.includes('the hub changed'))).toEqual([false, true])
  })

  test('follows the hub, and goes on following after it breaks off', async () => {
    const { time, start } = site()
    let opened = 0
    const changes: ServeInput['changes'] = async function* () {
      opened++
      yield 'a change'
      throw new Failure('cluster/unreachable', 'the hub restarts', { hint: 'Wait.', retry: true })
    }
    const { done, log } = start('a', { changes })
    await time.pass(60_000)
    expect(opened).toBeGreaterThan(2)
    expect(done.filter((each) => each.reasons.includes('the hub changed')).length).toBeGreaterThan(1)
    expect(log.events().filter((each) => each === 'watch-broken').length).toBeGreaterThan(1)
  })

  test('goes on with what was asked where the default branch cannot be read for a while', async () => {
    const { time, start } = site()
    let isDown = true
    const discover = async () => {
      if (isDown) throw new Failure('git/timeout', 'no answer', { hint: 'Wait.', retry: true })
      return ['gdw']
    }
    const { done, log } = start('a', { discover })
    await time.pass(10_000)
    expect(done).toEqual([])
    expect(log.events()).toContain('discovery-failed')
    isDown = false
    await time.pass(10_000)
    expect(done.map((each) => each.reasons)).toEqual([['the start']])
  })

  test('looks after its clone at the start and each hour, also while another one writes', async () => {
    const { time, start } = site()
    const east = start('east', { tidy: async () => true })
    await time.pass(10_000)
    const west = start('west')
    for (let minute = 0; minute < 130; minute++) await time.pass(60_000)
    expect([east.tidied.length, west.tidied.length]).toEqual([3, 3])
    expect(east.log.events()).toContain('tidied')
    expect(west.done).toEqual([])
  })

  test('works in a clone that cannot be tidied', async () => {
    const { time, start } = site()
    const tidy = async () => {
      throw new Failure('git/no-space', 'the disk is full', { hint: 'Make room.' })
    }
    const { done, log } = start('a', { tidy })
    await time.pass(10_000)
    expect(done).toHaveLength(1)
    expect(log.events()).toContain('not-tidied')
  })

  test('ends with a bug of its own, instead of going on without a worker', async () => {
    const { time, start } = site()
    const { ended } = start('a', {
      attempt: async () => {
        throw new Error('a bug')
      },
    })
    await time.pass(10_000)
    await expect(ended).rejects.toThrow('a bug')
  })
})

describe('two hubs on one repository', () => {
  test('never both work, and the second goes on when the first is gone', async () => {
    const { time, start } = site()
    const east = start('east')
    await time.pass(10_000)
    const west = start('west')
    await time.pass(600_000)
    expect(west.done).toEqual([])
    expect(west.roles).toEqual(['waiting'])
    expect(east.done.length).toBeGreaterThan(1)
    await east.stop()
    await time.pass(10_000)
    expect(west.roles).toEqual(['waiting', 'writer'])
    expect(west.done).toHaveLength(1)
  })
})

describe('two replicas on one hub', () => {
  test('the one that leads works; the other takes over at once, under the same name', async () => {
    const { time, start } = site()
    const leases = fakeLeases()
    const a = start('a', { leases, holder: 'hub' })
    await time.pass(10_000)
    const b = start('b', { leases, holder: 'hub' })
    await time.pass(310_000)
    expect(b.roles).toEqual(['standby'])
    expect(b.done).toEqual([])
    expect(a.done.length).toBeGreaterThan(1)
    await a.stop()
    await time.pass(15_000)
    expect(b.roles).toEqual(['standby', 'writer'])
    expect(b.done).toHaveLength(1)
  })
})

describe('one round', () => {
  test.each<[Attempted, boolean]>([
    ['done', true],
    ['failed', false],
    ['retry', false],
  ])('that comes out as %s is a success: %s', async (outcome, isSuccess) => {
    const { time, start } = site()
    const { input, stop, tidied } = start('a', { attempt: async () => outcome })
    await time.pass(1)
    await stop()
    const known = tidied.length
    expect((await serveOnce({ ...input, signal: new AbortController().signal })).isDone).toBe(isSuccess)
    expect(tidied.length).toBe(known + 1)
  })

  test('of one that may not write does nothing, and that is right', async () => {
    const { time, start } = site()
    start('east')
    await time.pass(10_000)
    const west = start('west')
    await time.pass(1)
    await west.stop()
    expect(await serveOnce(west.input)).toEqual({ role: 'waiting', attempts: [], isDone: true })
    expect(west.done).toEqual([])
  })
})

describe('where another branch is the default one by now', () => {
  const moved = new Failure(OTHER_DEFAULT, 'the default branch is trunk now', { hint: 'Start this again.' })
  const fail = async () => Promise.reject(moved)

  test.each<[string, Started]>([
    ['what is merged can be found no more', { discover: fail }],
    ['the clone was looked after', { tidy: fail }],
  ])('a server ends with that, as soon as %s', async (_, more) => {
    const { time, start } = site()
    const { ended, log } = start('a', more)
    await time.pass(1_000)
    await expect(ended).rejects.toBe(moved)
    expect(log.events()).not.toContain('discovery-failed')
  })
})
