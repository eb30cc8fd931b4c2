import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { Failure } from '../../model/failure.ts'

export interface Listening {
  /** `http://HOST:PORT` as it was taken, also where port 0 was asked for. */
  readonly url: string
  /** Takes no more requests; resolves when those under way are answered, or after the time. */
  close(withinMs: number): Promise<void>
}

/** Whoever sends a byte now and then does not hold a connection for longer. */
const REQUEST_TIMEOUT_MS = 15_000
/** Each may hold memory while its request comes. */
const MOST_CONNECTIONS = 200

/** Listens with plain HTTP. Throws `serve/cannot-listen`. */
export async function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listening> {
  const timeouts = { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: REQUEST_TIMEOUT_MS }
  const server = createAdaptorServer({ fetch, overrideGlobalObjects: false, serverOptions: timeouts })
  if ('maxConnections' in server) server.maxConnections = MOST_CONNECTIONS
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(cannotListen(host, port, cause)))
    server.listen(port, host, resolve)
  })
  const { address, port: taken, family } = server.address() as AddressInfo
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`,
    close: (withinMs) =>
      new Promise((resolve) => {
        const cut = () => ('closeAllConnections' in server ? server.closeAllConnections() : undefined)
        const late = setTimeout(cut, withinMs)
        server.close(() => {
          clearTimeout(late)
          resolve()
        })
        if ('closeIdleConnections' in server) server.closeIdleConnections()
      }),
  }
}

function cannotListen(host: string, port: number, cause: NodeJS.ErrnoException): Failure {
  return new Failure('serve/cannot-listen', `nobody can listen on ${host}:${port}: ${cause.code ?? cause.message}`, {
    hint: 'choose another address with --listen HOST:PORT; see whether another program has this one',
    cause,
  })
}
