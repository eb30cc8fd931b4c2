import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface Told {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** A server on loopback that knows some answers by `METHOD path`, and 404 for the rest. */
export async function aWebServer(answers: Readonly<Record<string, Told>>) {
  const requests: { readonly line: string; readonly headers: Readonly<Record<string, unknown>> }[] = []
  const server = createServer((request, response) => {
    const line = `${request.method} ${request.url}`
    requests.push({ line, headers: request.headers })
    const { status = 200, headers = {}, body = {} } = answers[line] ?? { status: 404 }
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(request.method === 'HEAD' ? undefined : JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests }
}
