import type { Json } from '../../model/json.ts'
import { digest } from '../../model/names.ts'

/** One ConfigMap of values, by its name. */
export interface ValueMap {
  readonly name: string
  readonly data: Readonly<Record<string, string>>
}

export interface ClusterValues {
  readonly cluster: string
  /** Keys `<cluster>.<hash of the place>`. */
  readonly values: readonly (readonly [key: string, value: string])[]
}

/**
 * Bytes of one ConfigMap: whatever applies it may keep a second copy in an annotation, and all annotations of an object
 * have 256 KiB together.
 */
const MOST_BYTES = 192 * 1024

/**
 * The values of all clusters in one ConfigMap; where they are too many in several, `<name>-<n>`, and under the name itself
 * is the number for each cluster.
 */
export function valueMaps(
  all: readonly ClusterValues[],
  name: string,
): { readonly maps: readonly ValueMap[]; readonly isIndexed: boolean } {
  const parts: ClusterValues[][] = [[]]
  let bytes = 0
  for (const each of all) {
    const size = each.values.reduce((sum, [key, value]) => sum + key.length + Buffer.byteLength(value) + 8, 0)
    if (bytes > 0 && bytes + size > MOST_BYTES) {
      parts.push([])
      bytes = 0
    }
    parts.at(-1)?.push(each)
    bytes += size
  }
  const maps = parts.map((part, i) => ({
    name: `${name}-${i + 1}`,
    data: Object.fromEntries(part.flatMap((each) => each.values)),
  }))
  const [only, second] = maps
  if (!only || !second) return { maps: [{ name, data: only?.data ?? {} }], isIndexed: false }
  const index = Object.fromEntries(parts.flatMap((part, i) => part.map((each) => [each.cluster, String(i + 1)])))
  return { maps: [{ name, data: index }, ...maps], isIndexed: true }
}

interface Lookup {
  readonly configMap: string
  readonly isIndexed: boolean
  /** Pointer of the value in the draft. */
  readonly place: string
  readonly isNumber: boolean
}

/** The hub template that reads a value for the cluster that the policy is replicated to. */
export function lookupOf({ configMap, isIndexed, place, isNumber }: Lookup): string {
  const key = `(printf "%s.${digest(place)}" .ManagedClusterName)`
  const part = `(printf "${configMap}-%s" (fromConfigMap "" "${configMap}" .ManagedClusterName))`
  const read = `fromConfigMap "" ${isIndexed ? part : `"${configMap}"`} ${key}`
  return `{{hub ${read}${isNumber ? ' | toInt' : ''} hub}}`
}

/** A hub template that names something by its cluster alone, as one for all clusters; undefined where it is no such. */
export function byOwnName(all: readonly { readonly cluster: string; readonly value: Json }[]): string | undefined {
  const texts = all.map(({ cluster, value }) => (typeof value === 'string' ? generalized(value, cluster) : undefined))
  const [first] = texts
  return first !== undefined && texts.every((each) => each === first) ? first : undefined
}

function generalized(text: string, cluster: string): string | undefined {
  if (!/^\{\{hub [^{}]*hub\}\}$/.test(text)) return undefined
  return text.replaceAll(/"([A-Za-z0-9./-]*)"/g, (literal, inside: string) => {
    if (!inside.endsWith(cluster)) return literal
    return `(printf "${inside.slice(0, -cluster.length)}%s" .ManagedClusterName)`
  })
}
