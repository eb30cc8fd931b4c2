import { expect, test } from 'vitest'
import type { Environment } from '../../../../engine/model/environment.ts'
import type { StretchedPlatform, StretchedService } from '../../../../engine/model/stretched.ts'
import { parseLost } from '../../../../engine/stages/simulate/lost.ts'
import { aCluster, anEnvironment } from '../a-platform.ts'

const environment: Environment = anEnvironment([
  aCluster(1, { name: 'east', region: 'us-east-1' }),
  aCluster(2, { name: 'west', region: 'us-west-2' }),
  aCluster(3, { name: 'twin', region: 'us-east-1' }),
  aCluster(4, { name: 'other', cloud: 'azure', region: 'us-west-2' }),
])
const service: StretchedService = {
  name: 'store',
  pointer: '/spec/components/store',
  members: [
    { cluster: 'west', pods: ['store-0', 'store-1'] },
    { cluster: 'other', pods: ['store-2'] },
  ],
  quorum: { kind: 'raft' },
  roundTrip: { milliseconds: 70, pointer: '' },
  failover: [],
}
const platform: StretchedPlatform = { services: [service], entries: [], leafLimits: [] }

test.each([
  ['us-east-1', ['east', 'twin'], []],
  ['aws/us-west-2', ['west'], []],
  ['us-west-2', ['west', 'other'], []],
  ['east', ['east'], []],
  ['west/store-1', [], ['west/store-1']],
  ['region-2a', [], ['west/store-0']],
  ['west/region-2b', [], ['west/store-0']],
])('%s', (word, clusters, pods) => {
  const { lost, unknown } = parseLost([word], environment, platform)
  expect({ clusters: [...lost.clusters], pods: [...lost.pods], unknown }).toEqual({ clusters, pods, unknown: [] })
})

test.each([
  ['us-est-1', 'did you mean `us-east-1`?'],
  ['weest', 'did you mean `west`?'],
  ['west/store-2', 'did you mean `west/store-0`?'],
  ['westt/store-0', 'did you mean `west`?'],
  ['east/store-0', 'no service has pods there'],
  ['__proto__', 'known here: `us-east-1`, `us-west-2`, `east`, `west`, `twin`, `other`'],
  ['constructor/__proto__', 'known here: `us-east-1`, `us-west-2`, `east`, `west`, `twin`, `other`'],
])('%s is unknown', (word, hint) => {
  expect(parseLost([word], environment, platform).unknown).toEqual([{ word, hint }])
})
