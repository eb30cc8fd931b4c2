import { describe, expect, test } from 'vitest'
import { newBell } from '../../../engine/model/bell.ts'

const never = new AbortController().signal

describe('a bell', () => {
  test('is remembered while nobody waits, and a thousand rings are one', async () => {
    const bell = newBell()
    for (let i = 0; i < 1000; i++) bell.ring('a push')
    expect(await bell.rung(never)).toEqual(['a push'])
    expect(bell.isRung()).toBe(false)
  })

  test('wakes whoever waits', async () => {
    const bell = newBell()
    const waiting = bell.rung(never)
    bell.ring('now')
    expect(await waiting).toEqual(['now'])
  })

  test('lets go of whoever waits when the signal aborts', async () => {
    const ending = new AbortController()
    const waiting = newBell().rung(ending.signal)
    ending.abort()
    expect(await waiting).toEqual([])
  })

  test('keeps a bounded number of reasons, and rings all the same', async () => {
    const bell = newBell()
    for (let i = 0; i < 10_000; i++) bell.ring(`delivery ${i}`)
    expect(await bell.rung(never)).toHaveLength(20)
  })
})
