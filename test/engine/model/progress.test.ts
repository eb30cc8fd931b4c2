import { expect, test } from 'vitest'
import { toldBy } from '../../../engine/model/progress.ts'

const words = { verb: 'looking at', nameOf: (name: string) => name }

function recorder() {
  const steps: (readonly [number, number, string])[] = []
  return { steps, progress: { step: (...step: readonly [number, number, string]) => void steps.push(step), end() {} } }
}

test('each item is told as it begins and ends, and what is still open is named', async () => {
  const { steps, progress } = recorder()
  const ends = new Map<string, (value: string) => void>()
  const work = toldBy(progress, 2, words, (name: string) => new Promise<string>((resolve) => ends.set(name, resolve)))
  const both = Promise.all(['a', 'b'].map(work))
  ends.get('a')?.('A')
  await Promise.resolve()
  ends.get('b')?.('B')
  expect(await both).toEqual(['A', 'B'])
  expect(steps).toEqual([
    [0, 2, 'looking at a'],
    [0, 2, 'looking at a, b'],
    [1, 2, 'looking at b'],
    [2, 2, 'looking at'],
  ])
})

test('an item that fails has ended, too', async () => {
  const { steps, progress } = recorder()
  const work = toldBy(progress, 1, words, () => Promise.reject(new Error('no')))
  await expect(work('a')).rejects.toThrow('no')
  expect(steps.at(-1)).toEqual([1, 1, 'looking at'])
})

test('without anybody to tell it is the work itself', () => {
  const work = () => Promise.resolve(1)
  expect(toldBy(undefined, 1, words, work)).toBe(work)
})
