import { request } from 'node:http'
import { connect } from 'node:net'
import { describe, expect, test, vi } from 'vitest'
import { listen } from '../../../engine/adapters/web-server/listen.ts'
import type { Role } from '../../../engine/model/role.ts'
import { BODY_LIMIT } from '../../../engine/model/webhook.ts'
import { mac, SECRET } from '../stages/webhooks/signed.ts'
import { aServer, flood, JSON_TYPE, push } from './web-server/a-server.ts'

describe('webhooks over HTTP', () => {
  test('a flood is answered with 2xx each, remembered once, and makes one piece of work', async () => {
    const server = await aServer()
    const { statuses, heapBytes } = await flood(server, 1_000)
    expect(statuses).toEqual({ 200: 100, 202: 900 })
    expect(server.state.rings).toBe(900)
    expect((await server.bell.rung(new AbortController().signal)).length).toBeLessThanOrEqual(20)
    expect(server.bell.isRung()).toBe(false)
    expect(heapBytes).toBeLessThan(150 * 1024 * 1024)
  }, 60_000)

  test('a body over the limit is refused by its length before it is sent', async () => {
    const { url, state, log } = await aServer()
    const response = await new Promise<number>((resolve, reject) => {
      const headers = { ...JSON_TYPE, 'content-length': String(BODY_LIMIT + 1) }
      const sent = request(`${url}/webhooks/github`, { method: 'POST', headers }, (answer) =>
        resolve(answer.statusCode ?? 0),
      )
      sent.on('error', reject)
      sent.flushHeaders()
    })
    expect(response).toBe(413)
    expect(log.events()).toContain('oversized')
    expect(state.rings).toBe(0)
  })

  test('of many large bodies at once no more is held than there is room for, and then there is room again', async () => {
    const { url } = await aServer()
    const answers: string[] = []
    const head = `POST /webhooks/github HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${BODY_LIMIT}\r\n\r\n`
    const sockets = Array.from({ length: 12 }, () => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1')
      socket.on('data', (data) => answers.push(String(data).slice(9, 12))).on('error', () => {})
      socket.write(head)
      socket.write(Buffer.alloc(BODY_LIMIT - 1, ' '))
      return socket
    })
    await vi.waitFor(() => expect(answers.length).toBeGreaterThanOrEqual(5), 10_000)
    expect(new Set(answers)).toEqual(new Set(['503']))
    for (const each of sockets) each.destroy()
    const { body, headers } = push(1)
    const whole = `${body.slice(0, -1)}, "more": "${'x'.repeat(100_000)}"}`
    const signed = { ...headers, 'x-hub-signature-256': `sha256=${mac(SECRET, whole)}` }
    await vi.waitFor(async () => {
      const { status } = await fetch(`${url}/webhooks/github`, { method: 'POST', headers: signed, body: whole })
      expect(status).toBe(202)
    }, 10_000)
  }, 30_000)

  test('a body that does not say its length is read no further than the limit', async () => {
    const { url, state } = await aServer()
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536
        if (sent > 20 * BODY_LIMIT) controller.close()
        else controller.enqueue(new Uint8Array(65_536))
      },
    })
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', headers: JSON_TYPE, body, duplex: 'half' }
    const status = await fetch(`${url}/webhooks/github`, init).then(
      (response) => response.status,
      () => 'cut off',
    )
    expect([413, 'cut off']).toContain(status)
    expect(sent).toBeLessThan(20 * BODY_LIMIT)
    expect(state.rings).toBe(0)
  })

  test('a body in chunks, as some proxies send it on, is taken like any other', async () => {
    const { url, state, log } = await aServer()
    const { body, headers } = push(1)
    const chunks = ReadableStream.from(
      [body.slice(0, 10), body.slice(10)].map((each) => new TextEncoder().encode(each)),
    )
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', headers, body: chunks, duplex: 'half' }
    expect((await fetch(`${url}/webhooks/github`, init)).status).toBe(202)
    expect([state.rings, log.events().includes('bug')]).toEqual([1, false])
  })

  test.each(['Content-Length: 100', 'Transfer-Encoding: chunked'])(
    'whoever hangs up in the middle (%s) is no bug of ours',
    async (length) => {
      const { url, state, log } = await aServer()
      const socket = connect(Number(new URL(url).port), '127.0.0.1')
      const head = `POST /webhooks/github HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n${length}\r\n\r\n`
      await new Promise<void>((resolve) => socket.write(`${head}5\r\n{"a":`, () => setTimeout(resolve, 50)))
      socket.destroy()
      expect((await fetch(`${url}/healthz`)).status).toBe(200)
      await new Promise((resolve) => setTimeout(resolve, 50))
      expect([state.rings, log.events().includes('bug')]).toEqual([0, false])
    },
  )

  test.each<[string, Record<string, string>, string, number]>([
    ['forged', { ...JSON_TYPE, ...push(1).headers, 'x-hub-signature-256': 'sha256=00' }, push(1).body, 401],
    ['not signed', JSON_TYPE, push(1).body, 401],
    ['signed and no JSON', { ...push(1).headers, 'x-hub-signature-256': `sha256=${mac(SECRET, '{')}` }, '{', 400],
    ['empty', JSON_TYPE, '', 401],
    ['a form', { ...push(1).headers, 'content-type': 'application/x-www-form-urlencoded' }, push(1).body, 415],
  ])('%s is refused', async (_, headers, body, status) => {
    const { url, state } = await aServer()
    const response = await fetch(`${url}/webhooks/github`, { method: 'POST', headers, body })
    expect(response.status).toBe(status)
    expect(state.rings).toBe(0)
  })

  test('a header of several lines, and one twice, is no way round the signature', async () => {
    const { url, state } = await aServer()
    const { port } = new URL(url)
    const { body } = push(1)
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1')
      socket.setEncoding('utf8').on('data', resolve).on('error', reject)
      socket.write(
        `POST /webhooks/github HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nX-GitHub-Event: push\r\nX-GitHub-Delivery: d\r\nX-Hub-Signature-256: sha256=00\r\nX-Hub-Signature-256: sha256=${mac(SECRET, body)}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      )
    })
    expect(answer).toMatch(/^HTTP\/1\.1 401/)
    expect(state.rings).toBe(0)
  })
})

describe('the other endpoints', () => {
  test.each<[Role, number]>([
    ['writer', 200],
    ['standby', 200],
    ['waiting', 200],
    ['starting', 503],
    ['blocked', 503],
    ['stopping', 503],
  ])('a %s is ready with %i, and alive', async (role, status) => {
    const { url, state } = await aServer()
    state.role = role
    const ready = await fetch(`${url}/readyz`)
    expect(ready.status).toBe(status)
    expect(await ready.json()).toEqual({ ready: status === 200, role })
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
  })

  test('metrics are there in the text format', async () => {
    const { url, metrics } = await aServer()
    metrics.add('isthmus_webhooks_total', { sender: 'github', outcome: 'queued' })
    const response = await fetch(`${url}/metrics`)
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/)
    expect(await response.text()).toContain('isthmus_webhooks_total{sender="github",outcome="queued"} 1')
  })

  test('what is nowhere is 404, pages among it, and headers keep a browser in its bounds', async () => {
    const { url } = await aServer()
    const response = await fetch(`${url}/`)
    expect(response.status).toBe(404)
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect((await fetch(`${url}/.git/config`)).status).toBe(404)
    expect((await fetch(`${url}/webhooks/github`)).status).toBe(404)
  })

  test('a bug is logged, and says nothing to whoever asked', async () => {
    const { url, state, log } = await aServer()
    state.bug = true
    const response = await fetch(`${url}/webhooks/github`, { method: 'POST', ...push(1) })
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('secret detail')
    expect(log.events()).toContain('bug')
  })

  test('an address that is taken is said', async () => {
    const { url } = await aServer()
    const again = listen(async () => new Response(''), { host: '127.0.0.1', port: Number(new URL(url).port) })
    await expect(again).rejects.toMatchObject({ code: 'serve/cannot-listen' })
  })
})
