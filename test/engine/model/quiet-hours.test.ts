import { expect, test } from 'vitest'
import type { QuietHours } from '../../../engine/model/quiet-hours.ts'
import { isQuietAt, isTimeZone } from '../../../engine/model/quiet-hours.ts'

const night: QuietHours = { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' }
const weekend: QuietHours = { from: '00:00', to: '24:00', timeZone: 'Europe/Berlin', days: ['sat', 'sun'] }
const fridays: QuietHours = { ...night, days: ['fri'] }

// 2026-01-30 is a Friday; Berlin is one hour ahead in winter and two in summer.
test.each<[string, readonly QuietHours[], string, boolean]>([
  ['before it begins', [night], '2026-01-30T20:59:59Z', false],
  ['as it begins', [night], '2026-01-30T21:00:00Z', true],
  ['past midnight', [night], '2026-01-31T05:59:00Z', true],
  ['as it ends', [night], '2026-01-31T06:00:00Z', false],
  ['in summer an hour earlier', [night], '2026-07-31T20:00:00Z', true],
  ['in summer an hour earlier at its end', [night], '2026-07-31T05:00:00Z', false],
  ['a whole day', [weekend], '2026-01-31T12:00:00Z', true],
  ['the day before it', [weekend], '2026-01-30T22:59:00Z', false],
  ['the night that begins on its day', [fridays], '2026-01-31T03:00:00Z', true],
  ['the night that ends on its day', [fridays], '2026-01-30T03:00:00Z', false],
  ['one of several', [fridays, weekend], '2026-02-01T12:00:00Z', true],
  ['none', [], '2026-02-01T12:00:00Z', false],
  ['a zone that nobody knows', [{ ...weekend, timeZone: 'Mars/Olympus' }], '2026-01-31T12:00:00Z', false],
])('%s', (_, hours, time, expected) => {
  expect(isQuietAt(hours, time)).toBe(expected)
})

test('an hour that the clock skips or repeats is still an hour of the night', () => {
  for (const day of ['2026-03-29', '2026-10-25']) {
    const minutes = Array.from({ length: 240 }, (_, i) => new Date(Date.parse(`${day}T00:00:00Z`) + i * 60_000))
    expect(minutes.every((each) => isQuietAt([night], each.toISOString()))).toBe(true)
  }
})

test('time zones', () => {
  expect(['Europe/Berlin', 'UTC', 'America/New_York'].every(isTimeZone)).toBe(true)
  expect(['Mars/Olympus', '', 'Europe/Berlin; rm'].some(isTimeZone)).toBe(false)
})
