import type { Dirent } from 'node:fs'
import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadAll } from 'js-yaml'
import { Failure } from '../model/failure.ts'
import type { Json, JsonObject } from '../model/json.ts'
import { isObject, listAt, textAt } from '../model/json.ts'
import { isKubeObject, keyOf } from '../model/kube.ts'
import type { ClusterObservation, Source } from '../model/observation.ts'

const FILE_LIMIT = 64 * 1024 * 1024
const DEPTH_LIMIT = 16

/**
 * Source: directories of YAML or JSON, one sub-directory a cluster (must-gather, `oc adm inspect`, `kubectl get -o yaml`).
 * A sub-directory that is not there is a cluster that could not be seen; an empty one was seen and is empty.
 */
export function directorySource(root: string): Source {
  return {
    name: `directory ${root}`,
    async observe(clusters, observedAt) {
      await assertFolder(root)
      const seen = await Promise.all(clusters.map((cluster) => observeFolder(root, cluster, observedAt)))
      return { source: `directory ${root}`, observedAt, clusters: seen }
    },
  }
}

/** All objects in the files of one folder, Lists opened; what could not be read is a sentence in `problems`. */
export async function readObjects(
  folder: string,
): Promise<{ objects: readonly JsonObject[]; problems: readonly string[] }> {
  const objects = new Map<string, JsonObject>()
  const problems: string[] = []
  for (const file of await filesBelow(folder, '', 0, problems)) {
    const found = await objectsIn(join(folder, file), file, problems)
    for (const object of found) {
      const { apiVersion, kind, namespace, name } = keyOf(object)
      const key = [apiVersion, kind, namespace, name].join('|')
      if (objects.has(key)) problems.push(`${file}: ${kind} ${namespace}/${name} is there twice; the later one counts`)
      objects.set(key, object)
    }
  }
  return { objects: [...objects.values()], problems }
}

async function assertFolder(root: string): Promise<void> {
  const stats = await lstat(root).catch((cause: unknown) => {
    throw new Failure('directory/missing', `${root} cannot be read`, {
      hint: 'name a folder with one sub-folder a cluster',
      cause,
    })
  })
  if (!stats.isDirectory())
    throw new Failure('directory/not-a-folder', `${root} is not a folder`, {
      hint: 'name a folder with one sub-folder a cluster',
    })
}

async function observeFolder(root: string, cluster: string, observedAt: string): Promise<ClusterObservation> {
  const folder = join(root, cluster)
  try {
    const stats = await lstat(folder)
    if (!stats.isDirectory()) return { cluster, state: 'unknown', reason: `${cluster} is no folder`, lastSeen: null }
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
    return {
      cluster,
      state: 'unknown',
      reason: isMissing ? `no folder ${cluster}` : `folder ${cluster} cannot be opened`,
      lastSeen: null,
    }
  }
  return { cluster, state: 'seen', observedAt, ...(await readObjects(folder)) }
}

/** Files in name order. Links are not followed: a snapshot is data from elsewhere. */
async function filesBelow(
  folder: string,
  below: string,
  depth: number,
  problems: string[],
): Promise<readonly string[]> {
  if (depth > DEPTH_LIMIT) {
    problems.push(`${below}: nested deeper than ${DEPTH_LIMIT} folders, not read`)
    return []
  }
  let entries: readonly Dirent[]
  try {
    entries = await readdir(join(folder, below), { withFileTypes: true })
  } catch {
    problems.push(`${below || '.'}: cannot be opened`)
    return []
  }
  const sorted = [...entries].sort((a, b) => (a.name < b.name ? -1 : 1))
  const nested = await Promise.all(
    sorted.map(async (entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`
      if (entry.isDirectory()) return await filesBelow(folder, path, depth + 1, problems)
      return entry.isFile() && /\.(ya?ml|json)$/i.test(entry.name) ? [path] : []
    }),
  )
  return nested.flat()
}

async function objectsIn(path: string, shown: string, problems: string[]): Promise<readonly JsonObject[]> {
  try {
    const { size } = await lstat(path)
    if (size > FILE_LIMIT) {
      problems.push(`${shown}: ${size} bytes, more than the limit of ${FILE_LIMIT}; not read`)
      return []
    }
    const text = await readFile(path, 'utf8')
    const documents = (path.toLowerCase().endsWith('.json') ? [JSON.parse(text)] : loadAll(text)) as readonly Json[]
    return documents.flatMap(openList).map(asStored)
  } catch (error) {
    problems.push(`${shown}: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'cannot be read'}`)
    return []
  }
}

function openList(document: Json): readonly JsonObject[] {
  if (!isObject(document)) return []
  const isList = (textAt(document, 'kind') ?? '').endsWith('List') && Array.isArray(document.items)
  if (!isList) return isKubeObject(document) ? [document] : []
  const kind = (textAt(document, 'kind') ?? '').slice(0, -'List'.length)
  return listAt(document, 'items').flatMap((item) => {
    if (!isObject(item)) return []
    // `kubectl get --raw` lists leave the type of the items to the list.
    const typed =
      item.kind === undefined && kind !== '' ? { apiVersion: document.apiVersion ?? '', kind, ...item } : item
    return isKubeObject(typed) ? [typed] : []
  })
}

/** The API server folds `stringData` into `data` on every write; a file that was applied but never read back still has it. */
function asStored(object: JsonObject): JsonObject {
  const { stringData, ...rest } = object
  if (object.kind !== 'Secret' || object.apiVersion !== 'v1' || !isObject(stringData)) return object
  const encoded = Object.entries(stringData).map(([key, value]): [string, Json] => [
    key,
    Buffer.from(typeof value === 'string' ? value : '').toString('base64'),
  ])
  return { ...rest, data: { ...(isObject(rest.data) ? rest.data : {}), ...Object.fromEntries(encoded) } }
}
