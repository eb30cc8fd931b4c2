import { existsSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { sleep } from '../adapters/clock.ts'
import type { LeasePlace } from '../adapters/cluster/lease.ts'
import type { Clusters } from '../adapters/cluster.ts'
import { clustersOf } from '../adapters/cluster.ts'
import { contextsSource } from '../adapters/contexts.ts'
import { directorySource } from '../adapters/directory.ts'
import { readGiven } from '../adapters/files/read-given.ts'
import { hubSource } from '../adapters/hub.ts'
import { Failure } from '../model/failure.ts'
import type { KubeApi } from '../model/kube-api.ts'
import type { LeaseStore } from '../model/lease.ts'
import type { Source } from '../model/observation.ts'
import { HUB_CLUSTER } from '../model/plan.ts'
import { proxyFor } from '../model/proxy.ts'
import type { Io } from './io.ts'

/** Options of every command that looks at clusters. */
export const SOURCE_OPTIONS: readonly (readonly [flags: string, description: string, words?: readonly string[]])[] = [
  [
    '--from <where>',
    'hub, contexts, or a directory with one sub-directory a cluster (the hub is local-cluster)',
    ['hub', 'contexts'],
  ],
  ['--kubeconfig <file>', 'kubeconfig for hub and contexts (default: KUBECONFIG, then ~/.kube/config)'],
  ['--context <cluster=context...>', 'context of a cluster where it has another name'],
  ['--hub-context <context>', 'context of the hub (default: local-cluster, then the current one)'],
  ['--views', 'with --from hub: read what is violated through ManagedClusterViews, written there and removed again'],
]

const TIMEOUT_MS = 30_000

interface SourceRequest {
  /** The command's options by camel-case name. */
  readonly options: Readonly<Record<string, unknown>>
  readonly directory: string
  readonly io: Io
}

/** The source that `--from` names. */
export function sourceFrom({ options, directory, io }: SourceRequest): Source {
  const { from } = options
  if (typeof from !== 'string') {
    throw new Failure('usage/no-source', '--from is missing: where is there something to look at?', {
      hint: 'use --from hub, --from contexts, or --from DIR with one sub-directory a cluster',
    })
  }
  if (from !== 'hub' && from !== 'contexts') return directorySource(resolve(directory, from), io.progress)
  const { opening, contextOf, hubContextOf } = clusterAccess({ options, directory, io })
  if (from === 'hub') {
    const on = async <T>(use: (clusters: Clusters, context: string) => Promise<T>) => {
      const clusters = await opening()
      return await use(clusters, await hubContextOf())
    }
    const open = () => on((clusters, context) => clusters.open(context))
    const views = { openViews: () => on((clusters, context) => clusters.openViews(context)) }
    const now = () => io.now()
    const told = io.progress ? { progress: io.progress } : {}
    return hubSource({ name: 'hub', open, ...told, ...(options.views === true ? views : {}), now, sleep: sleepUntil })
  }
  return contextsSource({
    name: 'contexts',
    open: async (cluster) => (await opening()).open(contextOf(cluster)),
    ...(io.progress ? { progress: io.progress } : {}),
  })
}

/** The kubeconfig that a command line names, read when it is first asked for. */
export interface ClusterAccess {
  opening(): Promise<Clusters>
  /** Context of a cluster; the hub's is `local-cluster` here. */
  contextOf(cluster: string): string
  /** Context of the hub where it is the source. */
  hubContextOf(): Promise<string>
}

export function clusterAccess({ options, directory, io }: SourceRequest): ClusterAccess {
  const pairs = contextPairs(options.context)
  const hubContext = typeof options.hubContext === 'string' ? options.hubContext : undefined
  const files = kubeconfigFiles(options.kubeconfig, directory, io)
  const opening = once(() =>
    clustersOf({ files, read: readGiven, proxyFor: (url) => proxyFor(url, io.env) }, { timeoutMs: TIMEOUT_MS, sleep }),
  )
  return {
    opening,
    contextOf: (cluster) => pairs.get(cluster) ?? (cluster === HUB_CLUSTER ? hubContext : undefined) ?? cluster,
    hubContextOf: async () => hubContext ?? hubContextIn(await opening()),
  }
}

/** A Lease on the hub, with the same kubeconfig and context as the source. */
export async function leaseFrom(request: SourceRequest, place: LeasePlace): Promise<LeaseStore> {
  const access = clusterAccess(request)
  return await (await access.opening()).openLease(await access.hubContextOf(), place)
}

/** Options of commands that look at the hub alone. */
export const HUB_OPTIONS = SOURCE_OPTIONS.filter(([flags]) => /^--(kubeconfig|hub-context) /.test(flags))

/** The hub's own API server. */
export async function openHub(request: SourceRequest): Promise<KubeApi> {
  const access = clusterAccess(request)
  return await (await access.opening()).open(await access.hubContextOf())
}

/** Waits, but not past the signal. */
export async function sleepUntil(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
}

function hubContextIn({ contexts, current }: Clusters): string {
  return contexts.includes(HUB_CLUSTER) ? HUB_CLUSTER : current
}

function contextPairs(given: unknown): ReadonlyMap<string, string> {
  const texts = Array.isArray(given) ? given.map(String) : []
  return new Map(
    texts.map((text) => {
      const at = text.indexOf('=')
      if (at > 0 && at < text.length - 1) return [text.slice(0, at), text.slice(at + 1)] as const
      throw new Failure('usage/context', `--context ${text} does not say which cluster it is for`, {
        hint: 'write --context CLUSTER=CONTEXT',
      })
    }),
  )
}

/** None where the engine runs in a pod: its ServiceAccount is used then. */
function kubeconfigFiles(given: unknown, directory: string, { env }: Io): readonly string[] {
  if (typeof given === 'string') return [resolve(directory, given)]
  const named = (env.KUBECONFIG ?? '').split(delimiter).filter(Boolean)
  if (named.length > 0) return named.map((each) => resolve(directory, each))
  const usual = join(env.HOME ?? '', '.kube', 'config')
  return existsSync(usual) || env.KUBERNETES_SERVICE_HOST === undefined ? [usual] : []
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  const made: Promise<T>[] = []
  return () => {
    const [first = make()] = made
    if (made.length === 0) made.push(first)
    return first
  }
}
