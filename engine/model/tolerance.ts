import { moreToLose } from './quorum.ts'
import type { StretchedService } from './stretched.ts'
import { votesWithout } from './votes-left.ts'

/**
 * What each stretched service can still afford while some clusters cannot be seen: their members are counted as lost, since
 * nobody knows better. `clusters` say which region each is in. `notes` say by service what a drift of its members leaves, which
 * is less: those that nobody asks for any more are lost as well.
 */
export function toleranceLines(
  services: readonly StretchedService[],
  dark: readonly string[],
  clusters: readonly { readonly name: string; readonly region: string }[] = [],
  notes: ReadonlyMap<string, string> = new Map(),
): readonly string[] {
  return services.flatMap((service): readonly string[] => {
    const { voters, left, quorum } = votesWithout(service, dark, clusters)
    if (left === voters) return []
    const note = notes.get(service.name)
    if (note !== undefined) return [`${service.name}: ${note}`]
    const more = left - quorum
    const verdict = more < 0 ? 'no quorum is left' : moreToLose(more)
    const seen =
      service.quorum.kind === 'raft'
        ? `${left} of ${voters} members can be seen`
        : `of ${voters} replicas of each range at least ${left} can be seen`
    return [`${service.name}: ${seen}, ${quorum} are a majority: ${verdict}`]
  })
}
