import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Cidr } from '../../../engine/model/cidr.ts'
import {
  contains,
  formatCidr,
  overlaps,
  PRIVATE_RANGES,
  parseCidr,
  RESERVED_RANGES,
} from '../../../engine/model/cidr.ts'
import { freeNetworks } from '../../../engine/model/free-networks.ts'

const known = (text: string): Cidr => {
  const cidr = parseCidr(text)
  if (!cidr) throw new Error(`not a CIDR: ${text}`)
  return cidr
}

/** Any aligned range, most of them private. */
const network = fc
  .tuple(
    fc.constantFrom(10 * 2 ** 24, 172 * 2 ** 24 + 16 * 2 ** 16, 192 * 2 ** 24 + 168 * 2 ** 16, 0),
    fc.nat(2 ** 24 - 1),
    fc.integer({ min: 9, max: 28 }),
  )
  .map(([base, offset, prefix]) => {
    const size = 2 ** (32 - prefix)
    return known(formatCidr(Math.floor((base + offset) / size) * size, prefix))
  })

test('what is proposed is private, not reserved, disjoint, and clear of what is taken', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.array(network, { maxLength: 40 }), (count, taken) => {
      const proposed = freeNetworks(count, taken)
      if (!proposed) return
      expect(proposed).toHaveLength(count)
      const all = proposed.flatMap(({ pods, services, machines }) => [pods, services, machines]).map(known)
      for (const [i, each] of all.entries()) {
        expect(PRIVATE_RANGES.some((range) => contains(range, each))).toBe(true)
        expect([...RESERVED_RANGES, ...taken, ...all.slice(i + 1)].filter((other) => overlaps(each, other))).toEqual([])
      }
      // Room for the 16 nodes that a cluster needs at least, with the default hostPrefix.
      for (const { pods } of proposed) expect(23 - known(pods).prefix).toBeGreaterThanOrEqual(4)
    }),
    { numRuns: 300 },
  )
})

test('nine clusters beside nothing get what the reference has', () => {
  const proposed = freeNetworks(9, [])
  expect(proposed?.[0]).toEqual({ pods: '10.128.0.0/14', services: '172.20.0.0/16', machines: '10.0.0.0/16' })
  expect(new Set(proposed?.map((each) => known(each.pods).prefix))).toEqual(new Set([14]))
})

test('where the wide ranges are taken the networks are narrower', () => {
  const proposed = freeNetworks(3, [known('10.0.0.0/8')])
  expect(proposed).toHaveLength(3)
  expect(proposed?.every((each) => !each.pods.startsWith('10.'))).toBe(true)
})

test('where everything is taken nothing is proposed', () => {
  expect(freeNetworks(1, PRIVATE_RANGES)).toBeUndefined()
  expect(freeNetworks(9, [known('10.0.0.0/8'), known('172.16.0.0/12')])).toBeUndefined()
})
