import { mkdtempSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Json, JsonObject } from '../../../../engine/model/json.ts'
import { textAt } from '../../../../engine/model/json.ts'

/** Answers one request itself; false leaves it to the server. */
export type Misbehave = (
  request: { path: string; query: URLSearchParams; count: number },
  response: ServerResponse,
) => boolean

export interface KubeServer {
  readonly url: string
  /** `METHOD path` of each request, in their order. */
  readonly requests: string[]
  /** Queries beside them. */
  readonly queries: URLSearchParams[]
  /** Puts an object under its list path, and tells the watches. */
  put(path: string, object: JsonObject): void
  remove(path: string, name: string): void
  /** Forgets the past: a watch from an older version is answered with 410. */
  compact(): void
  /** Cuts all open watches without an answer's end. */
  cutWatches(): void
  readonly watching: () => number
  misbehave: Misbehave
  close(): Promise<void>
}

interface Event {
  readonly version: number
  readonly path: string
  readonly line: string
}

/** A small API server over plain HTTP that speaks lists with pages, and watches; by the field selector only metadata.name. */
export async function aKubeServer(pageSize = 500): Promise<KubeServer> {
  const stored = new Map<string, Map<string, JsonObject>>()
  const events: Event[] = []
  const watches = new Set<{ path: string; response: ServerResponse }>()
  let version = 100
  let oldest = 0
  const requests: string[] = []
  const queries: URLSearchParams[] = []

  const emit = (path: string, type: string, object: JsonObject) => {
    const line = `${JSON.stringify({ type, object })}\n`
    events.push({ version, path, line })
    for (const each of watches) if (below(path, each.path)) each.response.write(line)
  }
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const path = url.pathname
    requests.push(`${request.method} ${path}`)
    queries.push(url.searchParams)
    const count = requests.filter((each) => each === `${request.method} ${path}`).length
    if (server.misbehave({ path, query: url.searchParams, count }, response)) return
    if (url.searchParams.get('watch') === 'true') watch(path, url.searchParams, response)
    else list(path, url.searchParams, response)
  }
  const list = (path: string, query: URLSearchParams, response: ServerResponse) => {
    const known = [...stored].filter(([key]) => below(key, path))
    if (known.length === 0)
      return send(response, 404, statusOf(404, 'the server could not find the requested resource'))
    const only = query.get('fieldSelector')?.replace('metadata.name=', '')
    const all = known
      .flatMap(([, named]) => [...named.values()])
      .filter((each) => only === undefined || textAt(each, 'metadata', 'name') === only)
    const from = Number(query.get('continue') ?? '0')
    const rest = from + pageSize < all.length ? { continue: String(from + pageSize) } : {}
    const items = all.slice(from, from + pageSize).map(({ apiVersion: _, kind: __, ...item }) => item)
    send(response, 200, { kind: 'List', metadata: { resourceVersion: String(version), ...rest }, items })
  }
  const watch = (path: string, query: URLSearchParams, response: ServerResponse) => {
    const since = Number(query.get('resourceVersion') ?? '0')
    response.writeHead(200, { 'Content-Type': 'application/json' })
    response.flushHeaders()
    if (since < oldest) {
      response.end(`${JSON.stringify({ type: 'ERROR', object: statusOf(410, 'too old resource version') })}\n`)
      return
    }
    for (const each of events) if (each.version > since && below(each.path, path)) response.write(each.line)
    const entry = { path, response }
    watches.add(entry)
    response.on('close', () => watches.delete(entry))
  }

  const http = createServer(answer)
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const server: KubeServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    requests,
    queries,
    misbehave: () => false,
    watching: () => watches.size,
    put(path, object) {
      version++
      const named = stored.get(path) ?? new Map<string, JsonObject>()
      stored.set(path, named)
      const metadata = { ...(object.metadata as JsonObject), resourceVersion: String(version) }
      const name = `${textAt(object, 'metadata', 'name')}`
      const type = named.has(name) ? 'MODIFIED' : 'ADDED'
      named.set(name, { ...object, metadata })
      emit(path, type, { ...object, metadata })
    },
    remove(path, name) {
      version++
      const object = stored.get(path)?.get(name)
      stored.get(path)?.delete(name)
      if (object)
        emit(path, 'DELETED', {
          ...object,
          metadata: { ...(object.metadata as JsonObject), resourceVersion: String(version) },
        })
    },
    compact() {
      oldest = version
    },
    cutWatches() {
      for (const each of [...watches]) each.response.socket?.destroy()
    },
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve())
        http.closeAllConnections()
      }),
  }
  return server
}

/** A namespaced list path holds for itself and for the list over all namespaces. */
function below(stored: string, asked: string): boolean {
  return stored === asked || stored.replace(/\/namespaces\/[^/]+(?=\/)/, '') === asked
}

export function send(response: ServerResponse, code: number, body: Json, headers: Record<string, string> = {}): void {
  response.writeHead(code, { 'Content-Type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

export function statusOf(code: number, message: string): JsonObject {
  return { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, message }
}

/** A kubeconfig with one context for each server. */
export function aKubeconfig(servers: Readonly<Record<string, string>>): string {
  const names = Object.keys(servers)
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': names[0] ?? '',
    clusters: names.map((name) => ({ name, cluster: { server: servers[name], 'insecure-skip-tls-verify': true } })),
    users: names.map((name) => ({ name, user: { token: `token-of-${name}` } })),
    contexts: names.map((name) => ({ name, context: { cluster: name, user: name } })),
  }
  const file = join(mkdtempSync(join(tmpdir(), 'isthmus-kube-')), 'config')
  writeFileSync(file, JSON.stringify(config))
  return file
}

/** Where an object of RHACM is listed. */
export function listPath(object: JsonObject): string {
  const namespace = textAt(object, 'metadata', 'namespace')
  const place = namespace === undefined ? '' : `/namespaces/${namespace}`
  const kind = String(object.kind)
  return `/apis/${String(object.apiVersion)}${place}/${kind === 'Policy' ? 'policies' : `${kind.toLowerCase()}s`}`
}
