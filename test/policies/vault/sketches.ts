import fc from 'fast-check'
import type { JsonObject } from '../../../engine/model/json.ts'
import type { Sketch } from './component-input.ts'

const ALL: { readonly [name: string]: JsonObject } = {
  tunnel: {},
  certs: {},
  vault: {},
  database: {},
  loadbalancer: {},
}
const name = fc.stringMatching(/^[a-z]([-a-z0-9]{0,20}[a-z0-9])?$/)

export interface Platform {
  readonly sketch: Sketch
  readonly settings: JsonObject
}

/** Environments of one to seven clusters in any cloud, with uneven numbers of members. */
export const platforms: fc.Arbitrary<Platform> = fc
  .record({
    names: fc.uniqueArray(name, { minLength: 1, maxLength: 7 }),
    clouds: fc.array(fc.constantFrom('aws' as const, 'azure' as const, 'gcp' as const, 'other' as const), {
      minLength: 7,
      maxLength: 7,
    }),
    replicasPerCluster: fc.integer({ min: 1, max: 5 }),
    witness: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
    base: fc.constantFrom('example.com', 'a-b.example.co', 'platform.internal.example.org'),
  })
  .map(({ names, clouds, replicasPerCluster, witness, base }) => ({
    sketch: {
      base,
      components: ALL,
      regions: names.map((each, i) => ({ name: each, cloud: clouds[i] ?? 'aws', region: `region-${i}` })),
    },
    settings: {
      replicasPerCluster,
      ...(witness === undefined ? {} : { replicas: { [names[0] ?? '']: witness } }),
    },
  }))

export const RUNS = { seed: 20261122, numRuns: 40 } as const
