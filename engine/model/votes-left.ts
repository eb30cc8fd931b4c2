import type { StretchedService } from './stretched.ts'
import { lostVotes, regionsOf, topologyServiceOf } from './topology.ts'

/** Votes of a service, how many are left without some of its clusters, and how many a majority takes. */
export interface VotesLeft {
  readonly voters: number
  readonly left: number
  readonly quorum: number
}

/**
 * Rules G1 and G4: of a Raft group every member votes; of a replicated database the replicas of one range, of which those are
 * lost that lie where it hurts most. `clusters` say who shares a region; one that is not among them is a region of its own.
 */
export function votesWithout(
  service: StretchedService,
  gone: readonly string[],
  clusters: readonly { readonly name: string; readonly cloud?: string; readonly region: string }[],
): VotesLeft {
  const places = service.members.map(({ cluster: name }) => {
    const { cloud = '', region } = clusters.find((each) => each.name === name) ?? { region: name }
    return { name, cloud, region }
  })
  const regions = regionsOf(places)
  const { voters, quorum, ...asked } = topologyServiceOf(service, regions)
  return { voters, left: voters - lostVotes({ voters, ...asked }, regions, gone), quorum }
}
