import { readFile, realpath, stat } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { CORE_SCHEMA, load } from 'js-yaml'
import type { Json } from '../../model/json.ts'
import { isObject } from '../../model/json.ts'
import { pathsInKustomization } from '../../model/kustomization.ts'
import { walkable } from '../../model/walkable.ts'

const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization']
/**
 * All that may stand in a kustomization (kustomize api/types/kustomization.go), less what could run a program or fetch a chart.
 * Kustomize takes `Resources` for `resources`, and carries merge keys out: what is not spelt exactly so is refused.
 */
const KEYS: ReadonlySet<string> = new Set([
  ...['apiVersion', 'kind', 'metadata', 'namespace', 'namePrefix', 'nameSuffix', 'images', 'replicas', 'labels'],
  ...['commonLabels', 'commonAnnotations', 'resources', 'bases', 'components', 'crds', 'configurations', 'openapi'],
  ...['patches', 'patchesStrategicMerge', 'patchesJson6902', 'replacements', 'vars', 'configMapGenerator'],
  ...['secretGenerator', 'generatorOptions', 'sortOptions', 'buildMetadata'],
])
/** Members below that name files. */
const FILE_KEYS: ReadonlySet<string> = new Set(['path', 'files', 'envs', 'env'])
const FOLDER_LIMIT = 500
const SIZE_LIMIT = 1024 * 1024
/** Values in a kustomization, aliases counted each time: far more than anybody writes. */
const NODES = 200_000

/** Why a kustomization may not be built, as the rest of a sentence; undefined where all it uses is files below `root`. */
export async function inspectKustomization(folder: string, root: string): Promise<string | undefined> {
  const seen = new Set<string>()
  const waiting = [folder]
  for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
    if (seen.has(here)) continue
    if (seen.size === FOLDER_LIMIT) return `uses more than ${FOLDER_LIMIT} kustomizations`
    seen.add(here)
    const kustomization = await readKustomization(here, root)
    if (typeof kustomization === 'string') return kustomization
    const key = Object.keys(kustomization).find((each) => !KEYS.has(each)) ?? misspelt(kustomization)
    if (key !== undefined) return `has a kustomization with \`${key}\`, which is not run`
    for (const path of pathsInKustomization(kustomization)) {
      const found = await localPath(here, path, root)
      if ('problem' in found) return found.problem
      if (found.isFolder) waiting.push(found.path)
    }
  }
  return undefined
}

async function readKustomization(folder: string, root: string): Promise<{ readonly [key: string]: Json } | string> {
  for (const name of NAMES) {
    const path = join(folder, name)
    const size = await stat(path).then(
      (stats) => (stats.isFile() ? stats.size : undefined),
      () => undefined,
    )
    if (size === undefined) continue
    if (size > SIZE_LIMIT) return 'has a kustomization that is too large'
    const real = await realpath(path).catch(() => '')
    if (!isBelow(root, real)) return `has a kustomization that is a link out of the folder of this file: \`${name}\``
    try {
      // Without `!!binary`, under which Kustomize would read a path that we do not see.
      const read = load(await readFile(path, 'utf8'), { schema: CORE_SCHEMA }) as Json
      if (walkable([read], NODES).length === 0) return 'has a kustomization that is swollen by aliases'
      return isObject(read) ? read : 'has a kustomization that is no map'
    } catch {
      return 'has a kustomization that is no YAML'
    }
  }
  return `uses a folder without kustomization: ${folder.slice(folder.lastIndexOf(sep) + 1)}`
}

/** A key that Kustomize would take for another one, as it does with any case of its letters (also `ſ` for `s`). */
function misspelt(value: Json): string | undefined {
  if (Array.isArray(value)) return value.map(misspelt).find((each) => each !== undefined)
  if (!isObject(value)) return undefined
  const isOdd = (key: string) => key === '<<' || (!FILE_KEYS.has(key) && FILE_KEYS.has(key.toUpperCase().toLowerCase()))
  return Object.keys(value).find(isOdd) ?? misspelt(Object.values(value))
}

type Found = { readonly path: string; readonly isFolder: boolean } | { readonly problem: string }

async function localPath(folder: string, path: string, root: string): Promise<Found> {
  const real = await realpath(resolve(folder, path)).catch(() => undefined)
  if (real === undefined || path.includes('://'))
    return {
      problem: `has a kustomization that names \`${path}\`, which is no file here; remote sources are not fetched`,
    }
  if (!isBelow(root, real)) return { problem: `has a kustomization that leaves the folder of this file: \`${path}\`` }
  return { path: real, isFolder: (await stat(real)).isDirectory() }
}

function isBelow(root: string, real: string): boolean {
  const way = relative(root, real)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}
