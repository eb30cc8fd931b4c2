import type { ServerResponse } from 'node:http'
import type { Json, JsonObject } from '../../engine/model/json.ts'
import { listAt, textAt } from '../../engine/model/json.ts'
import type { Rendered, RenderedPolicy } from '../../engine/model/rendered.ts'
import { aKubeconfig, aKubeServer, send, statusOf } from '../engine/adapters/cluster/a-kube-server.ts'
import { deliveredTo, managedCluster, replica } from '../engine/stages/judge/status-a-hub.ts'

/** A hub on loopback that keeps what was delivered and what the clusters report, and counts what is left open on it. */
export interface SoakHub {
  readonly kubeconfig: string
  /** What the hub carries from now on; every cluster complies. */
  deliver(rendered: Rendered): void
  /** What the agent of a cluster reports of its ConfigMap; a word that is not `mode` of the policy is drift. */
  report(cluster: string, mode: string | undefined): void
  watching(): number
  /** ManagedClusterViews that are there now. */
  views(): number
  /** Views made since the start. */
  viewsMade(): number
  /** Requests since it was asked last. */
  requests(): number
  cutWatches(): void
  /** Watches from before are answered with 410. */
  compact(): void
  /** Every connection breaks for so long; then it has forgotten the past. */
  restart(ms: number): void
  close(): Promise<void>
}

const PLURALS: Readonly<Record<string, string>> = { Policy: 'policies' }
const VIEW = /\/managedclusterviews(\/[^/]+)?$/

export async function soakHub(clusters: readonly string[]): Promise<SoakHub> {
  const server = await aKubeServer()
  const state = { isDown: false, made: 0, rendered: undefined as Rendered | undefined }
  const modes = new Map<string, string>()
  const views = new Map<string, string>()
  const put = (each: JsonObject) => server.put(pathOf(each), each)
  const tell = (policy: RenderedPolicy, cluster: string) => put(reported(policy, cluster, modes.get(cluster)))
  server.misbehave = ({ path }, response) => {
    if (state.isDown) response.req.socket.destroy()
    else if (VIEW.test(path)) answerView(path, response, { views, modes, onMade: () => state.made++ })
    else return false
    return true
  }
  return {
    kubeconfig: aKubeconfig({ 'local-cluster': server.url }),
    deliver(rendered) {
      const gone = state.rendered?.policies.filter((each) => rendered.policies.every(({ name }) => name !== each.name))
      for (const each of gone ?? []) server.remove(pathOf(each.object), each.name)
      state.rendered = rendered
      for (const each of deliveredTo(rendered)) put(each)
      for (const { name } of rendered.clusters) put(managedCluster(name, { labels: { name } }))
      for (const each of rendered.policies) for (const cluster of each.clusters) tell(each, cluster)
    },
    report(cluster, mode) {
      if (mode === undefined) modes.delete(cluster)
      else modes.set(cluster, mode)
      for (const each of state.rendered?.policies ?? []) if (each.clusters.includes(cluster)) tell(each, cluster)
    },
    watching: server.watching,
    views: () => views.size,
    viewsMade: () => state.made,
    requests: () => {
      server.queries.length = 0
      return server.requests.splice(0).length
    },
    cutWatches: server.cutWatches,
    compact: server.compact,
    restart(ms) {
      state.isDown = true
      server.compact()
      server.cutWatches()
      setTimeout(() => {
        state.isDown = false
      }, ms)
    },
    close: server.close,
  }

  function reported(policy: RenderedPolicy, cluster: string, mode: string | undefined): JsonObject {
    const time = new Date().toISOString().replace(/\.\d+Z$/, 'Z')
    const told = listAt(policy.object, 'spec', 'policy-templates').map((each) => {
      const name = textAt(each, 'objectDefinition', 'metadata', 'name') ?? ''
      const role = textAt(each, 'objectDefinition', 'metadata', 'annotations', 'isthmus.dev/role')
      const isDrift = mode !== undefined && role === 'desired' && !JSON.stringify(each).includes(`"mode":"${mode}"`)
      const message = isDrift
        ? 'NonCompliant; violation - configmaps [app] found but not as specified in namespace app'
        : 'Compliant; notification - configmaps [app] found as specified in namespace app'
      return { template: name, history: [[time, message]] as const }
    })
    if (!clusters.includes(cluster)) return replica(policy.object, cluster, [])
    return replica(policy.object, cluster, told)
  }
}

interface Views {
  /** Path of each view, and its cluster. */
  readonly views: Map<string, string>
  readonly modes: ReadonlyMap<string, string>
  readonly onMade: () => void
}

function answerView(path: string, response: ServerResponse, known: Views): void {
  const { method } = response.req
  if (method === 'POST') makeView(path, response, known)
  else if (method === 'DELETE') send(response, known.views.delete(path) ? 200 : 404, {})
  else showView(path, response, known)
}

function makeView(path: string, response: ServerResponse, { views, onMade }: Views): void {
  const chunks: Buffer[] = []
  response.req.on('data', (chunk: Buffer) => chunks.push(chunk))
  response.req.on('end', () => {
    const view = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Json
    const name = `${path}/${textAt(view, 'metadata', 'name')}`
    const isThere = views.has(name)
    if (!isThere) onMade()
    views.set(name, /\/namespaces\/([^/]+)\//.exec(path)?.[1] ?? '')
    send(response, isThere ? 409 : 201, isThere ? statusOf(409, 'already exists') : {})
  })
}

function showView(path: string, response: ServerResponse, { views, modes }: Views): void {
  const cluster = views.get(path)
  if (cluster === undefined) {
    send(response, 404, statusOf(404, 'no such view'))
    return
  }
  const metadata = { name: 'app', namespace: 'app' }
  const result = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { mode: modes.get(cluster) ?? 'slow' } }
  const conditions = [{ type: 'Processing', status: 'True', message: 'Watching resources successfully' }]
  send(response, 200, { status: { conditions, result } })
}

function pathOf(each: JsonObject): string {
  const kind = String(each.kind)
  const apiVersion = String(each.apiVersion)
  const plural = PLURALS[kind] ?? `${kind.toLowerCase()}s`
  const namespace = textAt(each, 'metadata', 'namespace')
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
  return `${root}${namespace === undefined ? '' : `/namespaces/${namespace}`}/${plural}`
}
