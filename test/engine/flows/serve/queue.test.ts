import { describe, expect, test } from 'vitest'
import { workQueue } from '../../../../engine/flows/serve/queue.ts'
import { pauseAfter, work } from '../../../../engine/flows/serve/worker.ts'
import { fakeTime } from '../../../contracts/fake-time.ts'

const never = new AbortController().signal

test('the queue folds what is asked of one environment, and keeps the others apart', async () => {
  const queue = workQueue()
  for (let i = 0; i < 10_000; i++) queue.ask(i % 2 === 0 ? 'a' : 'b', 'push')
  expect(queue.depth()).toBe(2)
  expect(await queue.take('a', never)).toEqual(['push'])
  expect(await queue.take('b', never)).toEqual(['push'])
  expect(queue.depth()).toBe(0)
})

describe('a worker', () => {
  function shop() {
    const [time, queue, ending] = [fakeTime(), workQueue(), new AbortController()]
    const begin = (
      environment: string,
      attempt: (reasons: readonly string[]) => Promise<'done' | 'failed' | 'retry'>,
    ) =>
      work(environment, { queue, sleep: time.sleep, signal: ending.signal, attempt: (_, reasons) => attempt(reasons) })
    return { time, queue, begin, end: () => ending.abort() }
  }

  test('does one thing at a time, and all that is asked meanwhile as one more', async () => {
    const { time, queue, begin, end } = shop()
    const done: (readonly string[])[] = []
    const finish: (() => void)[] = []
    const working = begin('a', async (reasons) => {
      done.push(reasons)
      await new Promise<void>((resolve) => finish.push(resolve))
      return 'done'
    })
    queue.ask('a', 'first')
    await time.pass(1)
    for (let i = 0; i < 500; i++) queue.ask('a', `push ${i % 3}`)
    await time.pass(1)
    expect(done).toEqual([['first']])
    finish[0]?.()
    await time.pass(1)
    expect(done).toEqual([['first'], ['push 0', 'push 1', 'push 2']])
    finish[1]?.()
    end()
    await working
  })

  test('waits longer after each failure, whatever is asked meanwhile, and begins anew after a success', async () => {
    const { time, queue, begin, end } = shop()
    const times: number[] = []
    const working = begin('a', async () => {
      times.push(time.nowMs() / 1000)
      return times.length <= 3 ? 'retry' : 'done'
    })
    queue.ask('a', 'push')
    for (let i = 0; i < 60; i++) {
      queue.ask('a', 'push')
      await time.pass(1_000)
    }
    // After 5, 10 and 20 seconds; then a piece of work for each second in which something was asked.
    expect(times.slice(0, 4)).toEqual([0, 5, 15, 35])
    expect(times.length).toBeGreaterThan(20)
    end()
    await working
    expect([1, 2, 3, 7, 50].map(pauseAfter)).toEqual([5_000, 10_000, 20_000, 300_000, 300_000])
  })

  test('that fails holds up no other', async () => {
    const { time, queue, begin, end } = shop()
    const done: string[] = []
    const all = [
      begin('broken', async () => 'retry'),
      begin('well', async ([reason = '']) => {
        done.push(reason)
        return 'done'
      }),
    ]
    for (const reason of ['one', 'two', 'three']) {
      queue.ask('broken', reason)
      queue.ask('well', reason)
      await time.pass(10)
    }
    expect(done).toEqual(['one', 'two', 'three'])
    end()
    await Promise.all(all)
  })
})
