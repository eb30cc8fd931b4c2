import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Json, JsonObject } from '../../../engine/model/json.ts'
import { isObject, listAt, textAt } from '../../../engine/model/json.ts'
import type { ApiServer, ApiServerOptions } from './api-server.ts'
import { startApiServer } from './api-server.ts'
import { built } from './build.ts'
import type { Answer, Call } from './kube-client.ts'
import { ApiError, ask, must } from './kube-client.ts'
import type { RunningProcess } from './process.ts'
import { start, until } from './process.ts'

export interface ApplyOptions {
  /** Field manager. */
  readonly manager: string
  /** Takes fields over that others own. */
  readonly force?: boolean
  readonly dryRun?: boolean
}

/** One Kubernetes cluster without nodes: a real API server, its namespace and garbage controllers, and a client as its admin. */
export interface Cluster {
  readonly name: string
  readonly server: ApiServer
  /** A call as the admin; any status is an answer. */
  ask(call: Call): Promise<Answer>
  /** Server-side apply with strict field validation, of the object or of its status; throws ApiError where it is refused. */
  apply(object: Json, options: ApplyOptions): Promise<JsonObject>
  applyStatus(object: Json, options: ApplyOptions): Promise<JsonObject>
  get(apiVersion: string, kind: string, namespace: string, name: string): Promise<JsonObject | undefined>
  list(apiVersion: string, kind: string, namespace?: string): Promise<readonly JsonObject[]>
  remove(apiVersion: string, kind: string, namespace: string, name: string): Promise<void>
  /** A JSON merge patch by somebody: `kubectl patch` and most people's tools. */
  mergePatch(object: Json, patch: Json, manager: string): Promise<JsonObject>
  /** Runs kubectl against it and gives its standard output. */
  kubectl(args: readonly string[], input?: string): Promise<string>
  /** The server goes and comes back at the same address, with everything in it. */
  restart(): Promise<void>
  stop(): Promise<void>
  /** Its machines are lost at once; `restart` brings them back. */
  kill(): Promise<void>
}

/** Controllers without which namespaces are never gone, and ServiceAccounts never there. */
const CONTROLLERS = 'namespace-controller,serviceaccount-controller,garbage-collector-controller'

export async function startCluster(options: ApiServerOptions): Promise<Cluster> {
  const server = await startApiServer(options)
  const running: { server: RunningProcess; controllers?: RunningProcess } = { server: server.process }
  const target = { url: server.url, ca: server.ca, token: server.token }
  const paths = pathsOf((call) => must(target, call))
  const apply = async (object: Json, { manager, force = false, dryRun = false }: ApplyOptions, sub: string) => {
    const query = {
      fieldManager: manager,
      fieldValidation: 'Strict',
      ...(force ? { force: 'true' } : {}),
      ...(dryRun ? { dryRun: 'All' } : {}),
    }
    const path = `${await paths(object)}${sub}`
    return await must(target, {
      method: 'PATCH',
      path,
      query,
      body: object,
      contentType: 'application/apply-patch+yaml',
    })
  }
  const stop = async () => {
    await running.controllers?.stop()
    await running.server.stop()
  }
  running.controllers = await startControllers(server)
  return {
    name: options.name,
    server,
    ask: (call) => ask(target, call),
    apply: (object, how) => apply(object, how, ''),
    applyStatus: (object, how) => apply(object, how, '/status'),
    get: async (apiVersion, kind, namespace, name) => {
      const path = await paths({ apiVersion, kind, metadata: { namespace, name } })
      const answer = await ask(target, { path })
      if (answer.status === 404) return undefined
      if (answer.status !== 200) throw new ApiError(answer, { path })
      return answer.body as JsonObject
    },
    list: async (apiVersion, kind, namespace = '') => {
      const path = await paths({ apiVersion, kind, metadata: namespace === '' ? {} : { namespace } })
      return listAt(await must(target, { path }), 'items').flatMap((each) =>
        isObject(each) ? [{ apiVersion, kind, ...each }] : [],
      )
    },
    remove: async (apiVersion, kind, namespace, name) => {
      const path = await paths({ apiVersion, kind, metadata: { namespace, name } })
      const answer = await ask(target, { method: 'DELETE', path })
      if (answer.status !== 404 && answer.status > 299) throw new ApiError(answer, { method: 'DELETE', path })
    },
    mergePatch: async (object, body, manager) => {
      const query = { fieldManager: manager, fieldValidation: 'Strict' }
      const contentType = 'application/merge-patch+json'
      return await must(target, { method: 'PATCH', path: await paths(object), query, body, contentType })
    },
    kubectl: (args, input) => kubectl(server.kubeconfig, args, input),
    restart: async () => {
      await stop()
      running.server = (await startApiServer({ ...options, port: server.port })).process
      running.controllers = await startControllers(server)
    },
    stop,
    kill: async () => {
      await running.controllers?.kill()
      await running.server.kill()
    },
  }
}

async function startControllers(server: ApiServer): Promise<RunningProcess> {
  return await start({
    name: `kube-controller-manager ${server.name}`,
    command: await built('controllers'),
    args: [
      `--kubeconfig=${server.kubeconfig}`,
      `--controllers=${CONTROLLERS}`,
      '--leader-elect=false',
      '--secure-port=0',
      '--use-service-account-credentials=false',
      // A namespace is asked about again after this; the default is five minutes.
      '--namespace-sync-period=10s',
      '--v=1',
    ],
    log: join(server.folder, 'kube-controller-manager.log'),
    isReady: async () => true,
  })
}

async function kubectl(config: string, args: readonly string[], input?: string): Promise<string> {
  const running = promisify(execFile)(await built('kubectl'), ['--kubeconfig', config, ...args], {
    maxBuffer: 64 * 1024 * 1024,
  })
  running.child.stdin?.end(input ?? '')
  return (await running).stdout
}

/** Paths of objects by what discovery says of their kinds; a kind that comes later is asked for again. */
function pathsOf(discover: (call: Call) => Promise<JsonObject>): (object: Json) => Promise<string> {
  const known = new Map<string, { readonly plural: string; readonly namespaced: boolean }>()
  return async (object) => {
    const apiVersion = textAt(object, 'apiVersion') ?? ''
    const kind = textAt(object, 'kind') ?? ''
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
    if (!known.has(`${apiVersion} ${kind}`)) {
      for (const each of listAt(await discover({ path: root }), 'resources')) {
        const [plural = '', part] = (textAt(each, 'name') ?? '').split('/')
        if (part === undefined && isObject(each))
          known.set(`${apiVersion} ${textAt(each, 'kind')}`, { plural, namespaced: each.namespaced === true })
      }
    }
    const type = known.get(`${apiVersion} ${kind}`)
    if (!type) throw new Error(`${apiVersion} ${kind} is not served`)
    const namespace = textAt(object, 'metadata', 'namespace') ?? ''
    const name = textAt(object, 'metadata', 'name')
    const place = type.namespaced && namespace !== '' ? `/namespaces/${namespace}` : ''
    return `${root}${place}/${type.plural}${name === undefined ? '' : `/${name}`}`
  }
}

/** Waits until the cluster serves the kind. */
export async function served(cluster: Cluster, apiVersion: string, kind: string): Promise<void> {
  await until(
    `${cluster.name} to serve ${kind}`,
    30_000,
    async () => (await cluster.list(apiVersion, kind)) !== undefined,
  )
}
