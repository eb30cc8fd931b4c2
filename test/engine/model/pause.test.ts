import { expect, test } from 'vitest'
import type { Environment } from '../../../engine/model/environment.ts'
import { pauseAt } from '../../../engine/model/pause.ts'

const paused = (until: string) => ({ spec: { pause: { reason: 'audit', until } } }) as Environment

test.each([
  ['a day ahead', '2026-03-05', true],
  ['that has begun', '2026-03-04', false],
  ['a time ahead', '2026-03-04T12:30:00Z', true],
  ['a time gone by', '2026-03-04T11:30:00Z', false],
  ['no date at all: a typing error must not unfreeze', '2026-13-45', true],
])('%s', (_, until, holds) => {
  expect(pauseAt(paused(until), '2026-03-04T12:00:00Z') !== undefined).toBe(holds)
})

test('none', () => {
  expect(pauseAt({ spec: {} } as Environment, '2026-03-04T12:00:00Z')).toBeUndefined()
})
