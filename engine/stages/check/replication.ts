import type { CheckResult } from '../../model/component.ts'
import { count } from '../../model/count.ts'
import type { Environment } from '../../model/environment.ts'
import { lostReplicas } from '../../model/geo-replicas.ts'
import { quorumOf } from '../../model/quorum.ts'
import type { StretchedService } from '../../model/stretched.ts'
import { membersPerRegion } from './voters.ts'

/** What one loss leaves of the replicas of a range. */
interface Left {
  readonly placed: number
  readonly left: number
  readonly needed: number
}

/**
 * Rule G4 with the members that there really are: an even factor, or regions with fewer members than replicas, may break
 * what the factor alone would keep. Says nothing where the factor itself is too small, which is the component's own rule.
 */
export function checkReplication(
  environment: Environment,
  services: readonly StretchedService[],
): readonly CheckResult[] {
  const also = environment.spec.survive === 'region+node' ? 1 : 0
  return services.flatMap((service): readonly CheckResult[] => {
    const { quorum } = service
    const members = membersPerRegion(environment, service)
    if (quorum.kind === 'raft' || quorum.home !== undefined || members.length < 3) return []
    const odd = quorum.factor - ((quorum.factor + 1) % 2)
    // The component may ask for no fewer than the even factor: the odd one above it keeps what the one below would.
    const next = quorum.factor + ((quorum.factor + 1) % 2)
    const plenty = members.map(() => quorum.factor)
    const worst = worstLoss(quorum.factor, members, also)
    const ideal = worstLoss(odd, plenty, also)
    if (worst.left >= worst.needed || ideal.left < ideal.needed) return []
    return [
      {
        rule: 'replication/promise-not-kept',
        severity: 'error',
        pointer: service.pointer,
        message: `${worst.placed} replicas of ${service.name} on ${members.join(' + ')} members leave ${worst.left} after a region${also > 0 ? ' and a node' : ''}, and ${worst.needed} are needed`,
        hint: `use an odd number of replicas, such as ${next}, and at least ${count(Math.ceil(next / members.length), 'member')} in each region`,
      },
    ]
  })
}

function worstLoss(factor: number, members: readonly number[], also: number): Left {
  const losses = members.flatMap((_, lost) => {
    const others = members.flatMap((count, i) => (i !== lost && count > 0 && also > 0 ? [i] : []))
    return others.length === 0 ? [[lost, -1] as const] : others.map((other) => [lost, other] as const)
  })
  const left = losses.map(([lost, other]): Left => {
    const regions = members.map((count, i) => ({ members: count, lost: i === lost ? count : i === other ? also : 0 }))
    const replicas = lostReplicas(factor, regions)
    return { placed: replicas.placed, left: replicas.placed - replicas.lost, needed: quorumOf(replicas.placed) }
  })
  return left.reduce((worst, each) => (each.left < worst.left ? each : worst))
}
