import type { StretchedService } from './stretched.ts'
import type { TopologyService } from './topology.ts'
import { lostVotes, regionsOf, topologyServiceOf, votesOfDown } from './topology.ts'

/** Votes of a service, how many are left without some of its clusters, and how many a majority takes. */
export interface VotesLeft {
  readonly voters: number
  readonly left: number
  readonly quorum: number
}

interface Place {
  readonly name: string
  readonly cloud?: string
  readonly region: string
}

/**
 * Rules G1 and G4: of a Raft group every member votes; of a replicated database the replicas of one range, of which those are
 * lost that lie where it hurts most. `clusters` say who shares a region; one that is not among them is a region of its own.
 */
export function votesWithout(
  service: StretchedService,
  gone: readonly string[],
  clusters: readonly Place[],
): VotesLeft {
  const { regions, asked } = placed(service, clusters)
  return votesLeft(asked, lostVotes(asked, regions, gone))
}

/** The same while so many members of each cluster are down. */
export function votesWithDown(
  service: StretchedService,
  downIn: (members: TopologyService['members'][number]) => number,
  clusters: readonly Place[],
): VotesLeft {
  const { regions, asked } = placed(service, clusters)
  return votesLeft(asked, votesOfDown(asked, regions, downIn))
}

function votesLeft({ voters, quorum }: TopologyService, lost: number): VotesLeft {
  return { voters, left: voters - lost, quorum }
}

function placed(service: StretchedService, clusters: readonly Place[]) {
  const places = service.members.map(({ cluster: name }) => {
    const { cloud = '', region } = clusters.find((each) => each.name === name) ?? { region: name }
    return { name, cloud, region }
  })
  const regions = regionsOf(places)
  return { regions, asked: topologyServiceOf(service, regions) }
}
