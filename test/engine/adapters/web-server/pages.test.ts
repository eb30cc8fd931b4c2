import { request } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { listen } from '../../../../engine/adapters/web-server/listen.ts'
import type { WebPages } from '../../../../engine/adapters/web-server/pages.ts'
import { pagesApp } from '../../../../engine/adapters/web-server/pages.ts'

async function aPlace(more: Partial<WebPages> = {}) {
  const stopping = new AbortController()
  const waiting = new Set<() => void>()
  const state = { version: 1 }
  const errors: unknown[] = []
  const pages: WebPages = {
    page: async (path) => {
      if (path === '/environments/bug') throw new Error('secret detail')
      return { status: path === '/' ? 200 : 404, html: `<p>${path}</p>` }
    },
    assets: new Map([['/assets/style.css', { type: 'text/css; charset=utf-8', body: 'a{}' }]]),
    version: () => String(state.version),
    changed: (since, signal) =>
      new Promise((resolve) => {
        const wake = () => resolve(String(state.version))
        if (since !== String(state.version) || signal.aborted) return wake()
        waiting.add(wake)
        signal.addEventListener('abort', wake)
      }),
    signal: stopping.signal,
    ...more,
  }
  const listening = await listen(pagesApp(pages, (error) => errors.push(error)).fetch, { host: '127.0.0.1', port: 0 })
  onTestFinished(async () => {
    stopping.abort()
    await listening.close(100)
  })
  const change = () => {
    state.version += 1
    for (const wake of waiting) wake()
  }
  return { url: listening.url, errors, change, stopping }
}

test('pages and what they load, and nothing else', async () => {
  const { url } = await aPlace()
  const page = await fetch(`${url}/`)
  expect([page.status, await page.text()]).toEqual([200, '<p>/</p>'])
  expect((await fetch(`${url}/environments/gone`)).status).toBe(404)
  expect((await fetch(`${url}/assets/style.css`)).headers.get('content-type')).toMatch(/^text\/css/)
  for (const path of ['/assets/../package.json', '/assets/other.css', '/healthz', '/webhooks/github', '/.git/config']) {
    expect((await fetch(`${url}${path}`)).status, path).toBe(404)
  }
})

test('a browser loads and frames nothing of others, and keeps no page', async () => {
  const { url } = await aPlace()
  const { headers } = await fetch(`${url}/`)
  const policy = headers.get('content-security-policy') ?? ''
  expect(policy.split('; ')).toEqual(
    expect.arrayContaining([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]),
  )
  expect(policy).not.toMatch(/unsafe|https?:|\*/)
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('x-frame-options')).toBe('DENY')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.has('access-control-allow-origin')).toBe(false)
})

test('style and script are asked for again, and sent only when they are others', async () => {
  const { url } = await aPlace()
  const first = await fetch(`${url}/assets/style.css`)
  const tag = first.headers.get('etag') ?? ''
  expect(tag).not.toBe('')
  expect((await fetch(`${url}/assets/style.css`, { headers: { 'if-none-match': tag } })).status).toBe(304)
})

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s changes nothing', async (method) => {
  const { url } = await aPlace()
  for (const path of ['/', '/environments/gdw/drifts', '/events', '/assets/style.css']) {
    const { status, headers } = await fetch(`${url}${path}`, { method })
    expect([status, headers.get('allow')], path).toEqual([405, 'GET, HEAD'])
  }
})

test('a site that calls this machine by a name of its own reads nothing', async () => {
  const { url, errors } = await aPlace({ hosts: ['127.0.0.1', 'localhost'] })
  expect((await fetch(url)).status).toBe(200)
  const rebound = (host: string) =>
    new Promise<number>((resolve, reject) => {
      const asked = request(url, { headers: { host } }, ({ statusCode }) => resolve(statusCode ?? 0))
      asked.on('error', reject).end()
    })
  expect(await rebound('evil.example:80')).toBe(421)
  expect(await rebound('a127.0.0.1')).toBe(421)
  expect(errors).toEqual([])
})

test('a bug is told to the log alone', async () => {
  const { url, errors } = await aPlace()
  const response = await fetch(`${url}/environments/bug`)
  expect(response.status).toBe(500)
  expect(await response.text()).not.toContain('secret detail')
  expect(errors).toHaveLength(1)
})

const text = ({ value }: { value?: Uint8Array | undefined }) => new TextDecoder().decode(value)

test('news comes with a change, unasked, and the stream ends with the server', async () => {
  const { url, change, stopping } = await aPlace()
  const response = await fetch(`${url}/events`)
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  expect(text(await reader.read())).toContain('event: changed\ndata: 1')
  change()
  expect(text(await reader.read())).toContain('data: 2')
  stopping.abort()
  expect((await reader.read()).done).toBe(true)
})

test('streams leave room for whoever only reads', async () => {
  const { url } = await aPlace()
  const gone = new AbortController()
  onTestFinished(() => gone.abort())
  const streams = await Promise.all(Array.from({ length: 51 }, () => fetch(`${url}/events`, { signal: gone.signal })))
  expect(streams.filter((each) => each.status === 503)).toHaveLength(1)
  expect((await fetch(url)).status).toBe(200)
})
