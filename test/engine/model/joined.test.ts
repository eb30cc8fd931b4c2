import { expect, test } from 'vitest'
import { joined } from '../../../engine/model/joined.ts'

function aSlowWork() {
  const ends: ((outcome: 'done' | 'failed') => void)[] = []
  const run = joined(async () => {
    const number = ends.length + 1
    const end = await new Promise<string>((resolve) => ends.push(resolve))
    if (end === 'failed') throw new Error(`run ${number}`)
    return number
  })
  return { run, end: (i: number, how: 'done' | 'failed' = 'done') => ends[i]?.(how), count: () => ends.length }
}

test('whoever asks while it runs gets the next run, and all of them the same one', async () => {
  const { run, end, count } = aSlowWork()
  const first = run()
  const later = [run(), run(), run()]
  expect(count()).toBe(1)
  end(0)
  expect(await first).toBe(1)
  await expect.poll(count).toBe(2)
  end(1)
  expect(await Promise.all(later)).toEqual([2, 2, 2])
  expect(count()).toBe(2)
})

test('a run that fails fails those who asked for it, and nobody after them', async () => {
  const { run, end, count } = aSlowWork()
  const first = run()
  const second = run()
  end(0, 'failed')
  await expect(first).rejects.toThrow('run 1')
  await expect.poll(count).toBe(2)
  end(1)
  expect(await second).toBe(2)
})
