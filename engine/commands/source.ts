import { resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { contextsSource } from '../adapters/contexts.ts'
import { assertFolder, directorySource } from '../adapters/directory.ts'
import { hubSource } from '../adapters/hub.ts'
import type { Source } from '../model/observation.ts'
import type { AccessRequest } from './cluster-access.ts'
import { clusterAccess } from './cluster-access.ts'
import { LONGEST_SLEEP_MS } from './every.ts'

/** Options of every command that looks at clusters. */
export const SOURCE_OPTIONS: readonly (readonly [flags: string, description: string, words?: readonly string[]])[] = [
  [
    '--from <where>',
    'hub, contexts, or a directory with one sub-directory a cluster (the hub is local-cluster)',
    ['hub', 'contexts'],
  ],
  ['--kubeconfig <file>', 'kubeconfig for hub and contexts (default: KUBECONFIG, then ~/.kube/config)'],
  ['--context <cluster=context...>', 'context of a cluster where it has another name'],
  [
    '--hub-context <context>',
    'context of the hub (default: hub in isthmus.yaml, then local-cluster, then the current one)',
  ],
  ['--views', 'with --from hub: read what is violated through ManagedClusterViews, written there and removed again'],
]

/** Options of commands that look at the hub alone. */
export const HUB_OPTIONS = SOURCE_OPTIONS.filter(([flags]) => /^--(kubeconfig|hub-context) /.test(flags))

/** Options of commands that look somewhere whether it is said where or not. */
export const LOOK_OPTIONS = SOURCE_OPTIONS.map(([flags, description, ...words]) =>
  flags.startsWith('--from')
    ? ([flags, `${description} (default: hub)`, ...words] as const)
    : ([flags, description, ...words] as const),
)

/** Where `--from` says to look; the hub where it says nothing. */
export function placeIn({ from }: AccessRequest['options']): string {
  return typeof from === 'string' ? from : 'hub'
}

/** Fails where `--from` names a folder that is not there, also where nothing has to be read from it. */
export async function assertPlace({ options, directory }: AccessRequest): Promise<void> {
  const from = placeIn(options)
  if (from !== 'hub' && from !== 'contexts') await assertFolder(resolve(directory, from))
}

/** The source that `--from` names, or the hub. */
export function sourceFrom(request: AccessRequest): Source {
  const { options, directory, io } = request
  const from = placeIn(options)
  if (from !== 'hub' && from !== 'contexts') return directorySource(resolve(directory, from), io.progress)
  const { opening, contextOf, hubOf, hubContextOf } = clusterAccess(request)
  const progress = io.progress ? { progress: io.progress } : {}
  if (from === 'contexts') {
    const open = async (cluster: string, environment: string) => (await opening()).open(contextOf(cluster, environment))
    return contextsSource({ name: 'contexts', open, ...progress })
  }
  const open = async (hub: string) => (await opening()).open(await hubContextOf(hub))
  const openViews = async (hub: string) => (await opening()).openViews(await hubContextOf(hub))
  const views = options.views === true ? { openViews } : {}
  return hubSource({ name: 'hub', hubOf, open, ...views, ...progress, now: () => io.now(), sleep: sleepUntil })
}

/** Waits, but not past the signal, nor longer than a timer can. */
export async function sleepUntil(ms: number, signal: AbortSignal): Promise<void> {
  await wait(Math.min(ms, LONGEST_SLEEP_MS), undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
}
