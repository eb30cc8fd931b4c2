import type { Context, MiddlewareHandler } from 'hono'
import { Hono } from 'hono'
import { etag } from 'hono/etag'
import { secureHeaders } from 'hono/secure-headers'
import { streamSSE } from 'hono/streaming'

/** What people look at: pages and what they load, and news of changes. */
export interface WebPages {
  page(path: string): Promise<{ readonly status: 200 | 404; readonly html: string }>
  readonly assets: ReadonlyMap<string, { readonly type: string; readonly body: string }>
  version(): string
  /** The version that follows; the same one where the signal aborted first. */
  changed(since: string, signal: AbortSignal): Promise<string>
  /** Ends what streams. */
  readonly signal: AbortSignal
  /** Names under which this server may be asked; all where absent. Keeps other sites from reading a server on this machine. */
  readonly hosts?: readonly string[]
}

const PLACES = ['/', '/environments/*', '/assets/*', '/events']
/** Streams hold their connection: so many at most, that probes and webhooks find one. */
const MOST_STREAMS = 50
const KEEP_ALIVE_MS = 20_000

/** Style, script, pictures and news come from this server alone, and nothing in a page may bring its own. */
const pageHeaders: MiddlewareHandler = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: 'DENY',
  permissionsPolicy: { camera: [], microphone: [], geolocation: [], payment: [], usb: [] },
})

/** The pages as one function from request to response: they are read, and nothing else. They have a port of their own, since webhooks are open to the world. */
export function pagesApp(pages: WebPages, onError: (error: unknown) => void): Hono {
  const app = new Hono()
  app.use(pageHeaders)
  app.onError((error, c) => {
    onError(error)
    return c.json({ error: 'this did not work; the log says why' }, 500)
  })
  app.notFound((c) => c.json({ error: 'there is nothing here' }, 404))
  addPages(app, pages)
  return app
}

function addPages(app: Hono, pages: WebPages): void {
  for (const place of PLACES) app.use(place, guard(pages))
  app.use('/assets/*', etag())
  app.get('/assets/*', (c) => {
    const asset = pages.assets.get(c.req.path)
    if (asset === undefined) return c.json({ error: 'there is nothing here' }, 404)
    return c.body(asset.body, 200, { 'content-type': asset.type, 'cache-control': 'no-cache' })
  })
  app.get('/events', news(pages))
  for (const place of ['/', '/environments/*']) {
    app.get(place, async (c) => {
      const { status, html } = await pages.page(c.req.path)
      return c.html(html, status, { 'cache-control': 'no-store' })
    })
  }
}

/** Read-only, and only under the names that it has. */
function guard({ hosts }: WebPages): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
      return c.json({ error: 'pages are read only' }, 405, { allow: 'GET, HEAD' })
    }
    // A Host header need not be one: `a127.0.0.1` is no name, and no number either.
    const asked = URL.canParse(c.req.url) ? new URL(c.req.url).hostname : ''
    if (hosts !== undefined && !hosts.includes(asked)) {
      return c.json({ error: 'this server is not called so; behind a proxy, server.url in isthmus.yaml says how' }, 421)
    }
    return await next()
  }
}

function news(pages: WebPages): (c: Context) => Response | Promise<Response> {
  const state = { streams: 0 }
  return (c) => {
    if (state.streams >= MOST_STREAMS || c.req.method === 'HEAD') {
      return c.json({ error: 'too many pages are open; they go on without news' }, 503, { 'retry-after': '30' })
    }
    state.streams += 1
    c.header('x-accel-buffering', 'no')
    return streamSSE(c, async (stream) => {
      const gone = new AbortController()
      stream.onAbort(() => gone.abort())
      const over = AbortSignal.any([gone.signal, pages.signal])
      try {
        let shown = pages.version()
        await stream.writeSSE({ event: 'changed', data: shown, retry: 1000 })
        while (!over.aborted) {
          const now = await pages.changed(shown, AbortSignal.any([over, AbortSignal.timeout(KEEP_ALIVE_MS)]))
          if (over.aborted) break
          await (now === shown ? stream.write(': here\n\n') : stream.writeSSE({ event: 'changed', data: now }))
          shown = now
        }
      } finally {
        state.streams -= 1
      }
    })
  }
}
