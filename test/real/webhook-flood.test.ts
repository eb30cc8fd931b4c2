import { expect, test } from 'vitest'
import { aServer, flood } from '../engine/adapters/web-server/a-server.ts'

test('10,000 deliveries are answered with 2xx each, in bounded memory, and make one piece of work', async () => {
  const server = await aServer()
  const { statuses, slow, heapBytes } = await flood(server, 10_000)
  expect(statuses).toEqual({ 200: 1_000, 202: 9_000 })
  expect(server.state.rings).toBe(9_000)
  expect((await server.bell.rung(new AbortController().signal)).length).toBeLessThanOrEqual(20)
  expect(server.bell.isRung()).toBe(false)
  expect(slow).toBeLessThan(100)
  expect(heapBytes).toBeLessThan(150 * 1024 * 1024)
}, 300_000)
