import { describe, expect, test } from 'vitest'
import type { Claimant, WriterLock } from '../../../engine/model/writer-lock.ts'
import { claim, formatLock, isHeld, parseLock, release } from '../../../engine/model/writer-lock.ts'

const NOON = '2026-03-04T12:00:00Z'
const at = (minutes: number, seconds = 0) =>
  new Date(Date.parse(NOON) + (minutes * 60 + seconds) * 1000).toISOString().replace('.000Z', 'Z')
const east: WriterLock = { holder: 'east', term: 4, since: NOON, until: at(15) }
const me = (holder: string, now: string, term?: number): Claimant => ({ holder, term, now, seconds: 900 })

describe('a claim', () => {
  test.each<[string, WriterLock | undefined, Claimant, Partial<WriterLock> | undefined]>([
    ['takes what nobody holds', undefined, me('west', NOON), { holder: 'west', term: 1, until: at(15) }],
    ['leaves what another one holds', east, me('west', at(14)), undefined],
    ['leaves it for as long as clocks may differ', east, me('west', at(15, 29)), undefined],
    ['takes what has run out', east, me('west', at(15, 30)), { holder: 'west', term: 5, until: at(30, 30) }],
    ['takes over from a process of its name', east, me('east', at(1)), { holder: 'east', term: 5, until: at(16) }],
    ['does not write while half of the time is left', east, me('east', at(7), 4), east],
    ['renews in the second half', east, me('east', at(8), 4), { holder: 'east', term: 4, until: at(23) }],
    ['renews what ran out and nobody took', east, me('east', at(60), 4), { holder: 'east', term: 4, until: at(75) }],
    [
      'brings back an end that a wrong clock put far ahead',
      { ...east, until: '2031-01-01T00:00:00Z' },
      me('east', at(1), 4),
      { holder: 'east', term: 4, until: at(16) },
    ],
    ['is over once its name has a newer term', { ...east, term: 5 }, me('east', at(1), 4), undefined],
  ])('%s', (_, current, claimant, expected) => {
    const found = claim(current, claimant)
    if (expected === undefined) expect(found).toBeUndefined()
    else expect(found).toMatchObject(expected)
  })

  test('takes what was given back at once', () => {
    expect(claim(release(east, at(1)), me('west', at(1)))).toMatchObject({ holder: 'west', term: 5 })
  })
})

test('a lock is held by its term, and only with time left for what is begun', () => {
  expect(isHeld(east, me('east', at(14, 29), 4))).toBe(true)
  expect(isHeld(east, me('east', at(14, 30), 4))).toBe(false)
  expect(isHeld(east, me('east', at(1), 3))).toBe(false)
  expect(isHeld(east, me('west', at(1), 4))).toBe(false)
  expect(isHeld(undefined, me('east', at(1), 4))).toBe(false)
})

test('text that is no lock is none, and a lock comes back as it was', () => {
  expect(parseLock(formatLock(east))).toEqual(east)
  for (const text of ['', '{', 'null', '{"holder":"a"}', formatLock({ ...east, until: 'soon' })]) {
    expect(parseLock(text)).toBeUndefined()
  }
})
