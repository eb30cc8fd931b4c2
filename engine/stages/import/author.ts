import type { Json, JsonObject } from '../../model/json.ts'
import { canonical } from '../../model/json.ts'
import { identityOf, keyOf } from '../../model/kube.ts'
import { digest, isDnsLabel, shorten } from '../../model/names.ts'
import { HUB_CLUSTER } from '../../model/plan.ts'
import { manifestFile } from './manifest.ts'

/** An object that no component accounts for, ready to be written. */
export interface Leftover {
  readonly cluster: string
  readonly area: string
  readonly manifest: JsonObject
}

/** A folder of policies/: manifests that are the same wherever it is placed. */
export interface AuthoredFolder {
  readonly name: string
  readonly area: string
  readonly stateful: boolean
  /** `local-cluster` alone for the hub. */
  readonly clusters: readonly string[]
  readonly manifests: ReadonlyMap<string, JsonObject>
}

/** RHACM's Policy is one object of a database that refuses 1.5 MiB. */
const FOLDER_LIMIT = 400_000

/** Groups leftovers by area: what is the same on all clusters once, what differs once for each cluster. */
export function authorFolders(leftovers: readonly Leftover[], members: readonly string[]): readonly AuthoredFolder[] {
  const places = new Map<string, Leftover[]>()
  for (const each of leftovers) {
    const id = `${each.cluster === HUB_CLUSTER}|${identityOf(keyOf(each.manifest))}`
    places.set(id, [...(places.get(id) ?? []), each])
  }
  const groups = new Map<string, { readonly area: string; readonly clusters: readonly string[]; items: JsonObject[] }>()
  for (const same of places.values()) {
    for (const { area, clusters, manifest } of reaches(same, members)) {
      const key = canonical([area, [...clusters]])
      const group = groups.get(key) ?? { area, clusters, items: [] }
      group.items.push(manifest)
      groups.set(key, group)
    }
  }
  const stateful = new Set(leftovers.filter((each) => each.manifest.kind === 'StatefulSet').map((each) => each.area))
  const folders = [...groups.values()].flatMap(({ area, clusters, items }) =>
    chunks(items).map((chunk, i): AuthoredFolder => {
      const isAll = clusters.length === members.length && clusters[0] !== HUB_CLUSTER
      const reach = clusters[0] === HUB_CLUSTER ? '-hub' : isAll ? '' : `-only-${clusters.join('-')}`
      const name = folderName(`imported-${area}${reach}${i === 0 ? '' : `-part${i + 1}`}`)
      return {
        name,
        area,
        clusters,
        stateful: clusters[0] !== HUB_CLUSTER && stateful.has(area),
        manifests: filesOf(chunk),
      }
    }),
  )
  return [...distinct(folders)].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Folders of different areas or clusters that would have one name: a namespace may be called `vault-hub`. */
function distinct(folders: readonly AuthoredFolder[]): readonly AuthoredFolder[] {
  const taken = new Set<string>()
  return folders.map((each) => {
    const name = taken.has(each.name)
      ? folderName(`${each.name}-${digest(canonical([each.area, [...each.clusters]]))}`)
      : each.name
    taken.add(name)
    return { ...each, name }
  })
}

/** Either one manifest for every member, or one for each cluster. */
function reaches(same: readonly Leftover[], members: readonly string[]) {
  const [first] = same
  if (!first) return []
  const isShared = same.length === members.length && new Set(same.map((each) => canonical(each.manifest))).size === 1
  if (isShared && first.cluster !== HUB_CLUSTER)
    return [{ area: first.area, clusters: members, manifest: first.manifest }]
  return same.map(({ area, cluster, manifest }) => ({ area, clusters: [cluster], manifest }))
}

function chunks(items: readonly JsonObject[]): readonly (readonly JsonObject[])[] {
  const made: JsonObject[][] = [[]]
  let size = 0
  for (const item of items) {
    const length = JSON.stringify(item).length
    if (size + length > FOLDER_LIMIT && size > 0) {
      made.push([])
      size = 0
    }
    made.at(-1)?.push(item)
    size += length
  }
  return made
}

function folderName(text: string): string {
  const plain = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')
    .replaceAll(/-+$/g, '')
  const name = shorten(plain, 50)
  return isDnsLabel(name) ? name : `imported-${digest(text)}`
}

/** Names of files that differ in what is not allowed in one get a hash. */
function filesOf(items: readonly JsonObject[]): ReadonlyMap<string, JsonObject> {
  const files = new Map<string, JsonObject>()
  for (const item of items) {
    const name = manifestFile(item)
    const isTaken = files.has(`${name}.yaml`) || name === 'policy'
    files.set(isTaken ? `${name}-${digest(canonical(keyOf(item) as unknown as Json))}.yaml` : `${name}.yaml`, item)
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)))
}
