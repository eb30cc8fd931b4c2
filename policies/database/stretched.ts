import { membersOf } from '../../engine/model/members.ts'
import type { StretchedService } from '../../engine/model/stretched.ts'
import type { DatabaseInput } from './input.ts'
import { primaryOf } from './input.ts'
import { PROBE } from './jobs.ts'
import { replicationOf } from './replication.ts'

const POINTER = '/spec/components/database'

/** Ranges of `factor` replicas over the regions, or all voters in the primary region where the goal is a zone (rule G4). */
export function stretchedDatabase(input: DatabaseInput): readonly StretchedService[] {
  const { settings } = input
  const { goal, factor } = replicationOf(input)
  const home = goal === 'zone' ? primaryOf(input)?.name : undefined
  return [
    {
      name: 'database',
      pointer: POINTER,
      members: input.clusters.map(({ name }) => ({
        cluster: name,
        pods: Array.from({ length: membersOf(settings, name) }, (_, i) => `cockroachdb-${i}`),
      })),
      quorum: { kind: 'replication', factor, ...(home === undefined ? {} : { home }) },
      roundTrip: { milliseconds: settings.roundTripMs, pointer: `${POINTER}/roundTripMs` },
      failover: [
        {
          name: 'lease and liveness',
          seconds: { min: 1, max: 9 },
          source: 'documented by the vendor for the loss of a region',
        },
      ],
      certificate: {
        hours: Number(settings.certificate.duration.slice(0, -1)),
        pointer: `${POINTER}/certificate/duration`,
      },
      probe: {
        ...PROBE,
        live: 'liveNodes',
        writes: [
          { key: 'nodesReached', min: 1 },
          { key: 'rangesUnavailable', max: 0 },
        ],
      },
    },
  ]
}
