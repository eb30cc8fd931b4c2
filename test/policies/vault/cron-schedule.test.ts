import { expect, test } from 'vitest'
import { isCronSchedule } from '../../../policies/vault/cron-schedule.ts'

test.each([
  '17 */6 * * *',
  '0 0 1 1 0',
  '5,35 8-18/2 * JAN-mar mon-FRI',
  '0 0 ? * 6',
  '00 04 * * *',
  '@daily',
  '@every 1h30m',
])('%s', (text) => {
  expect(isCronSchedule(text)).toBe(true)
})

test.each([
  '99 * * * *',
  '* 24 * * *',
  '* * 0 * *',
  '* * * 13 *',
  '* * * * 7',
  '*/0 * * * *',
  '5-1 * * * *',
  '1-2-3 * * * *',
  '1//2 * * * *',
  '1, * * * *',
  '* * * foo *',
  '* * * *',
  '* * * * * *',
  'every day at noon!',
  '@daly',
  '@every day',
  '',
])('not %s', (text) => {
  expect(isCronSchedule(text)).toBe(false)
})
