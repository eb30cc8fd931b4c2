import { lstat, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../model/failure.ts'
import type { JsonObject } from '../model/json.ts'
import { keyOf } from '../model/kube.ts'
import type { ClusterObservation, Source } from '../model/observation.ts'
import type { Progress } from '../model/progress.ts'
import { toldBy } from '../model/progress.ts'
import { gatheredAt } from './directory/gathered-at.ts'
import type { Memory } from './directory/memory.ts'
import { memoryOfProcess, weightOf } from './directory/memory.ts'
import { newerOf, objectsOf } from './directory/objects.ts'
import type { Parsed } from './directory/parse.ts'
import { parseFile } from './directory/parse.ts'
import { readSnapshotFile } from './directory/read-file.ts'
import { filesBelow } from './directory/walk.ts'

/** Parsed objects take several times the memory of their text. */
const CLUSTER_LIMIT = 512 * 1024 * 1024

const PROBLEMS_TOLD = 20

const NO_MEMORY =
  'more than this process has memory for; the rest of it and what follows is not read (NODE_OPTIONS=--max-old-space-size=… gives more)'

/**
 * Source: directories of YAML or JSON, one sub-directory a cluster (must-gather, `oc adm inspect`, `kubectl get -o yaml`).
 * A sub-directory that is not there is a cluster that could not be seen; an empty one was seen and is empty.
 */
export function directorySource(root: string, progress?: Progress): Source {
  return {
    name: `directory ${root}`,
    async observe(clusters, observedAt) {
      await assertFolder(root)
      const memory = memoryOfProcess()
      const seen: ClusterObservation[] = []
      const words = { verb: 'reading', nameOf: (cluster: string) => cluster }
      const look = toldBy(progress, clusters.length, words, (cluster: string) =>
        observeFolder(root, cluster, observedAt, memory),
      )
      // One after another: two clusters parsed at once would only need the memory of both.
      for (const cluster of clusters) seen.push(await look(cluster))
      return { source: `directory ${root}`, observedAt, clusters: seen }
    },
  }
}

/** The objects of one cluster in a folder that a person names. One that is not there was not seen, and so is no empty cluster: a Failure. */
export async function readCluster(folder: string): ReturnType<typeof readObjects> {
  await assertFolder(folder, 'name a folder with the objects of one cluster, as YAML or JSON')
  return readObjects(folder)
}

/**
 * All objects in the files of one folder, Lists opened; what could not be read is a sentence in `problems`. What they
 * take is taken off `memory`, and nothing more is read where that is used up.
 */
export async function readObjects(
  folder: string,
  memory: Memory = memoryOfProcess(),
): Promise<{ objects: readonly JsonObject[]; problems: readonly string[] }> {
  const objects = new Map<string, JsonObject>()
  const problems: string[] = []
  let size = 0
  for (const file of await filesBelow(folder, problems)) {
    const text = await readSnapshotFile(join(folder, file))
    if (typeof text !== 'string') {
      problems.push(`${file}: ${text.reason}`)
      continue
    }
    size += text.length
    if (size > CLUSTER_LIMIT) {
      problems.push(`${file}: more than ${CLUSTER_LIMIT} bytes in all; it and what follows is not read`)
      break
    }
    memory.left -= text.length
    const found = new Set<string>()
    for (const parsed of parseFile(text, file)) {
      for (const problem of addObjects(objects, parsed, memory)) found.add(problem)
      if (memory.left < 0) break
    }
    for (const problem of found) problems.push(`${file}: ${problem}`)
    if (memory.left < 0) {
      problems.push(`${file}: ${NO_MEMORY}`)
      break
    }
  }
  return { objects: [...objects.values()], problems: fewOf(problems) }
}

/** A broken disk gives thousands; people need the first ones, and how many there are. */
function fewOf(problems: readonly string[]): readonly string[] {
  const rest = problems.length - PROBLEMS_TOLD
  return rest > 0 ? [...problems.slice(0, PROBLEMS_TOLD), `and ${rest} more problems`] : problems
}

function addObjects(objects: Map<string, JsonObject>, parsed: Parsed, memory: Memory): readonly string[] {
  const problems = [...parsed.problems]
  for (const found of parsed.documents.map(objectsOf)) {
    problems.push(...found.problems)
    for (const object of found.objects) {
      const { apiVersion, kind, namespace, name } = keyOf(object)
      const key = JSON.stringify([apiVersion, kind, namespace, name])
      const known = objects.get(key)
      const newer = known ? newerOf(known, object) : { object }
      if (newer.problem !== undefined) problems.push(newer.problem)
      objects.set(key, newer.object)
      if (!known) memory.left -= weightOf(object)
      if (memory.left < 0) return problems
    }
  }
  return problems
}

/** Fails where a person names a folder that cannot be read. */
export async function assertFolder(root: string, hint = 'name a folder with one sub-folder a cluster'): Promise<void> {
  const stats = await stat(root).catch((cause: unknown) => {
    throw new Failure('directory/missing', `${root} cannot be read`, { hint, cause })
  })
  if (!stats.isDirectory()) throw new Failure('directory/not-a-folder', `${root} is not a folder`, { hint })
}

async function observeFolder(
  root: string,
  cluster: string,
  observedAt: string,
  memory: Memory,
): Promise<ClusterObservation> {
  const unknown = (reason: string): ClusterObservation => ({ cluster, state: 'unknown', reason, lastSeen: null })
  if (/[/\\\0]|^\.{0,2}$/.test(cluster)) return unknown('its name cannot be the name of a folder')
  const folder = join(root, cluster)
  try {
    const stats = await lstat(folder)
    if (stats.isSymbolicLink()) return unknown(`${cluster} is a link, which is not followed`)
    if (!stats.isDirectory()) return unknown(`${cluster} is no folder`)
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
    return unknown(isMissing ? `no folder ${cluster}` : `folder ${cluster} cannot be opened`)
  }
  const time = (await gatheredAt(folder, observedAt)) ?? observedAt
  return { cluster, state: 'seen', observedAt: time, ...(await readObjects(folder, memory)) }
}
