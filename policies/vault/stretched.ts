import { expectedRaftFailover } from '../../engine/model/failover.ts'
import { membersOf, quorumOfMembers } from '../../engine/model/members.ts'
import type { StretchedService } from '../../engine/model/stretched.ts'
import { vaultFailover } from './failover.ts'
import type { VaultInput } from './input.ts'
import { PROBE } from './jobs.ts'
import { multiplierOf } from './timing.ts'

const POINTER = '/spec/components/vault'

/** One Raft group over all clusters; its probe reports what autopilot sees. */
export function stretchedVault(input: VaultInput): readonly StretchedService[] {
  const { settings } = input
  const multiplier = multiplierOf(settings)
  const { quorum } = quorumOfMembers(settings, input.clusters)
  return [
    {
      name: 'vault',
      pointer: POINTER,
      members: input.clusters.map(({ name }) => ({
        cluster: name,
        pods: Array.from({ length: membersOf(settings, name) }, (_, i) => `vault-${i}`),
      })),
      quorum: { kind: 'raft' },
      roundTrip: { milliseconds: settings.roundTripMs, pointer: `${POINTER}/roundTripMs` },
      leaderLeaseMs: 500 * multiplier,
      failover: vaultFailover(multiplier, settings.roundTripMs, settings.maxRequestSeconds),
      expected: {
        seconds: expectedRaftFailover(multiplier),
        source:
          'fitted to runs of nine nodes in three regions whose leader’s region was killed or cut off, with clients that wait a second',
      },
      certificate: {
        hours: Number(settings.certificate.duration.slice(0, -1)),
        pointer: `${POINTER}/certificate/duration`,
      },
      probe: {
        ...PROBE,
        voters: 'voters',
        tolerance: 'failureTolerance',
        writes: [{ key: 'nodesUnsealed', min: quorum }],
      },
    },
  ]
}
