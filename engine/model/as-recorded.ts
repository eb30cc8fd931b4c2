import type { JsonObject } from './json.ts'
import { isEqual } from './json.ts'
import type { StretchedService } from './stretched.ts'
import type { Topology } from './topology.ts'

/**
 * Services with the members that an output records, whatever the sources ask for by now: between two waves a region still
 * has the nodes of before. A service that it does not record is not there; without a record the sources are all there is.
 */
export function asRecorded(
  services: readonly StretchedService[],
  recorded: Topology | undefined,
): readonly StretchedService[] {
  if (recorded === undefined) return services
  return services.flatMap((service) => {
    const known = recorded.services.find((each) => each.name === service.name)
    if (known === undefined) return []
    const members = known.members.map(({ cluster, nodes }) => ({
      cluster,
      pods: Array.from({ length: nodes }, (_, i) => `${service.name}-${i}`),
    }))
    return [{ ...service, members, quorum: quorumOf(service.quorum, known) }]
  })
}

/** True where an output records the same votes as the services have: as many members in the same clusters, counted in the same way. */
export function isAsRecorded(services: readonly StretchedService[], recorded: Topology | undefined): boolean {
  return isEqual(asRecorded(services, recorded).map(votesOf), services.map(votesOf))
}

function votesOf({ name, members, quorum }: StretchedService): JsonObject {
  const votes = Object.fromEntries(members.map(({ cluster, pods }) => [cluster, pods.length]))
  return { name, votes, quorum: { ...quorum } }
}

function quorumOf(
  { kind }: StretchedService['quorum'],
  { voters, home }: Topology['services'][number],
): StretchedService['quorum'] {
  return kind === 'raft' ? { kind } : { kind, factor: voters, ...(home === undefined ? {} : { home }) }
}
