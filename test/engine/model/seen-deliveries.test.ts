import { expect, test } from 'vitest'
import { seenDeliveries } from '../../../engine/model/seen-deliveries.ts'

test('a delivery is taken once, under its id and as a body', () => {
  const seen = seenDeliveries(10)
  expect(seen.take(['id 1', 'body a'])).toBe(true)
  expect(seen.take(['id 1', 'body a'])).toBe(false)
  expect(seen.take(['id 2', 'body a'])).toBe(false)
  expect(seen.take(['id 1', 'body b'])).toBe(false)
  expect(seen.take(['id 2', 'body b'])).toBe(true)
})

test('only the newest are kept', () => {
  const seen = seenDeliveries(4)
  for (let i = 0; i < 100; i++) expect(seen.take([`id ${i}`, `body ${i}`])).toBe(true)
  expect(seen.take(['id 99', 'x'])).toBe(false)
  expect(seen.take(['id 98', 'x'])).toBe(false)
  expect(seen.take(['id 97', 'x'])).toBe(true)
})

test('what could not be used may come again', () => {
  const seen = seenDeliveries(4)
  seen.take(['id 1', 'body a'])
  seen.forget(['id 1', 'body a'])
  expect(seen.take(['id 1', 'body a'])).toBe(true)
})
