import { expect, test } from 'vitest'
import { utcOf } from '../../../engine/model/utc.ts'

test.each([
  ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00Z'],
  ['2026-01-31T13:00:00+01:00', '2026-01-31T12:00:00Z'],
  ['2026-01-31T12:00:00.250Z', '2026-01-31T12:00:00.250Z'],
  ['soon', undefined],
  [undefined, undefined],
])('%s', (time, utc) => {
  expect(utcOf(time)).toBe(utc)
})
