import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { expect, onTestFinished } from 'vitest'
import type { Json } from '../../../../engine/model/json.ts'
import type { Asked, DescribedApi, Operation } from './described-api.ts'

/** What one request meets instead of its answer. */
export interface Mishap {
  /** `METHOD operation`; absent: the next request, whatever it is. */
  readonly on?: string
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Says nothing at all; or does the work and breaks off in the answer; or breaks off without the work. */
  readonly breaks?: 'hangs' | 'after' | 'before'
  /** What somebody else does just before. */
  readonly meanwhile?: () => void
}

export interface Reply {
  readonly status: number
  /** Absent: an answer without a body. */
  readonly body?: Json
  readonly hasNext?: boolean
}

export interface ServerOptions {
  readonly api: DescribedApi
  /** Where the API begins: `/api/v1`. */
  readonly prefix: string
  readonly token: string
  /** Whether answers carry an ETag. */
  readonly hasEtags: boolean
  readonly perform: (asked: Asked, operation: Operation) => Reply
}

export interface AServer {
  readonly url: string
  /** `METHOD operation status` of each request. */
  readonly log: readonly string[]
  mishap(...mishaps: readonly Mishap[]): void
}

const JSON_TYPE = { 'content-type': 'application/json;charset=utf-8' }

/**
 * A REST server on loopback. Every request and every answer is held against the published description; what does not keep
 * it fails the test when it is over.
 */
export async function aServer(options: ServerOptions): Promise<AServer> {
  const work = { ...options, mishaps: [] as Mishap[], violations: [] as string[], log: [] as string[], url: '' }
  const server = createServer((request, response) => {
    read(request, options.prefix).then((asked) => answer(work, request, response, asked))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
    expect(work.violations).toEqual([])
  })
  const address = server.address()
  work.url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  return { url: work.url, log: work.log, mishap: (...more) => void work.mishaps.push(...more) }
}

async function read(request: IncomingMessage, prefix: string): Promise<Asked> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString('utf8')
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
  return {
    method: request.method ?? '',
    path: pathname.startsWith(`${prefix}/`) ? pathname.slice(prefix.length) : `(outside of ${prefix}) ${pathname}`,
    query: Object.fromEntries(searchParams),
    body: text === '' ? undefined : (JSON.parse(text) as Json),
  }
}

interface Work extends ServerOptions {
  readonly url: string
  readonly mishaps: Mishap[]
  readonly violations: string[]
  readonly log: string[]
}

function answer(work: Work, request: IncomingMessage, response: ServerResponse, asked: Asked): void {
  const operation = work.api.operationOf(asked)
  const name = `${asked.method} ${operation?.id ?? asked.path}`
  const violate = (faults: readonly string[]) => void work.violations.push(...faults.map((each) => `${name}: ${each}`))
  violate(operation ? work.api.faultsIn(asked, operation) : ['there is no such operation'])
  if (!/^isthmus/.test(request.headers['user-agent'] ?? '')) violate(['no user agent'])
  const index = work.mishaps.findIndex((each) => each.on === undefined || name === each.on)
  const [mishap = {}] = index < 0 ? [] : work.mishaps.splice(index, 1)
  mishap.meanwhile?.()
  const isKnown = request.headers.authorization === `Bearer ${work.token}`
  const refusal = isKnown ? mishap : { status: 401, body: '{"message":"401 Unauthorized"}' }
  if (mishap.breaks !== undefined) {
    work.log.push(`${name} ${mishap.breaks}`)
    if (operation && mishap.breaks === 'after') work.perform(asked, operation)
    if (mishap.breaks !== 'hangs') breakOff(response)
  } else if (refusal.status !== undefined) {
    work.log.push(`${name} ${refusal.status}`)
    response.writeHead(refusal.status, { ...JSON_TYPE, ...mishap.headers }).end(refusal.body ?? '{"message":"No."}')
  } else if (operation) {
    const reply = work.perform(asked, operation)
    violate(work.api.faultsInAnswer(operation.id, reply.status, reply.body ?? null))
    work.log.push(`${name} ${send(work, request, response, reply)}`)
  } else response.writeHead(404, JSON_TYPE).end('{"message":"Not Found"}')
}

function send(work: Work, request: IncomingMessage, response: ServerResponse, reply: Reply): number {
  const text = reply.body === undefined ? undefined : JSON.stringify(reply.body)
  const etag = `W/"${createHash('sha256')
    .update(text ?? '')
    .digest('hex')}"`
  const isSame = work.hasEtags && request.method === 'GET' && request.headers['if-none-match'] === etag
  const status = isSame ? 304 : reply.status
  const link = reply.hasNext === true ? { link: `<${work.url}/elsewhere?page=2>; rel="next"`, 'x-next-page': '2' } : {}
  response.writeHead(status, { ...JSON_TYPE, ...(work.hasEtags ? { etag } : {}), ...link })
  response.end(isSame ? undefined : text)
  return status
}

function breakOff(response: ServerResponse): void {
  response.writeHead(200, { ...JSON_TYPE, 'content-length': '5000' })
  response.write('{"number": 1, "html', () => response.destroy())
}
