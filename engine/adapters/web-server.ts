import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import type { HttpAnswer } from '../model/http-answer.ts'
import type { Role } from '../model/role.ts'
import type { Delivery, HookSender } from '../model/webhook.ts'
import { BODY_LIMIT, HOOK_SENDERS } from '../model/webhook.ts'
import { bodyRoom, readBody } from './web-server/read-body.ts'

export interface HttpOptions {
  readonly take: (delivery: Delivery) => Promise<HttpAnswer>
  readonly role: () => Role
  readonly metrics: () => Promise<{ readonly type: string; readonly body: string }>
  /** Told of a body over the limit, which nobody reads. */
  readonly onOversized: (sender: HookSender) => void
  /** Told of an error that no endpoint expects; whoever asked learns nothing of it. */
  readonly onError: (error: unknown) => void
}

/** A role in which a replica is ready: one that waits for its turn is as well. */
const READY: readonly Role[] = ['writer', 'standby', 'waiting']

/** Bytes of all bodies that are under way: more than forges send together, and a small part of a server's memory. */
const ROOM = 32 * 2 ** 20

/** The server's endpoints for programs as one function from request to response; listening is another matter. */
export function httpApp(options: HttpOptions): Hono {
  const app = new Hono()
  const room = bodyRoom(ROOM)
  app.use(secureHeaders({ contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } }))
  app.onError((error, c) => {
    options.onError(error)
    return c.json({ error: 'this did not work; the log of the server says why' }, 500)
  })
  app.notFound((c) => c.json({ error: 'there is nothing here' }, 404))
  for (const sender of HOOK_SENDERS) {
    app.post(`/webhooks/${sender}`, async (c) => {
      const read = await readBody(c.req, BODY_LIMIT, room)
      if (read === 'cut short') return c.json({ error: 'the body was cut short' }, 400)
      if (read === 'no room')
        return c.json({ error: 'too much is sent at once; send it again' }, 503, { 'retry-after': '30' })
      if (read === 'too large') {
        options.onOversized(sender)
        return c.json({ error: `the body is larger than ${BODY_LIMIT} bytes` }, 413)
      }
      if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) {
        return c.json({ error: 'choose application/json as the content type of the webhook' }, 415)
      }
      const headers = new Map(Object.entries(c.req.header()))
      const { status, body } = await options.take({ sender, headers, body: read.bytes })
      return c.json(body, status)
    })
  }
  app.get('/healthz', (c) => c.json({ alive: true }))
  app.get('/readyz', (c) => {
    const role = options.role()
    const isReady = READY.includes(role)
    return c.json({ ready: isReady, role }, isReady ? 200 : 503)
  })
  app.get('/metrics', async (c) => {
    const { type, body } = await options.metrics()
    return c.body(body, 200, { 'content-type': type })
  })
  return app
}
