import { expect, test } from 'vitest'
import { httpClient } from '../../../engine/adapters/http.ts'
import type { HttpRequest } from '../../../engine/model/http.ts'
import { receiver } from '../../contracts/receiver.ts'

function request(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'POST', url: new URL(url), headers: { 'x-a': 'b' }, body: '{}', ...more }
}

test('method, headers and body go out, status, headers and body come back', async () => {
  const place = await receiver()
  place.answerWith({ status: 201, headers: { 'X-Answer': 'yes' }, body: 'text' })
  const answer = await httpClient()(request(place.url, { method: 'PUT', needsBody: true }))
  expect(answer).toMatchObject({ status: 201, headers: { 'x-answer': 'yes' }, body: 'text' })
  expect(place.requests[0]).toMatchObject({
    method: 'PUT',
    headers: { 'x-a': 'b', 'user-agent': 'isthmus' },
    body: '{}',
  })
})

test('a redirect is an answer, and nobody is sent elsewhere', async () => {
  const [place, elsewhere] = [await receiver(), await receiver()]
  place.answerWith({ status: 307, headers: { location: elsewhere.url } })
  expect(await httpClient()(request(place.url))).toMatchObject({ status: 307 })
  expect(elsewhere.requests).toEqual([])
})

test('silence ends in time', async () => {
  const place = await receiver()
  place.answerWith({ status: 200, hangs: true })
  await expect(httpClient({ timeoutMs: 50 })(request(place.url))).rejects.toMatchObject({
    code: 'http/timeout',
    retry: true,
  })
})

test('a body that breaks off is no answer where it is needed', async () => {
  const place = await receiver()
  place.answerWith({ status: 200, body: '{"ok":', isCut: true })
  await expect(httpClient()(request(place.url, { needsBody: true }))).rejects.toMatchObject({
    code: 'http/cut-answer',
    retry: true,
  })
  expect(await httpClient()(request(place.url))).toMatchObject({ status: 200, body: '' })
})

test('more than anybody reads is not read', async () => {
  const place = await receiver()
  place.answerWith({ status: 200, body: 'x'.repeat(1000) })
  await expect(httpClient({ limit: 999 })(request(place.url, { needsBody: true }))).rejects.toMatchObject({
    code: 'http/too-long',
    retry: false,
  })
})

test('a failure names the host and nothing else of the address', async () => {
  const failed = httpClient()(request('http://127.0.0.1:1/hook?key=s3cr3t'))
  await expect(failed).rejects.toMatchObject({ code: 'http/unreachable' })
  const { message, hint, stack } = (await failed.catch((error: unknown) => error)) as Error & { hint: string }
  expect(message).toContain('127.0.0.1:1 cannot be reached')
  expect(`${message} ${hint} ${stack}`).not.toContain('s3cr3t')
})
