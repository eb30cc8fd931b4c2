import type { Cidr } from './cidr.ts'
import { formatCidr, overlaps, PRIVATE_RANGES, parseCidr, RESERVED_RANGES } from './cidr.ts'

/** The three networks of a cluster, none of which overlaps another of any cluster. */
export interface ClusterNetworks {
  readonly pods: string
  readonly services: string
  readonly machines: string
}

/** Prefix lengths of pods, services and machines; at `hostPrefix: 23` the narrowest pod network still holds 32 nodes. */
const SIZES = [
  { pods: 14, services: 16, machines: 16 },
  { pods: 15, services: 18, machines: 18 },
  { pods: 16, services: 20, machines: 20 },
  { pods: 18, services: 20, machines: 20 },
  { pods: 18, services: 22, machines: 22 },
] as const

const KINDS = ['pods', 'services', 'machines'] as const

/** Where each kind is looked for first: apart from one another, so that a reader knows an address by its beginning. */
const BEGINNINGS = { pods: '10.128.0.0/9', services: '172.20.0.0/14', machines: '10.0.0.0/9' } as const

/** Free networks for `count` clusters, as wide as fit; undefined where what is taken leaves no room for them. */
export function freeNetworks(count: number, taken: readonly Cidr[]): readonly ClusterNetworks[] | undefined {
  for (const sizes of SIZES) {
    const found = allOf(count, taken, sizes)
    if (found) return found
  }
  return undefined
}

function allOf(
  count: number,
  taken: readonly Cidr[],
  sizes: (typeof SIZES)[number],
): readonly ClusterNetworks[] | undefined {
  const used = [...RESERVED_RANGES, ...taken]
  const found: ClusterNetworks[] = []
  while (found.length < count) {
    const networks = { pods: '', services: '', machines: '' }
    for (const kind of KINDS) {
      const free = firstFree(BEGINNINGS[kind], sizes[kind], used)
      if (!free) return undefined
      used.push(free)
      networks[kind] = free.text
    }
    found.push(networks)
  }
  return found
}

/** First fit in the preferred range, then in all private ones. */
function firstFree(beginning: string, prefix: number, used: readonly Cidr[]): Cidr | undefined {
  const preferred = parseCidr(beginning)
  for (const range of [...(preferred ? [preferred] : []), ...PRIVATE_RANGES]) {
    const free = firstIn(range, prefix, used)
    if (free) return free
  }
  return undefined
}

/** Steps over whatever is in the way, so that a full range costs as many steps as it has occupants. */
function firstIn(range: Cidr, prefix: number, used: readonly Cidr[]): Cidr | undefined {
  const size = 2 ** (32 - prefix)
  let first = range.first
  while (first + size - 1 <= range.last) {
    const free = parseCidr(formatCidr(first, prefix))
    if (!free) return undefined
    const inWay = used.filter((each) => overlaps(each, free))
    if (inWay.length === 0) return free
    const end = Math.max(...inWay.map((each) => each.last))
    first = Math.ceil((end + 1) / size) * size
  }
  return undefined
}
