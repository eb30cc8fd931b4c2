import { describe, expect, test } from 'vitest'
import { openRepository } from '../../../engine/adapters/git.ts'
import { fenced } from '../../../engine/effects/fenced.ts'
import { writerLock } from '../../../engine/effects/writer-lock.ts'
import type { Repository } from '../../../engine/model/git.ts'
import { LOCK_FILE, parseLock } from '../../../engine/model/writer-lock.ts'
import { fakeRepository } from '../../contracts/fake-repository.ts'
import { bot, scratchRepository, shell } from '../../contracts/scratch-repository.ts'

const NOON = Date.parse('2026-03-04T12:00:00Z')

function hubs(repository: Repository, other: Repository = repository) {
  const clock = { minutes: 0 }
  const now = () => new Date(NOON + clock.minutes * 60_000).toISOString().replace('.000Z', 'Z')
  const lock = (holder: string, on: Repository) =>
    writerLock({ repository: on, author: bot, holder, seconds: 900, now })
  return { clock, now, east: lock('east', repository), west: lock('west', other), lock }
}

describe('of two hubs', () => {
  test('one writes, and the other is told who', async () => {
    const { east, west } = hubs(fakeRepository())
    expect(await east.claim()).toMatchObject({ isOurs: true, lock: { holder: 'east' } })
    expect(await west.claim()).toMatchObject({ isOurs: false, lock: { holder: 'east' } })
    await expect(west.check()).rejects.toMatchObject({ code: 'lock/lost' })
    await expect(east.check()).resolves.toBeUndefined()
  })

  test('the other takes over when the first gives no sign of life, and the first one stops at its next write', async () => {
    const { east, west, clock } = hubs(fakeRepository())
    await east.claim()
    clock.minutes = 16
    expect(await west.claim()).toMatchObject({ isOurs: true, lock: { holder: 'west', term: 2 } })
    await expect(east.check()).rejects.toMatchObject({ code: 'lock/lost' })
    expect(await east.claim()).toMatchObject({ isOurs: false })
  })

  test('the other goes on at once where the first gave it back', async () => {
    const { east, west } = hubs(fakeRepository())
    await east.claim()
    await east.release()
    expect(await west.claim()).toMatchObject({ isOurs: true })
    await expect(east.check()).rejects.toMatchObject({ code: 'lock/lost' })
  })

  test('giving back what another one took since changes nothing', async () => {
    const { east, west, clock } = hubs(fakeRepository())
    await east.claim()
    clock.minutes = 16
    await west.claim()
    await east.release()
    await expect(west.check()).resolves.toBeUndefined()
  })

  test('a check renews what runs low, and not before', async () => {
    const repository = fakeRepository()
    const { east, clock } = hubs(repository)
    await east.claim()
    const tip = await repository.resolve('isthmus/history')
    clock.minutes = 14
    await east.check()
    expect(await repository.resolve('isthmus/history')).toBe(tip)
    clock.minutes = 14.9
    await east.check()
    const files = repository.branches().get('isthmus/history')
    expect(parseLock(files?.get(LOCK_FILE) ?? '')?.until).toBe('2026-03-04T12:29:54Z')
  })

  test('a second process of the same name takes over at once, and the first one is fenced off', async () => {
    const { east, lock } = hubs(fakeRepository())
    const repository = fakeRepository()
    const [first, second] = [lock('east', repository), lock('east', repository)]
    await east.claim()
    await first.claim()
    expect(await second.claim()).toMatchObject({ isOurs: true, lock: { term: 2 } })
    await expect(first.check()).rejects.toMatchObject({ code: 'lock/lost' })
    await expect(second.check()).resolves.toBeUndefined()
  })

  test('a lock that somebody garbled is taken', async () => {
    const repository = fakeRepository()
    repository.commitAs(bot, 'isthmus/history', { [LOCK_FILE]: 'not a lock' })
    expect(await hubs(repository).east.claim()).toMatchObject({ isOurs: true })
  })
})

test('two that claim at the same moment on a real remote: exactly one gets it', async () => {
  const scratch = scratchRepository()
  shell(scratch.root, 'clone', '-q', scratch.remote, 'other')
  const open = (directory: string) => openRepository({ directory, variables: process.env })
  const { east, west } = hubs(await open(scratch.work), await open(`${scratch.root}/other`))
  const claims = await Promise.all([east.claim(), west.claim()])
  expect(claims.map((each) => each.isOurs).sort()).toEqual([false, true])
  expect(new Set(claims.map((each) => each.lock.holder)).size).toBe(1)
})

describe('a fenced port', () => {
  const port = () => {
    const done: string[] = []
    return { done, name: 'port', write: async (text: string) => void done.push(text), read: async () => done.length }
  }

  test('checks before each verb that writes, and before no other', async () => {
    const raw = port()
    let checks = 0
    const guarded = fenced(raw, ['write'], async () => void checks++)
    await guarded.write('a')
    await guarded.read()
    expect(raw.done).toEqual(['a'])
    expect(checks).toBe(1)
    expect(guarded.name).toBe('port')
  })

  test('does not write where the check fails', async () => {
    const raw = port()
    const guarded = fenced(raw, ['write'], async () => {
      throw new Error('no')
    })
    await expect(guarded.write('a')).rejects.toThrow('no')
    expect(raw.done).toEqual([])
  })
})
