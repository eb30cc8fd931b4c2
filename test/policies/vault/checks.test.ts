import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JsonObject } from '../../../engine/model/json.ts'
import { vault } from '../../../policies/vault/index.ts'
import type { Sketch } from './component-input.ts'
import { AWS, inputFor } from './component-input.ts'
import { platforms, RUNS } from './sketches.ts'

const check = (settings: JsonObject, sketch: Sketch = AWS) => vault.check(inputFor(vault, sketch, settings))
const regions = (count: number, more: Partial<Sketch['regions'][number]> = {}): Sketch => ({
  regions: Array.from({ length: count }, (_, i) => ({ name: `c${i}`, region: `r${i}`, ...more })),
})

test('the reference has nothing to say', () => {
  expect(check({})).toEqual([])
  expect(check({}, { ...AWS, survive: 'region+node' })).toEqual([])
})

const faults: readonly [string, JsonObject, Sketch, string, string][] = [
  ['two regions', {}, regions(2), 'vault/quorum-region', '/spec/components/vault/replicasPerCluster'],
  ['one region', {}, regions(1), 'vault/quorum-region', '/spec/components/vault/replicasPerCluster'],
  [
    '1-1-1 and a node',
    { replicasPerCluster: 1 },
    { ...AWS, survive: 'region+node' },
    'vault/quorum-node',
    '/spec/components/vault/replicasPerCluster',
  ],
  ['a region of five', { replicas: { cluster1: 5 } }, AWS, 'vault/balance', '/spec/components/vault/replicas'],
  ['six voters', { replicasPerCluster: 2 }, AWS, 'vault/even-voters', '/spec/components/vault/replicasPerCluster'],
  [
    'a cluster that is not there',
    { replicas: { cluster9: 1 } },
    AWS,
    'vault/unknown-cluster',
    '/spec/components/vault/replicas/cluster9',
  ],
  [
    'the authority of a cluster that is not there',
    { apiAuthorities: { cluster9: '-----BEGIN CERTIFICATE-----\n' } },
    AWS,
    'vault/unknown-authority',
    '/spec/components/vault/apiAuthorities/cluster9',
  ],
  [
    'a minute that is none',
    { snapshots: { schedule: '99 * * * *' } },
    AWS,
    'vault/snapshot-schedule',
    '/spec/components/vault/snapshots/schedule',
  ],
  ['one zone', {}, regions(3, { zones: 1 }), 'vault/zones', '/spec/clusters/0/zones'],
  [
    'a writer that is not there',
    { primary: 'cluster9' },
    AWS,
    'vault/primary-unknown',
    '/spec/components/vault/primary',
  ],
  ['a long way', { roundTripMs: 100 }, AWS, 'vault/round-trip', '/spec/components/vault/roundTripMs'],
  [
    'timing below the round trip',
    { roundTripMs: 70, performanceMultiplier: 1 },
    AWS,
    'vault/performance-multiplier',
    '/spec/components/vault/performanceMultiplier',
  ],
  [
    'a late renewal',
    { certificate: { renewBefore: '24h' } },
    AWS,
    'vault/certificate-renewal',
    '/spec/components/vault/certificate/renewBefore',
  ],
  [
    'renewal without end',
    { certificate: { duration: '744h', renewBefore: '720h' } },
    AWS,
    'vault/certificate-renewal',
    '/spec/components/vault/certificate/duration',
  ],
  ['a key elsewhere', { seal: { type: 'gcpckms' } }, AWS, 'vault/seal-shared-fate', '/spec/components/vault/seal'],
  [
    'a key of one region',
    { seal: { keyId: '1234abcd-12ab' } },
    AWS,
    'vault/seal-single-region',
    '/spec/components/vault/seal/keyId',
  ],
  [
    'a key ring in a data region',
    { seal: { location: 'r1' } },
    regions(3, { cloud: 'gcp' }),
    'vault/seal-single-region',
    '/spec/components/vault/seal/location',
  ],
  [
    'a key that the seal does not read',
    { seal: { type: 'transit', keyId: 'mrk-1' } },
    AWS,
    'vault/seal-without-effect',
    '/spec/components/vault/seal/keyId',
  ],
  [
    'a transit address beside the KMS of the cloud',
    { seal: { address: 'https://a.example.com' } },
    AWS,
    'vault/seal-without-effect',
    '/spec/components/vault/seal/address',
  ],
  [
    'short-lived credentials without a role',
    {},
    { ...AWS, components: { clusters: { credentials: 'short-lived' } } },
    'vault/seal-short-lived',
    '/spec/components/vault/seal',
  ],
  [
    'a base domain beyond all names',
    {},
    { ...AWS, base: `${`${'a'.repeat(60)}.`.repeat(4)}example.com` },
    'vault/host-too-long',
    '/spec/clusters',
  ],
]

test.each(faults)('%s', (_, settings, sketch, rule, pointer) => {
  const found = check(settings, sketch).filter((each) => each.rule === rule)
  expect(found.map((each) => each.pointer)).toContain(pointer)
  expect(found.every((each) => each.hint !== '' && each.message !== '')).toBe(true)
})

test('messages carry the numbers', () => {
  expect(check({}, regions(2))[0]?.message).toContain('6 voters, the largest region holds 3, 4 are needed, 3 remain')
  expect(check({ roundTripMs: 200 }).find((each) => each.rule === 'vault/round-trip')).toMatchObject({
    severity: 'error',
  })
})

test('the quorum rule says exactly what counting says', () => {
  fc.assert(
    fc.property(platforms, ({ sketch, settings }) => {
      const counts = sketch.regions.map(({ name }) => {
        const own = (settings.replicas as JsonObject | undefined)?.[name]
        return Number(own ?? settings.replicasPerCluster)
      })
      const voters = counts.reduce((sum, each) => sum + each, 0)
      const isLost = counts.some((lost) => (voters - lost) * 2 <= voters)
      expect(check(settings, sketch).some((each) => each.rule === 'vault/quorum-region')).toBe(isLost)
    }),
    RUNS,
  )
})

const accepted: readonly [string, JsonObject, Sketch][] = [
  ['five regions with one node each', { replicasPerCluster: 1 }, { ...regions(5), survive: 'region+node' }],
  ['two data regions and a witness: warned, not refused', { replicas: { c2: 1 } }, regions(3)],
]

test.each(accepted)('%s', (_, settings, sketch) => {
  expect(check(settings, sketch).filter((each) => each.severity === 'error')).toEqual([])
})

test('short-lived credentials are fine where a role is named, and for seals whose credentials a person brings', () => {
  const components = { clusters: { credentials: 'short-lived' } }
  const role = { seal: { roleArn: 'arn:aws:iam::123456789012:role/vault-unseal' } }
  expect(check(role, { ...AWS, components })).toEqual([])
  for (const cloud of ['azure', 'gcp'] as const) {
    expect(check({}, { ...regions(3, { cloud }), components }).map((each) => each.rule)).not.toContain(
      'vault/seal-short-lived',
    )
  }
  expect(check({}, { ...AWS, components: { clusters: { credentials: 'static' } } })).toEqual([])
})
