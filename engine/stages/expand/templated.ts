import type { PolicyDraft } from '../../model/component.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { isEqual, isObject } from '../../model/json.ts'
import { digest } from '../../model/names.ts'
import { escapeToken } from '../../model/pointer.ts'
import type { Settled, Tree } from '../../model/traced.ts'
import { mirror, originsAt, settle, Template } from '../../model/traced.ts'
import type { ValueMap } from './value-maps.ts'
import { byOwnName, lookupOf, valueMaps } from './value-maps.ts'

/** One draft for many clusters, and what each of them reads instead. */
export interface Templated {
  readonly draft: PolicyDraft
  readonly values: readonly ValueMap[]
}

interface Member {
  readonly cluster: string
  readonly draft: PolicyDraft
}

/** Values that stay what they are when RHACM puts them into YAML text as they stand. */
const SAFE_TEXT = /^[A-Za-z0-9][A-Za-z0-9 ._:/@,=+-]*$/
/** Hub templates are resolved in the templates' objects only (policy-api 6.2), not in names, roles and order. */
const RESOLVED = /^\/templates\/\d+\/(objects\/\d+\/(object|objectSelector)|spec|customMessage|namespaceSelector)\//

/**
 * Drafts that differ between clusters only in plain values as one draft with hub templates over a ConfigMap
 * (`spec.rendering: templated`); undefined where they differ in shape, or in a value that no template can carry. `isPrivate`:
 * its templates read with the rights of an account of its own, which the values are not part of.
 */
export function templated(members: readonly Member[], configMap: string, isPrivate: boolean): Templated | undefined {
  const settled = members.map(({ cluster, draft }) => ({ cluster, content: contentOf(draft) }))
  const [first, ...rest] = settled
  if (!first) return undefined
  const places = differences(
    first.content.value,
    rest.map((each) => each.content.value),
    '',
  )
  if (places === undefined || places.some((place) => !RESOLVED.test(place))) return undefined
  const own = new Map(
    places.flatMap((place) => {
      const text = byOwnName(settled.map(({ cluster, content }) => ({ cluster, value: valueAt(content.value, place) })))
      return text === undefined ? [] : [[place, text] as const]
    }),
  )
  const read = places.filter((place) => !own.has(place))
  const isCarried = (place: string) => {
    const all = settled.map(({ content }) => valueAt(content.value, place))
    return all.every((each) => canCarry(each, typeof all[0]))
  }
  if (!read.every(isCarried) || (isPrivate && read.length > 0)) return undefined
  const values = settled.map(({ cluster, content }) => ({
    cluster,
    values: read.map((place) => [`${cluster}.${digest(place)}`, String(valueAt(content.value, place))] as const),
  }))
  const { maps, isIndexed } = valueMaps(values, configMap)
  const lookup = (place: string) =>
    own.get(place) ??
    lookupOf({ configMap, isIndexed, place, isNumber: typeof valueAt(first.content.value, place) === 'number' })
  const draft = rebuild(first.content, new Map(places.map((place) => [place, lookup(place)])))
  return {
    draft: { ...(draft as unknown as PolicyDraft), target: members[0]?.draft.target ?? 'hub' },
    values: read.length > 0 ? maps : [],
  }
}

/** Everything but the target; a description is for people and may be general. */
function contentOf(draft: PolicyDraft): Settled {
  const { target: _, description: __, ...rest } = draft
  return settle({ ...rest, description: `${draft.name}: values of each cluster by hub template` } as unknown as Tree)
}

/** Pointers of plain values of one type that are not the same everywhere; undefined where shapes differ. */
function differences(a: Json, others: readonly Json[], pointer: string): readonly string[] | undefined {
  if (others.every((each) => isEqual(a, each))) return []
  if (Array.isArray(a)) {
    const lists = others.filter((each): each is readonly Json[] => Array.isArray(each) && each.length === a.length)
    if (lists.length < others.length) return undefined
    return joined(
      a.map((item: Json, i) =>
        differences(
          item,
          lists.map((each) => each[i] ?? null),
          `${pointer}/${i}`,
        ),
      ),
    )
  }
  if (isObject(a)) {
    const keys = Object.keys(a)
    const maps = others.filter(
      (each): each is JsonObject => isObject(each) && isEqual(Object.keys(each).sort(), [...keys].sort()),
    )
    if (maps.length < others.length) return undefined
    return joined(
      keys.map((key) =>
        differences(
          a[key] ?? null,
          maps.map((each) => each[key] ?? null),
          `${pointer}/${escapeToken(key)}`,
        ),
      ),
    )
  }
  return [a, ...others].every((each) => typeof each === typeof a && a !== null) ? [pointer] : undefined
}

function canCarry(value: Json, type: string): boolean {
  if (typeof value !== type) return false
  return typeof value === 'string' ? SAFE_TEXT.test(value) : Number.isSafeInteger(value)
}

function joined(all: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  return all.some((each) => each === undefined) ? undefined : all.flatMap((each) => each ?? [])
}

function valueAt(value: Json, pointer: string): Json {
  return pointer
    .slice(1)
    .split('/')
    .reduce<Json>(
      (here, token) => (here as JsonObject)[token.replaceAll('~1', '/').replaceAll('~0', '~')] ?? null,
      value,
    )
}

/** The first draft again as a tree, with templates at the places that differ; what was escaped once stays as it is. */
function rebuild(content: Settled, texts: ReadonlyMap<string, string>): Tree {
  const walk = (value: Json, pointer: string): Tree => {
    if (Array.isArray(value)) return value.map((item: Json, i) => walk(item, `${pointer}/${i}`))
    if (isObject(value))
      return Object.fromEntries(
        Object.entries(value).map(([key, child]) => [key, walk(child, `${pointer}/${escapeToken(key)}`)]),
      )
    const from = originsAt(content.origins, pointer).map((origin) => mirror(undefined, origin))
    const text = texts.get(pointer)
    if (text !== undefined) return new Template(text, ...from)
    return typeof value === 'string' && RESOLVED.test(pointer) ? new Template(value, ...from) : value
  }
  return walk(content.value, '')
}
