import { readdirSync, readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { JsonObject } from '../../../engine/model/json.ts'
import { textAt } from '../../../engine/model/json.ts'
import { documentsOf, managedClusterOf, replicaOf } from './hub-objects.ts'

/**
 * A process that answers as a hub's API server: paged lists and watches of what `rendered/` in the folder of argv[2] asks
 * for, on the clusters of its indexes. 1 % of the clusters drifted, 1 % cannot be reached. Over IPC it tells its address
 * and takes `{flip: n}` (the n-th replica changes its mind) and `{count: true}`.
 */
interface Item {
  object: JsonObject
  readonly path: string
  readonly text: (() => string) | undefined
}

const PLURALS: Readonly<Record<string, string>> = {
  PlacementRule: 'placementrules',
  PlacementBinding: 'placementbindings',
  ManagedClusterSetBinding: 'managedclustersetbindings',
  Namespace: 'namespaces',
  ConfigMap: 'configmaps',
}

interface Replica {
  readonly root: JsonObject
  readonly cluster: string
  isViolated: boolean
}

const roots: JsonObject[] = []
const others: Item[] = []
const clusters: { readonly name: string; readonly set: string }[] = []
const replicas: Replica[] = []
const counts = { lists: 0, watches: 0, writes: 0, bytes: 0, latest: 0 }
const watches = new Set<{ path: string; response: ServerResponse }>()
const version = { now: 1_000_000 }

function readFleet(folder: string): void {
  for (const environment of readdirSync(join(folder, 'rendered'))) {
    const at = join(folder, 'rendered', environment)
    const index = JSON.parse(readFileSync(join(at, '.isthmus.json'), 'utf8')) as { clusters: { name: string }[] }
    const files = readdirSync(at).filter((each) => each.endsWith('.yaml') && each !== 'kustomization.yaml')
    const objects = files.flatMap((each) => documentsOf(readFileSync(join(at, each), 'utf8')))
    const own = objects.filter((each) => each.kind === 'Policy')
    const names = index.clusters.map((each) => each.name)
    roots.push(...own)
    for (const name of names) clusters.push({ name, set: environment })
    for (const each of objects.filter((one) => one.kind !== 'Policy')) others.push(served(each, names))
    for (const cluster of names) for (const root of own) replicas.push({ root, cluster, isViolated: false })
  }
  // One policy of every hundredth cluster.
  for (const [i, { name }] of clusters.entries()) {
    if (i % 100 !== 50) continue
    const found = replicas.find((each) => each.cluster === name)
    if (found) found.isViolated = true
  }
}

/** A support object as the hub serves it: a PlacementRule with its decision. */
function served(object: JsonObject, clusterNames: readonly string[]): Item {
  const [group = '', version = ''] = `${object.apiVersion}`.includes('/') ? `${object.apiVersion}`.split('/') : ['']
  const namespace = textAt(object, 'metadata', 'namespace')
  const decisions = clusterNames.map((clusterName) => ({ clusterName, clusterNamespace: clusterName }))
  const full = object.kind === 'PlacementRule' ? { ...object, status: { decisions } } : object
  const root = group === '' ? '/api/v1' : `/apis/${group}/${version}`
  const place = namespace === undefined ? '' : `/namespaces/${namespace}`
  return {
    object: full,
    path: `${root}${place}/${PLURALS[`${object.kind}`] ?? `${object.kind}`.toLowerCase()}`,
    text: undefined,
  }
}

const POLICIES = '/apis/policy.open-cluster-management.io/v1/policies'
const MEMBERS = '/apis/cluster.open-cluster-management.io/v1/managedclusters'

/** The objects under a list path, made when they are asked for. */
function listed(path: string): { readonly length: number; readonly item: (i: number) => JsonObject } {
  if (path === POLICIES) {
    return {
      length: roots.length + replicas.length,
      item: (i) => roots[i] ?? replicaAt(i - roots.length),
    }
  }
  if (path === MEMBERS) return { length: clusters.length, item: memberAt }
  const own = others.filter((each) => each.path === path).map((each) => each.object)
  return { length: own.length, item: (i) => own[i] ?? {} }
}

function replicaAt(i: number): JsonObject {
  const found = replicas[i]
  return found ? replicaOf(found.root, found.cluster, 1000 + i, found.isViolated) : {}
}

function memberAt(i: number): JsonObject {
  const { name = '', set = '' } = clusters[i] ?? {}
  return managedClusterOf(name, set, i, i % 100 !== 99)
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://localhost')
  if (request.method !== 'GET') {
    write(request, response, url.pathname)
    return
  }
  if (url.searchParams.get('watch') === 'true') {
    counts.watches++
    response.writeHead(200, { 'Content-Type': 'application/json' })
    response.flushHeaders()
    const entry = { path: url.pathname, response }
    watches.add(entry)
    const seconds = Number(url.searchParams.get('timeoutSeconds') ?? '300')
    const timer = setTimeout(() => response.end(), seconds * 1000)
    response.on('close', () => {
      clearTimeout(timer)
      watches.delete(entry)
    })
    return
  }
  counts.lists++
  const all = listed(url.pathname)
  const from = Number(url.searchParams.get('continue') ?? '0')
  const to = Math.min(all.length, from + Number(url.searchParams.get('limit') ?? all.length))
  const items = Array.from({ length: to - from }, (_, i) => all.item(from + i))
  const rest = to < all.length ? { continue: String(to) } : {}
  send(response, 200, {
    kind: 'List',
    apiVersion: 'v1',
    metadata: { resourceVersion: String(version.now), ...rest },
    items,
  })
}

const leases = new Map<string, JsonObject>()

/** The Lease is all that may be written. */
function write(request: IncomingMessage, response: ServerResponse, path: string): void {
  counts.writes++
  const chunks: Buffer[] = []
  request.on('data', (each: Buffer) => chunks.push(each))
  request.on('end', () => {
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}') as JsonObject
    version.now++
    leases.set(path, body)
    send(response, request.method === 'POST' ? 201 : 200, body)
  })
}

function send(response: ServerResponse, code: number, body: unknown): void {
  const text = Buffer.from(JSON.stringify(body))
  counts.bytes += text.length
  response.writeHead(code, { 'Content-Type': 'application/json', 'Content-Length': text.length })
  response.end(text)
}

function flip(i: number): void {
  const found = replicas[i]
  if (!found) return
  found.isViolated = !found.isViolated
  version.now++
  const object = replicaOf(found.root, found.cluster, version.now, found.isViolated)
  const line = `${JSON.stringify({ type: 'MODIFIED', object })}\n`
  for (const each of watches) if (each.path === POLICIES) each.response.write(line)
}

readFleet(process.argv[2] ?? '.')
const http = createServer(answer)
http.listen(0, '127.0.0.1', () => {
  process.send?.({ url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, replicas: replicas.length })
})
process.on('message', (message: { flip?: number; count?: boolean }) => {
  if (message.flip !== undefined) {
    flip(message.flip)
    process.send?.({ flipped: message.flip })
  }
  if (message.count) process.send?.({ counts: { ...counts, open: watches.size } })
})
process.on('disconnect', () => process.exit(0))
