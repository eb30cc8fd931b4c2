import { expect, test } from 'vitest'
import { newCrew } from '../../../../engine/flows/serve/crew.ts'

function aMember() {
  const state = { started: 0, running: 0, most: 0 }
  const open: (() => void)[] = []
  const start = (signal: AbortSignal) => [
    (async () => {
      state.started++
      state.running++
      state.most = Math.max(state.most, state.running)
      await new Promise<void>((resolve) =>
        signal.aborted ? resolve() : signal.addEventListener('abort', () => open.push(resolve)),
      )
      state.running--
    })(),
  ]
  return { state, start, finish: () => void open.splice(0).map((each) => each()) }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

test('somebody is employed once, and starts again only when the work before has ended', async () => {
  const duty = new AbortController()
  const crew = newCrew(duty)
  const { state, start, finish } = aMember()
  crew.employ('a', start)
  crew.employ('a', start)
  expect(state.started).toBe(1)
  crew.keep([])
  crew.employ('a', start)
  await settled()
  expect([state.started, state.running]).toEqual([1, 1])
  finish()
  await settled()
  expect([state.started, state.running, state.most]).toEqual([2, 1, 1])
  duty.abort()
  finish()
  await crew.done()
  expect(state.running).toBe(0)
})

test('the end waits for who was let go, and a bug of one ends the duty of all', async () => {
  const duty = new AbortController()
  const crew = newCrew(duty)
  const { state, start, finish } = aMember()
  crew.employ('a', start)
  crew.keep([])
  crew.employ('b', () => [Promise.reject(new Error('a bug'))])
  await settled()
  expect([duty.signal.aborted, state.running]).toEqual([true, 1])
  const done = crew.done()
  finish()
  await expect(done).rejects.toThrow('a bug')
  expect(state.running).toBe(0)
})
