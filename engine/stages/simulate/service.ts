import type { Environment } from '../../model/environment.ts'
import { sumOf } from '../../model/failover.ts'
import { regionOf } from '../../model/geo.ts'
import { lostReplicas } from '../../model/geo-replicas.ts'
import type { ObservedPlatform, ObservedService } from '../../model/observed-services.ts'
import { quorumOf } from '../../model/quorum.ts'
import type { StretchedService } from '../../model/stretched.ts'
import type { ServiceSurvival } from '../../model/survival.ts'
import { commitOf } from './commit.ts'
import type { Lost } from './lost.ts'

interface Votes {
  readonly voters: number
  readonly left: number
  readonly notes: readonly string[]
}

type Clusters = ServiceSurvival['clusters']

/** Rules G1, G2 and G4 for exactly this loss: voters, quorum and what is left of them. */
export function serviceSurvival(
  service: StretchedService,
  environment: Environment,
  lost: Lost,
  observed: ObservedPlatform,
): ServiceSurvival {
  const seen = observed.services.get(service.name)
  const clusters = service.members.map(({ cluster, pods }) => ({
    cluster,
    members: pods.length,
    left: lost.clusters.has(cluster) ? 0 : pods.filter((pod) => !lost.pods.has(`${cluster}/${pod}`)).length,
  }))
  const { voters, left, notes } =
    service.quorum.kind === 'raft'
      ? raftVotes(clusters, seen)
      : replicaVotes(service.quorum, clusters, environment, seen)
  const quorum = quorumOf(voters)
  const tolerance = left - quorum
  const isHit = clusters.some((each) => each.left < each.members)
  const survives = tolerance >= 0
  const commit = survives ? commitOf(service, environment, clusters, quorum, observed.roundTrips) : null
  return {
    name: service.name,
    voters,
    quorum,
    left,
    tolerance,
    survives,
    clusters,
    source: seen === undefined ? { kind: 'assumed' } : { kind: 'observed', ageSeconds: seen.ageSeconds },
    failover: survives ? failoverOf(service, isHit) : null,
    commit: commit === null ? null : { milliseconds: commit.milliseconds, source: commit.source },
    notes: [...notes, ...marginNotes(service, tolerance, isHit), ...(commit === null ? [] : commit.notes)],
  }
}

function failoverOf(service: StretchedService, isHit: boolean): NonNullable<ServiceSurvival['failover']> {
  const terms = isHit ? service.failover : []
  return { terms, total: sumOf(terms), ...(isHit && service.expected ? { expected: service.expected } : {}) }
}

function raftVotes(clusters: Clusters, seen: ObservedService | undefined): Votes {
  const asked = sum(clusters, 'members')
  const gone = asked - sum(clusters, 'left')
  const voters = seen?.voters ?? asked
  const healthy = seen?.tolerance === undefined ? voters : Math.min(voters, quorumOf(voters) + seen.tolerance)
  const notes = [
    ...(voters > asked
      ? [`${voters} voters are in the member list, ${asked} are asked for: a dead voter still counts`]
      : []),
    ...(voters < asked ? [`${voters} of ${asked} members vote`] : []),
    ...(healthy < voters ? [`${voters - healthy} of ${voters} voters are unhealthy already`] : []),
  ]
  return { voters, left: Math.max(0, healthy - gone), notes }
}

function replicaVotes(
  quorum: Extract<StretchedService['quorum'], { kind: 'replication' }>,
  clusters: Clusters,
  environment: Environment,
  seen: ObservedService | undefined,
): Votes {
  const regions = new Map<string, { members: number; lost: number }>()
  const regionOfCluster = (name: string) => {
    const cluster = environment.spec.clusters.find((each) => each.name === name)
    return cluster === undefined ? name : regionOf(cluster)
  }
  for (const each of clusters) {
    const region = regionOfCluster(each.cluster)
    const before = regions.get(region) ?? { members: 0, lost: 0 }
    regions.set(region, {
      members: before.members + each.members,
      lost: before.lost + each.members - each.left,
    })
  }
  const home = quorum.home === undefined ? undefined : regions.get(regionOfCluster(quorum.home))
  const { placed, lost } = lostReplicas(quorum.factor, home === undefined ? [...regions.values()] : [home])
  const dead = seen?.live === undefined ? 0 : Math.max(0, sum(clusters, 'members') - seen.live)
  const notes = [
    ...(home === undefined ? [] : [`all ${placed} voters are in the region of ${quorum.home}`]),
    ...(placed < quorum.factor ? [`${quorum.factor} replicas are asked for, and there are ${placed} members`] : []),
    ...(dead > 0 ? [`${dead} of ${sum(clusters, 'members')} members are not alive already`] : []),
  ]
  return { voters: placed, left: Math.max(0, placed - lost - dead), notes }
}

function marginNotes(service: StretchedService, tolerance: number, isHit: boolean): readonly string[] {
  if (!isHit || tolerance !== 0) return []
  return service.quorum.kind === 'raft'
    ? ['exactly at quorum: the next lost member stops it']
    : ['exactly at quorum: the next lost member stops some of it, until replicas are copied (5 minutes and copying)']
}

function sum(clusters: Clusters, member: 'members' | 'left'): number {
  return clusters.reduce((total, each) => total + each[member], 0)
}
