import type { ObservedQuorum } from '../../model/imported.ts'
import type { JsonObject } from '../../model/json.ts'
import { at, textAt } from '../../model/json.ts'
import { quorumOver } from '../../model/quorum.ts'
import type { QuorumSystem } from './find.ts'
import { nameOf, namespaceOf, ofKind, quorumWorkloads } from './find.ts'
import { calledHosts } from './mistakes/names.ts'
import type { Platform } from './platform.ts'
import { regionIn, seenMembers } from './platform.ts'

interface Found {
  readonly system: QuorumSystem
  readonly namespace: string
  readonly cluster: string
  readonly replicas: number
  readonly workload: JsonObject
  readonly peers: readonly string[]
  /** Whether the other regions can resolve its members. */
  readonly isExported: boolean
}

/** Quorum systems over all regions as their StatefulSets describe them; voters themselves are known to no object. */
export function observedQuorums(platform: Platform): readonly ObservedQuorum[] {
  const found = seenMembers(platform).flatMap(({ name, objects }) =>
    quorumWorkloads(objects).map(
      (each): Found => ({
        system: each.system,
        namespace: namespaceOf(each.workload),
        cluster: name,
        replicas: each.replicas,
        workload: each.workload,
        isExported: ofKind(objects, 'ServiceExport', 'multicluster.x-k8s.io').some(
          (one) =>
            nameOf(one) === textAt(each.workload, 'spec', 'serviceName') &&
            namespaceOf(one) === namespaceOf(each.workload),
        ),
        peers: calledHosts(each, objects).filter((host) => host.endsWith('.svc.clusterset.local')),
      }),
    ),
  )
  const groups = new Map<string, Found[]>()
  for (const each of found) {
    const key = `${each.system}|${each.namespace}|${nameOf(each.workload)}`
    groups.set(key, [...(groups.get(key) ?? []), each])
  }
  return [...groups.values()].map((group) => quorum(group, platform)).sort((a, b) => (a.sentence < b.sentence ? -1 : 1))
}

function quorum(group: readonly Found[], platform: Platform): ObservedQuorum {
  const [first] = group
  const members = group.map((each) => ({
    cluster: each.cluster,
    region: regionIn(platform, each.cluster),
    count: each.replicas,
  }))
  const name = `${first?.system ?? ''} ${first?.namespace ?? ''}/${first ? nameOf(first.workload) : ''}`
  return { name, namespace: first?.namespace ?? '', members, sentence: sentence(name, group, members, platform) }
}

function sentence(
  name: string,
  group: readonly Found[],
  members: ObservedQuorum['members'],
  platform: Platform,
): string {
  const regions = new Map<string, number>()
  for (const { region, count } of members) regions.set(region, (regions.get(region) ?? 0) + count)
  const { voters, quorum: needed, largestRegion, toleranceAfterRegion } = quorumOver([...regions.values()])
  const spread = [...regions].map(([region, count]) => `${region} ${count}`).join(', ')
  const sum = `${name}: ${voters} members over ${regions.size} region(s) (${spread}), ${needed} are needed`
  const survival =
    toleranceAfterRegion < 0
      ? `losing the largest region leaves ${voters - largestRegion}: it stops`
      : `losing a region leaves ${voters - largestRegion}: it goes on and tolerates ${toleranceAfterRegion} more`
  return [`${sum}; ${survival}`, ...joined(group), ...readiness(group), ...unseen(platform)].join('; ')
}

/** Members that call nobody in another region, or cannot be resolved there, are no quorum over regions, whatever their number. */
function joined(group: readonly Found[]): readonly string[] {
  const names = (found: readonly Found[]) => found.map((each) => each.cluster).join(', ')
  const silent = group.filter((each) =>
    group.some((other) => !each.peers.some((peer) => peer.includes(`.${other.cluster}.`))),
  )
  const hidden = group.length > 1 ? group.filter((each) => !each.isExported) : []
  return [
    ...(silent.length === 0
      ? []
      : [`${names(silent)} do not name the members of every other region, so this may be several systems`]),
    ...(hidden.length === 0
      ? []
      : [`${names(hidden)} do not export their members, so this may be ${hidden.length} systems of one region each`]),
  ]
}

function readiness(group: readonly Found[]): readonly string[] {
  const low = group.flatMap((each) => {
    const ready = at(each.workload, 'status', 'readyReplicas')
    const isSeen = at(each.workload, 'status') !== undefined
    const count = typeof ready === 'number' ? ready : 0
    return isSeen && count < each.replicas ? [`${each.cluster} ${count} of ${each.replicas}`] : []
  })
  return low.length === 0 ? [] : [`not ready: ${low.join(', ')}`]
}

function unseen(platform: Platform): readonly string[] {
  const missing = platform.members.filter((each) => !platform.seen.some((one) => one.name === each))
  const partial = platform.members.filter((each) => platform.partial?.includes(each) === true)
  return [
    ...(missing.length === 0 ? [] : [`${missing.join(', ')} could not be seen and may hold more`]),
    ...(partial.length === 0 ? [] : [`${partial.join(', ')} could not be read whole and may hold more`]),
  ]
}
