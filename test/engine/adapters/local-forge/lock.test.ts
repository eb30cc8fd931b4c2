import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { withLock } from '../../../../engine/adapters/local-forge/lock.ts'
import { scratchFolder } from '../../../contracts/scratch-repository.ts'

const deadProcess = spawnSync('true').pid

/** Runs `count` holders at once and says how many were ever inside together. */
async function crowd(folder: string, count: number): Promise<{ readonly done: number; readonly most: number }> {
  let inside = 0
  let most = 0
  let done = 0
  const hold = async () => {
    inside++
    most = Math.max(most, inside)
    await new Promise((resolve) => setTimeout(resolve, 2))
    inside--
    done++
  }
  await Promise.all(Array.from({ length: count }, () => withLock(folder, hold)))
  return { done, most }
}

test('one at a time, and one file is left', async () => {
  const folder = scratchFolder()
  expect(await crowd(folder, 12)).toEqual({ done: 12, most: 1 })
  expect(readdirSync(folder)).toEqual(['lock.12'])
})

test('work that fails gives the lock back', async () => {
  const folder = scratchFolder()
  await expect(withLock(folder, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await withLock(folder, async () => 'yes')).toBe('yes')
})

test('the lock of a process that died here is taken over at once, by one only', async () => {
  const folder = scratchFolder()
  writeFileSync(join(folder, 'lock.41'), `${hostname()} ${deadProcess} x`)
  expect(await crowd(folder, 6)).toEqual({ done: 6, most: 1 })
})

test('a lock from another machine, or cut short, is taken over once it is old', async () => {
  for (const holder of ['elsewhere 1 x', '']) {
    const folder = scratchFolder()
    const path = join(folder, 'lock.3')
    writeFileSync(path, holder)
    const old = Date.now() / 1000 - 3600
    utimesSync(path, old, old)
    expect(await crowd(folder, 3)).toEqual({ done: 3, most: 1 })
  }
})

test('a lock that is held is waited for', async () => {
  const folder = scratchFolder()
  const order: string[] = []
  const first = withLock(folder, async () => {
    await new Promise((resolve) => setTimeout(resolve, 60))
    order.push('first')
  })
  await expect.poll(() => existsSync(join(folder, 'lock.1'))).toBe(true)
  expect(readFileSync(join(folder, 'lock.1'), 'utf8')).toContain(String(process.pid))
  await Promise.all([first, withLock(folder, async () => void order.push('second'))])
  expect(order).toEqual(['first', 'second'])
})
