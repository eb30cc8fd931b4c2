import type { Json, JsonObject } from '../../../../../engine/model/json.ts'
import { isObject } from '../../../../../engine/model/json.ts'
import type { Asked, Fleet } from './fleet.ts'
import { FORBIDDEN, idOf } from './fleet.ts'
import { isRemoverRecorded, ownedBy } from './ownership.ts'
import type { Random } from './random.ts'
import type { Path } from './tree.ts'
import { get, places, pointer, set } from './tree.ts'

export const MANAGERS = ['kubectl', 'kubectl-edit', 'argocd', 'hotfix-script', 'terraform'] as const
export const EDITED_AT = '2026-02-15T10:00:00Z'

const KINDS = [
  'value',
  'value',
  'value',
  'item added',
  'item removed',
  'key removed',
  'key added',
  'deleted',
  'unexpected',
] as const
export type EditKind = (typeof KINDS)[number]

/** One change of one object, with what somebody who knows RHACM would expect to be told of it. */
export interface Edit {
  readonly cluster: string
  readonly id: string
  readonly kind: EditKind
  readonly manager: string
  /** Undefined: RHACM's own semantics do not see such a change. */
  readonly seen:
    | undefined
    | {
        readonly change: 'missing' | 'unexpected' | 'different'
        /** A pointer that must be told; one that ends in `/` stands for any item of that list. */
        readonly pointer: string
        /** Null: nobody is recorded. */
        readonly manager: string | null
      }
}

/** Makes one edit; undefined where this object offers no place for it. */
export function makeEdit(fleet: Fleet, asked: Asked, random: Random): readonly [Fleet, Edit] | undefined {
  const kind = random.pick(KINDS)
  const manager = random.pick(MANAGERS)
  const common = { cluster: asked.cluster, kind, manager }
  if (kind === 'unexpected') return forbidden(fleet, common, random)
  const object = fleet.get(asked.cluster)?.find((each) => idOf(each) === asked.id)
  if (!object) return undefined
  if (kind === 'deleted') {
    const seen = { change: 'missing' as const, pointer: '', manager: null }
    return [replaced(fleet, asked.cluster, asked.id, undefined), { ...common, id: asked.id, seen }]
  }
  const change = changeOf(kind, asked, object, random)
  if (!change) return undefined
  const changed = change.apply(object)
  const owned = change.owned === undefined ? changed : ownedBy(manager, EDITED_AT, changed, change.owned)
  const recorded = change.owned === undefined || change.isRecorded === false ? null : manager
  const seen =
    change.pointer === undefined
      ? undefined
      : { change: 'different' as const, pointer: change.pointer, manager: recorded }
  return [replaced(fleet, asked.cluster, asked.id, owned), { ...common, id: asked.id, seen }]
}

function forbidden(fleet: Fleet, common: Pick<Edit, 'cluster' | 'kind' | 'manager'>, random: Random) {
  const bare = random.pick(FORBIDDEN)
  const objects = fleet.get(common.cluster) ?? []
  if (common.cluster === 'local-cluster' || objects.some((each) => idOf(each) === idOf(bare))) return undefined
  const object = ownedBy(common.manager, EDITED_AT, { ...bare, data: {} }, ['data'])
  const seen = { change: 'unexpected' as const, pointer: '', manager: common.manager }
  const next = new Map([...fleet, [common.cluster, [...objects, object]]])
  return [next, { ...common, id: idOf(bare), seen }] as const
}

interface Change {
  readonly apply: (object: JsonObject) => JsonObject
  /** Undefined: invisible. */
  readonly pointer: string | undefined
  /** Place that the tool owns afterwards; undefined: it leaves no trace. */
  readonly owned: Path | undefined
  /** False: what the tool owns is not what is told. */
  readonly isRecorded?: boolean
}

function changeOf(kind: EditKind, asked: Asked, object: JsonObject, random: Random): Change | undefined {
  const all = places(asked.desired).filter(({ path, value }) => isCompared(path) && sameAt(object, path, value))
  if (kind === 'value') return valueChange(asked, object, all, random)
  if (kind === 'key added') return keyAdded(asked, object, all, random)
  if (kind === 'key removed') return keyRemoved(asked, object, all, random)
  return kind === 'item added' ? itemAdded(asked, object, all, random) : itemRemoved(object, all, random)
}

type Places = ReturnType<typeof places>

/** RHACM never compares identity, and of metadata only labels and annotations (policy-api 5.7). */
function isCompared(path: Path): boolean {
  const [top, second] = path
  if (top === undefined || top === 'apiVersion' || top === 'kind' || top === 'stringData' || top === 'status')
    return false
  return top !== 'metadata' || second === 'labels' || second === 'annotations'
}

/** Lists may have grown on the server, and amounts been rewritten: an edit starts from what is there. */
function sameAt(object: JsonObject, path: Path, value: Json): boolean {
  const there = get(object, path)
  if (there === undefined) return false
  return Array.isArray(value) ? Array.isArray(there) : isObject(value) === isObject(there)
}

function valueChange(asked: Asked, object: JsonObject, all: Places, random: Random): Change | undefined {
  const scalars = all.filter(({ value }) => !isObject(value) && !Array.isArray(value) && value !== null)
  if (scalars.length === 0) return undefined
  const { path, value } = random.pick(scalars)
  const next = otherThan(value, random)
  // An item with another name is another item: under musthave only the old one is missed, and nobody is recorded for that.
  const isRenamed = path.at(-1) === 'name' && !isRemoverRecorded(object, path) && typeof path.at(-2) === 'number'
  if (isRenamed) {
    const apply = (each: JsonObject) => set(each, path, next) as JsonObject
    const isRecorded = asked.type === 'mustonlyhave'
    return { apply, pointer: told(object, path.slice(0, -1)), owned: path.slice(0, -1), isRecorded }
  }
  return { apply: (each) => set(each, path, next) as JsonObject, pointer: told(object, path), owned: path }
}

function otherThan(value: Json, random: Random): Json {
  if (typeof value === 'boolean') return !value
  if (typeof value === 'number') return value + 1 + random.below(5)
  return `seeded-${random.below(1e6)}-x`
}

/** musthave leaves alone what it does not name; metadata is musthave in every shipped policy. */
function keyAdded(asked: Asked, object: JsonObject, all: Places, random: Random): Change | undefined {
  const maps = all.filter(({ path, value }) => isObject(value) && path.length > 0 && !path.includes('matchLabels'))
  if (maps.length === 0) return undefined
  const { path } = random.pick(maps)
  const here = [...path, `seeded${random.below(1e6)}`]
  const isSeen = asked.type === 'mustonlyhave' && path[0] !== 'metadata'
  const apply = (each: JsonObject) => set(each, here, 'extra') as JsonObject
  return { apply, pointer: isSeen ? told(object, here) : undefined, owned: here }
}

function keyRemoved(asked: Asked, object: JsonObject, all: Places, random: Random): Change | undefined {
  const members = all.filter(
    ({ path, value }) =>
      path.length > 1 && typeof path.at(-1) === 'string' && !isEmpty(value) && path.at(-1) !== 'name',
  )
  if (members.length === 0) return undefined
  const { path } = random.pick(members)
  const owned = isRemoverRecorded(object, path) ? path.slice(0, -1) : undefined
  const apply = (each: JsonObject) => set(each, path, undefined) as JsonObject
  const place = told(object, path)
  // What is told of a removed map is told of its members.
  const isMap = isObject(get(asked.desired, path)) && !place.endsWith('/')
  return { apply, pointer: isMap ? `${place}/` : place, owned }
}

/** false, 0 and what is empty count as absent, so their absence is no change. */
function isEmpty(value: Json): boolean {
  if (Array.isArray(value)) return value.length === 0
  if (isObject(value)) return Object.values(value).every(isEmpty)
  return value === null || value === false || value === 0 || value === ''
}

function itemAdded(asked: Asked, object: JsonObject, all: Places, random: Random): Change | undefined {
  const lists = all.filter(({ value }) => Array.isArray(value) && value.length > 0)
  if (lists.length === 0) return undefined
  const { path } = random.pick(lists)
  const there = get(object, path)
  if (!Array.isArray(there)) return undefined
  const here = [...path, there.length]
  const item: Json = isObject(there[0]) ? { name: `seeded-${random.below(1e6)}` } : `seeded-${random.below(1e6)}-x`
  const apply = (each: JsonObject) => set(each, here, item) as JsonObject
  return { apply, pointer: asked.type === 'mustonlyhave' ? told(object, here) : undefined, owned: here }
}

function itemRemoved(object: JsonObject, all: Places, random: Random): Change | undefined {
  const items = all.filter(({ path, value }) => typeof path.at(-1) === 'number' && !isEmpty(value))
  if (items.length === 0) return undefined
  const { path } = random.pick(items)
  const list = path.slice(0, -1)
  const owned = isRemoverRecorded(object, path) ? list : undefined
  const apply = (each: JsonObject) => set(each, path, undefined) as JsonObject
  return { apply, pointer: told(object, path), owned }
}

/**
 * RHACM pairs list items that are equal or have the same `name`. An item that was changed and has none is told as one that
 * is missing from its list, and only mustonlyhave pairs it with the one that is there.
 */
function told(object: JsonObject, path: Path): string {
  for (const [i, key] of path.entries()) {
    if (typeof key !== 'number') continue
    const item = get(object, path.slice(0, i + 1))
    const isPaired = isObject(item) && typeof item.name === 'string' && i < path.length - 1
    if (!isPaired) return `${pointer(path.slice(0, i))}/`
  }
  return pointer(path)
}

function replaced(fleet: Fleet, cluster: string, id: string, object: JsonObject | undefined): Fleet {
  const objects = (fleet.get(cluster) ?? []).flatMap((each) => (idOf(each) === id ? (object ? [object] : []) : [each]))
  return new Map([...fleet, [cluster, objects]])
}
