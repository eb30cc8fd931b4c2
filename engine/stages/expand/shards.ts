import type { ConfigurationDraft, ObjectDraft, PolicyDraft, TemplateDraft } from '../../model/component.ts'
import type { Json } from '../../model/json.ts'
import { textAt } from '../../model/json.ts'
import { digest } from '../../model/names.ts'
import type { Tree } from '../../model/traced.ts'
import { settle } from '../../model/traced.ts'

/** Of a policy's own text: whatever applies it may keep a second copy in an annotation, and all of those have 256 KiB together. */
const MOST_BYTES = 192 * 1024
/** With what the hub writes into its replica: etcd takes 1 MiB for an object, and messages may be longer than usual. */
const MOST_WITH_STATUS = 640 * 1024
/** Ten entries of history for each template, of some 250 bytes each (policy-api 2.3). */
const STATUS_BYTES = 2_500
/** Names, role and order that the engine writes around a template. */
const AROUND_BYTES = 400
const AWAITED_BYTES = 200

/**
 * A hub policy that says something of every cluster, as several where one would be too large for etcd: `<name>` keeps what
 * is of no cluster, `<name>-part-<bits>` has the clusters whose digest begins so. Another cluster changes one part, or
 * splits it in two. What templates wait for is in each part that waits for it.
 */
export function shards(draft: PolicyDraft, clusters: readonly string[]): readonly PolicyDraft[] {
  if (draft.target !== 'hub') return [draft]
  const fits = sizer()
  if (fits(draft.templates)) return [draft]
  const pieces = piecesOf(draft, owners(clusters))
  const of = (some: readonly (string | undefined)[]) =>
    withAwaited(joined(some.flatMap((each) => pieces.get(each) ?? [])), draft.templates)
  const parts = halves(clusters, '', (some) => fits(of(some))).flatMap(({ bits, some }) => {
    const templates = of(some)
    return templates.length > 0 ? [{ ...draft, name: `${draft.name}-part-${bits}`, templates }] : []
  })
  if (parts.length < 2) return [draft]
  const base = of([undefined])
  const isCopied = (fact: TemplateDraft) => parts.some((part) => part.templates.some(({ name }) => name === fact.name))
  const hasOwn = base.some((each) => each.role !== 'fact' || !isCopied(each))
  return hasOwn ? [{ ...draft, templates: base }, ...parts] : parts
}

interface Part {
  readonly bits: string
  readonly some: readonly string[]
}

/** Halves by one more bit of each name's digest until every part fits; a cluster alone is as small as it gets. */
function halves(
  clusters: readonly string[],
  bits: string,
  fits: (some: readonly string[]) => boolean,
): readonly Part[] {
  if (clusters.length === 0) return []
  if (clusters.length === 1 || (bits !== '' && fits(clusters))) return [{ bits: bits || '0', some: clusters }]
  return ['0', '1'].flatMap((bit) => {
    const next = `${bits}${bit}`
    return halves(
      clusters.filter((each) => bitsOf(each).startsWith(next)),
      next,
      fits,
    )
  })
}

function bitsOf(cluster: string): string {
  return [...digest(cluster, 64)].map((each) => Number.parseInt(each, 16).toString(2).padStart(4, '0')).join('')
}

type OwnerOf = (name: string) => string | undefined

/** The cluster that a name is or ends with after a hyphen; the longest one. */
function owners(clusters: readonly string[]): OwnerOf {
  const known = new Set(clusters)
  return (name) => {
    for (let at = 0; ; at = name.indexOf('-', at) + 1) {
      const rest = name.slice(at)
      if (known.has(rest)) return rest
      if (!rest.includes('-')) return undefined
    }
  }
}

/** A template, or those objects of it, that are of one cluster; `at` is its place in the policy. */
interface Piece {
  readonly at: number
  readonly template: TemplateDraft
}

/** What a policy says of each cluster; under `undefined` what is of none. */
function piecesOf({ templates }: PolicyDraft, ownerOf: OwnerOf): ReadonlyMap<string | undefined, readonly Piece[]> {
  const pieces = templates.flatMap((template, at): readonly (readonly [string | undefined, Piece])[] => {
    const owner = ownerOf(template.name)
    if (owner !== undefined || !isDivisible(template)) return [[owner, { at, template }]]
    const objects = grouped(template.objects, (each) => objectOwner(each, ownerOf))
    if (objects.size < 2) return [[undefined, { at, template }]]
    return [...objects].map(([of, some]) => [of, { at, template: { ...template, objects: some } }])
  })
  const byOwner = grouped(pieces, ([owner]) => owner)
  return new Map([...byOwner].map(([owner, all]) => [owner, all.map(([, piece]) => piece)]))
}

function grouped<T, K>(all: readonly T[], keyOf: (each: T) => K): ReadonlyMap<K, readonly T[]> {
  const found = new Map<K, T[]>()
  for (const each of all) {
    const key = keyOf(each)
    const same = found.get(key)
    if (same) same.push(each)
    else found.set(key, [each])
  }
  return found
}

/** Pieces of one template are one again. */
function joined(pieces: readonly Piece[]): readonly TemplateDraft[] {
  return [...grouped(pieces, (each) => each.at).values()].flatMap((same): readonly TemplateDraft[] => {
    const all = same.map((each) => each.template)
    const [first] = all
    if (first?.kind !== 'configuration' || all.length === 1) return first ? [first] : []
    return [{ ...first, objects: all.flatMap((each) => (each.kind === 'configuration' ? each.objects : [])) }]
  })
}

/** Each object of its list is judged alone. */
function isDivisible(template: TemplateDraft): template is ConfigurationDraft {
  return template.kind === 'configuration' && template.raw === undefined && template.role !== 'fact'
}

function objectOwner({ object }: ObjectDraft, ownerOf: OwnerOf): string | undefined {
  const metadata = metadataOf(object)
  const namespace = textAt(metadata, 'namespace')
  return ownerOf(textAt(metadata, 'name') ?? '') ?? (namespace === undefined ? undefined : ownerOf(namespace))
}

function metadataOf(object: Tree): Json | undefined {
  if (typeof object !== 'object' || object === null || !('metadata' in object)) return undefined
  return settle((object as { readonly metadata: Tree }).metadata).value
}

/** In the order of the policy, with everything that some of them wait for. */
function withAwaited(chosen: readonly TemplateDraft[], all: readonly TemplateDraft[]): readonly TemplateDraft[] {
  const byName = new Map(all.map((each) => [each.name, each]))
  const found = new Map(chosen.map((each) => [each.name, each]))
  for (const { after = [] } of found.values()) {
    for (const name of after.filter((each) => !found.has(each))) {
      const awaited = byName.get(name)
      // A map hands out what is added while it is walked, so this follows chains.
      if (awaited) found.set(name, awaited)
    }
  }
  return all.flatMap((each) => found.get(each.name) ?? [])
}

/** Whether templates are small enough for one policy; what was weighed once is known. */
function sizer(): (templates: readonly TemplateDraft[]) => boolean {
  const known = new Map<unknown, number>()
  const weigh = (tree: unknown) => {
    const bytes = known.get(tree) ?? Buffer.byteLength(JSON.stringify(settle(tree as Tree).value))
    known.set(tree, bytes)
    return bytes
  }
  return (templates) => {
    const bytes = templates.reduce((sum, each) => sum + AROUND_BYTES + weighed(each, weigh), 0)
    return bytes <= MOST_BYTES && bytes + templates.length * STATUS_BYTES <= MOST_WITH_STATUS
  }
}

function weighed(template: TemplateDraft, weigh: (tree: unknown) => number): number {
  const order = (template.after ?? []).length * AWAITED_BYTES
  if (template.kind !== 'configuration' || template.raw !== undefined) return order + weigh(template)
  const messages = weigh(template.customMessage ?? {})
  return order + messages + template.objects.reduce((sum, each) => sum + weigh(each), 0)
}
