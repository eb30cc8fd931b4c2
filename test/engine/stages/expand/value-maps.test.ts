import { describe, expect, test } from 'vitest'
import { byOwnName, lookupOf, valueMaps } from '../../../../engine/stages/expand/value-maps.ts'

const clusters = (count: number, length: number) =>
  Array.from({ length: count }, (_, i) => ({
    cluster: `c${i}`,
    values: [[`c${i}.0a1b2c3d`, `${i}`.padEnd(length, 'x')] as const],
  }))

describe('values of clusters', () => {
  test('few are one ConfigMap', () => {
    const { maps, isIndexed } = valueMaps(clusters(3, 10), 'gdw-values-shop')
    expect(maps.map((each) => [each.name, Object.keys(each.data)])).toEqual([
      ['gdw-values-shop', ['c0.0a1b2c3d', 'c1.0a1b2c3d', 'c2.0a1b2c3d']],
    ])
    expect(isIndexed).toBe(false)
  })

  test('those of a fleet are several, each well below what an object may have, and the index leads to each value', () => {
    const all = clusters(3500, 200)
    const { maps, isIndexed } = valueMaps(all, 'gdw-values-shop')
    expect(isIndexed).toBe(true)
    for (const each of maps) expect(JSON.stringify(each.data).length).toBeLessThan(256 * 1024)
    const byName = new Map(maps.map((each) => [each.name, each.data]))
    const index = byName.get('gdw-values-shop') ?? {}
    for (const { cluster, values } of all) {
      const part = byName.get(`gdw-values-shop-${index[cluster]}`) ?? {}
      for (const [key, value] of values) expect(part[key]).toBe(value)
    }
    const place = { configMap: 'gdw-values-shop', isIndexed, place: '/templates/0/spec/a', isNumber: false }
    expect(lookupOf(place)).toContain('(fromConfigMap "" "gdw-values-shop" .ManagedClusterName)')
  })
})

describe('a hub template that names something by its cluster', () => {
  const copy = (name: string) => `{{hub copySecretData "pki" "${name}" hub}}`

  test.each([
    [
      'by the end of a name',
      ['boot-c1', 'boot-c2'],
      '{{hub copySecretData "pki" (printf "boot-%s" .ManagedClusterName) hub}}',
    ],
    ['by another name', ['boot-c1', 'boot-x'], undefined],
    ['by what only looks like it', ['boot-c1', 'root-c2'], undefined],
  ])('%s', (_, names, expected) => {
    const all = names.map((name, i) => ({ cluster: `c${i + 1}`, value: copy(name) }))
    expect(byOwnName(all)).toBe(expected)
  })

  test('plain text is none', () => {
    expect(byOwnName([{ cluster: 'c1', value: 'boot-c1' }])).toBe(undefined)
  })
})
