import { expect, test } from 'vitest'
import { addressProbe } from '../../../engine/adapters/address-probe.ts'
import { aWebServer } from './a-web-server.ts'

const now = () => '2026-03-04T12:00:00Z'

test('an address is asked with HEAD, and its answer told with the time', async () => {
  const date = 'Wed, 04 Mar 2026 12:00:00 GMT'
  const server = await aWebServer({ 'HEAD /hook/s3cret': { status: 405, headers: { date } } })
  const facts = await addressProbe({ url: `${server.url}/hook/s3cret`, now }).look()
  expect(facts).toEqual({ status: 405, clock: { theirs: now(), ours: now() } })
  expect(server.requests.map((each) => each.line)).toEqual(['HEAD /hook/s3cret'])
})

test('what cannot be reached is a failure that does not repeat the address', async () => {
  const error: unknown = await addressProbe({ url: 'http://127.0.0.1:1/s3cret', now })
    .look()
    .catch((each: unknown) => each)
  expect(error).toMatchObject({ code: 'chat/unreachable' })
  expect(String(error)).not.toContain('s3cret')
  expect(() => addressProbe({ url: 's3cret', now })).toThrow(/cannot be used/)
})
