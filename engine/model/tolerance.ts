import { quorumOf } from './quorum.ts'
import type { StretchedService } from './stretched.ts'

/**
 * What each Raft group can still afford while some clusters cannot be seen: their members are counted as lost, since nobody
 * knows better. A replicated database is said by the members that are left.
 */
export function toleranceLines(services: readonly StretchedService[], dark: readonly string[]): readonly string[] {
  return services.flatMap((service): readonly string[] => {
    const count = (members: StretchedService['members']) => members.flatMap((each) => each.pods).length
    const all = count(service.members)
    const left = count(service.members.filter((each) => !dark.includes(each.cluster)))
    if (left === all) return []
    const needed = quorumOf(all)
    const more = left - needed
    const verdict = more < 0 ? 'no quorum is left' : `${more} more may be lost`
    return [`${service.name}: ${left} of ${all} members can be seen, ${needed} are a majority: ${verdict}`]
  })
}
