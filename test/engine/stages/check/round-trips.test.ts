import { describe, expect, test } from 'vitest'
import type { Environment } from '../../../../engine/model/environment.ts'
import type { StretchedService } from '../../../../engine/model/stretched.ts'
import { checkRoundTrips } from '../../../../engine/stages/check/round-trips.ts'

const REGIONS = ['north', 'south', 'west']

function said(roundTrips: Readonly<Record<string, number>>, service: Partial<StretchedService> = {}) {
  const clusters = REGIONS.map((region, i) => ({ name: `cluster${i + 1}`, cloud: 'none', region }))
  const laidOut = { name: 'db', roundTrip: { milliseconds: 60, pointer: '/here' }, ...service }
  return checkRoundTrips({ spec: { clusters, roundTrips } } as unknown as Environment, [
    laidOut as unknown as StretchedService,
  ])
}

describe('what is stated of round trips', () => {
  test.each<[what: string, roundTrips: Readonly<Record<string, number>>]>([
    ['once', { 'north/south': 50 }],
    ['twice alike', { 'north/south': 50, 'south/north': 50 }],
    ['as slow as the services are laid out for', { 'north/south': 60 }],
    ['nothing', {}],
  ])('%s is taken', (_, roundTrips) => {
    expect(said(roundTrips)).toEqual([])
  })

  test.each([
    ['north/south', 'south/north'],
    ['south/north', 'north/south'],
  ])('two values are told once, at the second name (%s first)', (one, other) => {
    const [first, ...more] = said({ [one]: 40, [other]: 50 })
    expect([first?.rule, first?.pointer, more]).toEqual([
      'roundtrips/contradiction',
      '/spec/roundTrips/south~1north',
      [],
    ])
  })

  test('a region that every object inherits is none', () => {
    expect(said({ 'north/constructor': 1 }).map((each) => each.rule)).toEqual(['roundtrips/unknown-region'])
  })
})

describe('a service that is laid out for less', () => {
  test.each<[milliseconds: number, leaderLeaseMs: number | undefined, severity: string, why: RegExp]>([
    [61, undefined, 'warning', /between north and south$/],
    [80, undefined, 'warning', /between north and south$/],
    [80, 800, 'warning', /between north and south$/],
    [80, 799, 'error', /: its lease of 799 ms is less than ten of them, 800 ms$/],
    [80.5, undefined, 'warning', /: above 80 ms every write is slow$/],
    [150, 1500, 'warning', /: above 80 ms every write is slow$/],
    [
      150,
      1499,
      'error',
      /: above 80 ms every write is slow, and its lease of 1499 ms is less than ten of them, 1500 ms$/,
    ],
    [150.5, undefined, 'error', /: above 150 ms$/],
  ])('%d ms with a lease of %s ms: %s', (milliseconds, leaderLeaseMs, severity, why) => {
    const [result, ...more] = said({ 'north/south': milliseconds }, leaderLeaseMs ? { leaderLeaseMs } : {})
    expect(more).toEqual([])
    expect(result).toMatchObject({ rule: 'roundtrips/understated', severity, pointer: '/here' })
    expect(result?.message).toMatch(why)
  })

  test('reads the slowest pair, and says it in the order of the clusters', () => {
    const [result] = said({ 'west/south': 70, 'north/south': 65 })
    expect(result?.message).toContain('70 ms between south and west')
  })
})
