import { contains, overlaps, PRIVATE_RANGES, parseCidr, RESERVED_RANGES } from '../../model/cidr.ts'
import type { JsonObject } from '../../model/json.ts'
import { textAt } from '../../model/json.ts'

const KINDS = ['pods', 'services', 'machines'] as const

/**
 * Networks of clusters that run already cannot be changed: what breaks a rule is named under `accepted`, so that it is
 * reported as a warning from now on and stops nothing.
 */
export function checkableNetwork(clusters: readonly JsonObject[]): readonly JsonObject[] {
  const all = clusters.flatMap((cluster, index) =>
    KINDS.flatMap((kind) => {
      const cidr = parseCidr(textAt(cluster, 'network', kind) ?? '')
      return cidr ? [{ index, kind, cidr }] : []
    }),
  )
  return clusters.map((cluster, index) => {
    const own = all.filter((each) => each.index === index)
    const rules = [
      ...(own.some(({ cidr }) => RESERVED_RANGES.some((range) => overlaps(range, cidr))) ? ['network/reserved'] : []),
      ...(own.some(({ cidr }) => isPublic(cidr)) ? ['network/not-private'] : []),
      ...(hasOverlap(own, own) ? ['network/overlap-within'] : []),
      ...(hasOverlap(
        own,
        all.filter((each) => each.index < index),
      )
        ? ['network/overlap']
        : []),
    ]
    const network = cluster.network as JsonObject
    return rules.length === 0 ? cluster : { ...cluster, network: { ...network, accepted: rules } }
  })
}

interface Placed {
  readonly index: number
  readonly kind: string
  readonly cidr: NonNullable<ReturnType<typeof parseCidr>>
}

function isPublic(cidr: Placed['cidr']): boolean {
  return (
    !PRIVATE_RANGES.some((range) => contains(range, cidr)) && !RESERVED_RANGES.some((range) => overlaps(range, cidr))
  )
}

function hasOverlap(own: readonly Placed[], others: readonly Placed[]): boolean {
  return own.some((a) => others.some((b) => a !== b && overlaps(a.cidr, b.cidr)))
}
