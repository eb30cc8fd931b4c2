import type { CheckResult, ComponentInput } from './component.ts'
import { count } from './count.ts'
import type { Cluster } from './environment.ts'
import { escapeToken } from './pointer.ts'
import type { Quorum } from './quorum.ts'
import { quorumOver } from './quorum.ts'
import type { Mirror, Traced } from './traced.ts'
import { derived } from './traced.ts'

/** What every quorum system over the clusters lets a person set. */
export interface MemberSettings {
  readonly replicasPerCluster: number
  /** Another number for single clusters, such as a witness region. */
  readonly replicas?: { readonly [cluster: string]: number | undefined }
}

export function membersOf(settings: MemberSettings, cluster: string): number {
  const own = settings.replicas
  const count = own !== undefined && Object.hasOwn(own, cluster) ? own[cluster] : undefined
  return count ?? settings.replicasPerCluster
}

/** The same number, knowing the line that asked for it. */
export function tracedMembers<S extends MemberSettings>(input: ComponentInput<S>, cluster: string): Traced {
  const settings = input.from.settings as unknown as Mirror<{
    replicasPerCluster: number
    replicas: { [cluster: string]: number }
  }>
  const own = input.settings.replicas
  const asked =
    own !== undefined && Object.hasOwn(own, cluster) ? settings.replicas[cluster] : settings.replicasPerCluster
  return derived(membersOf(input.settings, cluster), asked ?? settings.replicasPerCluster)
}

export function quorumOfMembers(settings: MemberSettings, clusters: readonly Cluster[]): Quorum {
  return quorumOver(clusters.map((each) => membersOf(settings, each.name)))
}

/** Rules G1 (any region), G2 (and a node, where the environment asks for it) and G3 (balance) for members of a quorum. */
export function checkQuorum<S extends MemberSettings>(
  component: string,
  input: ComponentInput<S>,
): readonly CheckResult[] {
  const base = `/spec/components/${component}`
  const { voters, quorum, largestRegion, toleranceAfterRegion } = quorumOfMembers(input.settings, input.clusters)
  const found: CheckResult[] = unknownClusters(component, input)
  const sum = `${voters} voters, the largest region holds ${largestRegion}, ${quorum} are needed`
  if (toleranceAfterRegion < 0) {
    found.push({
      rule: `${component}/quorum-region`,
      severity: 'error',
      message: `losing the largest region stops ${component}: ${sum}, ${voters - largestRegion} remain`,
      hint: 'spread the members over three or more regions so that no region holds half of them; two data regions need a witness region with at least one member',
      pointer: `${base}/replicasPerCluster`,
    })
  } else if (toleranceAfterRegion < 1 && input.environment.spec.survive === 'region+node') {
    found.push({
      rule: `${component}/quorum-node`,
      severity: 'error',
      message: `${component} does not survive a region and one more node: ${sum}, ${voters - largestRegion - 1} would remain`,
      hint: 'use three members in each of three regions, or one in each of five; or set spec.survive to region',
      pointer: `${base}/replicasPerCluster`,
    })
  }
  return [...found, ...checkBalance(component, input)]
}

function checkBalance<S extends MemberSettings>(component: string, input: ComponentInput<S>): readonly CheckResult[] {
  const counts = input.clusters.map((each) => membersOf(input.settings, each.name))
  const spread = Math.max(...counts) - Math.min(...counts)
  const pointer = `/spec/components/${component}/${input.settings.replicas === undefined ? 'replicasPerCluster' : 'replicas'}`
  const found: CheckResult[] = []
  if (spread > 1) {
    found.push({
      rule: `${component}/balance`,
      severity: 'warning',
      message: `members are uneven over the regions (${counts.join(', ')}): the difference is ${spread}, at most 1 keeps the load and the tolerance even`,
      hint: 'even out replicas; a witness region is the usual reason to leave it so',
      pointer,
    })
  }
  return found
}

function unknownClusters<S extends MemberSettings>(component: string, input: ComponentInput<S>): CheckResult[] {
  const known = new Set(input.clusters.map((each) => each.name))
  return Object.keys(input.settings.replicas ?? {})
    .filter((name) => !known.has(name))
    .map((name) => ({
      rule: `${component}/unknown-cluster`,
      severity: 'error' as const,
      message: `replicas names ${name}, which is no cluster of this environment (${[...known].join(', ')})`,
      hint: 'use the name of a cluster of spec.clusters',
      pointer: `/spec/components/${component}/replicas/${escapeToken(name)}`,
    }))
}

/** Rule G13: members of one region need a zone each, up to three; imported clusters without zones are said to be unknown. */
export function checkZones<S extends MemberSettings>(
  component: string,
  input: ComponentInput<S>,
): readonly CheckResult[] {
  return input.clusters.flatMap((cluster, index): readonly CheckResult[] => {
    const wanted = Math.min(3, membersOf(input.settings, cluster.name))
    if (cluster.zones.length >= wanted) return []
    return [
      {
        rule: `${component}/zones`,
        severity: 'warning',
        message: `${cluster.name} names ${count(cluster.zones.length, 'zone')} for ${membersOf(input.settings, cluster.name)} members: ${wanted} zones keep them apart`,
        hint: 'list the zones of the region under zones; members beyond the zones double up or stay pending',
        pointer: `/spec/clusters/${index}/zones`,
      },
    ]
  })
}

/** Rule G3 for a system that is one Raft group: an even number of voters only costs. */
export function checkOddVoters<S extends MemberSettings>(
  component: string,
  input: ComponentInput<S>,
): readonly CheckResult[] {
  const { voters } = quorumOfMembers(input.settings, input.clusters)
  if (voters % 2 === 1) return []
  return [
    {
      rule: `${component}/even-voters`,
      severity: 'warning',
      message: `${voters} voters are an even number: one member fewer tolerates as many losses`,
      hint: 'use an odd number of members in an odd number of regions',
      pointer: `/spec/components/${component}/replicasPerCluster`,
    },
  ]
}
