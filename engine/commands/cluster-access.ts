import { existsSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { sleep } from '../adapters/clock.ts'
import type { LeasePlace } from '../adapters/cluster/lease.ts'
import type { Clusters } from '../adapters/cluster.ts'
import { clustersOf } from '../adapters/cluster.ts'
import { readGiven } from '../adapters/files/read-given.ts'
import type { Configuration } from '../model/configuration.ts'
import { Failure } from '../model/failure.ts'
import { hubOf } from '../model/hub-of.ts'
import type { KubeApi } from '../model/kube-api.ts'
import type { LeaseStore } from '../model/lease.ts'
import { HUB_CLUSTER } from '../model/plan.ts'
import { proxyFor } from '../model/proxy.ts'
import { parseYaml } from '../stages/render/yaml.ts'
import type { Io } from './io.ts'

const TIMEOUT_MS = 30_000

export interface AccessRequest {
  /** The command's options by camel-case name. */
  readonly options: Readonly<Record<string, unknown>>
  readonly directory: string
  readonly io: Io
  /** What isthmus.yaml says of hubs. */
  readonly hub: Configuration['hub']
}

/** The kubeconfig that a command line names, read when it is first asked for. */
export interface ClusterAccess {
  opening(): Promise<Clusters>
  /** Context of an environment's cluster; the hub's is `local-cluster` here. */
  contextOf(cluster: string, environment: string): string
  /** The hub that manages an environment: a context, or '' for the one that the kubeconfig tells. */
  hubOf(environment: string): string
  /** Context of such a hub. */
  hubContextOf(hub: string): Promise<string>
}

export function clusterAccess({ options, directory, io, hub }: AccessRequest): ClusterAccess {
  const pairs = contextPairs(options.context)
  const files = kubeconfigFiles(options.kubeconfig, directory, io)
  const opening = once(() =>
    clustersOf(
      { files, read: readGiven, parse: parseYaml, proxyFor: (url) => proxyFor(url, io.env) },
      { timeoutMs: TIMEOUT_MS, sleep },
    ),
  )
  const named = (environment: string): string =>
    typeof options.hubContext === 'string' ? options.hubContext : hubOf(hub, environment)
  const ownOf = (cluster: string, environment: string) => (cluster === HUB_CLUSTER && named(environment)) || cluster
  return {
    opening,
    contextOf: (cluster, environment) => pairs.get(cluster) ?? ownOf(cluster, environment),
    hubOf: named,
    hubContextOf: async (context) => (context === '' ? hubContextIn(await opening()) : context),
  }
}

/** A Lease on the hub that isthmus.yaml or the command line names for all, with the same kubeconfig as the source. */
export async function leaseFrom(request: AccessRequest, place: LeasePlace): Promise<LeaseStore> {
  const { opening, hubOf, hubContextOf } = clusterAccess(request)
  return await (await opening()).openLease(await hubContextOf(hubOf('')), place)
}

/** The API server of the hub that manages an environment; '' for the one that manages all that are not named. */
export async function openHub(request: AccessRequest, environment: string): Promise<KubeApi> {
  const { opening, hubOf, hubContextOf } = clusterAccess(request)
  return await (await opening()).open(await hubContextOf(hubOf(environment)))
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

/** What failed is made again when it is asked for the next time. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  const made: { last?: Promise<T> } = {}
  return () => {
    if (made.last === undefined) {
      made.last = make()
      made.last.catch(() => delete made.last)
    }
    return made.last
  }
}
