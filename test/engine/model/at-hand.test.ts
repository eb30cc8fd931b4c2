import { expect, test } from 'vitest'
import type { Terms } from '../../../engine/model/at-hand.ts'
import { atHand } from '../../../engine/model/at-hand.ts'
import { eventOf, formatEvent } from '../../../engine/model/history.ts'

const now = '2026-01-31T12:00:00Z'
const AT_ONCE: Terms = { window: { endedMs: 0, entries: 0 }, least: 1 }
const beat = (minute: number) =>
  formatEvent(eventOf('gdw', { type: 'beat', time: `2026-01-31T11:0${minute}:00Z`, chat: 'ops' }))

test('what is not needed is left out; the rest stays as it is, in its order', () => {
  const odd = beat(3).replace('","', '" , "')
  expect(atHand(`${beat(1)}${beat(2)}${odd}`, now, AT_ONCE)).toBe(odd)
})

test('little stays where it is, as does what is all needed', () => {
  const text = `${beat(1)}${beat(2)}`
  expect(atHand(text, now, { ...AT_ONCE, least: beat(1).length + 1 })).toBe(text)
  expect(atHand(text, now, { ...AT_ONCE, least: beat(1).length })).toBe(beat(2))
  expect(atHand(text, now)).toBe(text)
  expect(atHand(beat(2), now, AT_ONCE)).toBe(beat(2))
})

test('by itself it leaves out some 64 KiB at once', () => {
  const many = (kib: number) => beat(1).repeat(Math.ceil((kib * 1024) / beat(1).length))
  expect(atHand(many(63), now)).toBe(many(63))
  expect(atHand(many(66), now)).toBe(beat(1))
})

test.each([
  ['cut short', beat(1).slice(0, 30), false],
  ['no event', '{"a":1}', false],
  ['no JSON', 'a note of somebody', false],
  ['known already', beat(2).trimEnd(), false],
  ['of a kind that a later version writes', '{"id":"1","time":"2026-01-31T11:00:00Z","type":"moved-on","to":2}', true],
])('a line that is %s is kept: %#', (_, odd, isKept) => {
  expect(atHand(`${beat(1)}${beat(2)}${odd}\n`, now, AT_ONCE)).toBe(isKept ? `${beat(2)}${odd}\n` : beat(2))
})
