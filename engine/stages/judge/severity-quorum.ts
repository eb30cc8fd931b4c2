import { seenIn } from '../../model/by-cluster.ts'
import { lostReplicas } from '../../model/geo-replicas.ts'
import type { Json } from '../../model/json.ts'
import { at, listAt, textAt } from '../../model/json.ts'
import type { ObjectKey } from '../../model/kube.ts'
import { keyOf } from '../../model/kube.ts'
import type { ClusterObservation } from '../../model/observation.ts'
import { moreToLose, quorumOf } from '../../model/quorum.ts'
import type { Rendered, RenderedPolicy } from '../../model/rendered.ts'
import { rulesFor } from './severity.ts'
import type { RawDrift } from './sightings.ts'

interface Surroundings {
  readonly rendered: Rendered
  readonly observation: { readonly clusters: readonly ClusterObservation[] }
}

/** Members that one cluster should have and has; null: the cluster cannot be seen. */
interface Members {
  readonly cluster: string
  readonly wanted: number
  readonly there: number | null
}

interface Region {
  readonly wanted: number
  readonly there: number
}

/**
 * What a stretched service still tolerates, where a drift touches its quorum: the replicas that its StatefulSets ask for
 * over all clusters against those that are merged. Undefined where the drift is about something else.
 */
export function toleranceNote(raw: RawDrift, around: Surroundings): string | undefined {
  if (!raw.policy.stateful || !rulesFor(raw).some((rule) => rule?.id.startsWith('quorum/'))) return undefined
  const { clusters } = around.observation
  const members = membersOf(raw, around)
  if (members.length < 2 || clusters.some((each) => each.state === 'reported')) return undefined
  const regions = byRegion(members, around.rendered)
  const asked = regions.reduce((sum, each) => sum + each.wanted, 0)
  const there = regions.reduce((sum, each) => sum + each.there, 0)
  const replicas = replicasOfRange(raw, around)
  const leftWithout = (region?: Region) =>
    replicas === undefined ? there - (region?.there ?? 0) : replicas - lostOf(replicas, regions, region)
  const left = leftWithout()
  const worst = Math.min(...regions.map(leftWithout))
  const quorum = quorumOf(replicas ?? asked)
  const ranges = replicas === undefined ? '' : `, which leaves at least ${left} of ${replicas} replicas of each range`
  const dark = members.filter((each) => each.there === null).map((each) => each.cluster)
  return [
    `${there} of ${asked} members are asked for over ${regions.length} regions${ranges}, and a majority is ${quorum}: ${losing(left - quorum)}`,
    left >= quorum ? `, after the loss of its largest region ${losing(worst - quorum)}` : '',
    dark.length > 0 ? ` (${dark.join(', ')} not seen, counted as lost)` : '',
  ].join('')
}

/** How many replicas a range of a replicated database has; undefined where every member votes, or an older folder does not say. */
function replicasOfRange({ policy }: RawDrift, { rendered }: Surroundings): number | undefined {
  const service = rendered.topology?.services.find((each) => each.component === policy.component)
  return service?.kind === 'replication' ? service.voters : undefined
}

/** Replicas that lie on members which nobody asks for any more, in the worst placement (rule G4). */
function lostOf(replicas: number, regions: readonly Region[], gone: Region | undefined): number {
  const lost = regions.map((each) => ({
    members: each.wanted,
    lost: each === gone ? each.wanted : each.wanted - each.there,
  }))
  return lostReplicas(replicas, lost).lost
}

function losing(tolerance: number): string {
  if (tolerance < 0) return 'it has lost its quorum'
  return tolerance === 0 ? moreToLose(0) : `at most ${moreToLose(tolerance)}`
}

function membersOf({ policy, difference }: RawDrift, { rendered, observation }: Surroundings): readonly Members[] {
  const { namespace } = difference.object
  const sets = rendered.policies
    .filter((each) => each.stateful && each.component === policy.component)
    .flatMap((each) =>
      statefulSetsOf(each, namespace).flatMap((set) => each.clusters.map((cluster) => ({ cluster, set }))),
    )
  const unique = new Map(sets.map((each) => [`${each.cluster}/${keyOf(each.set).name}`, each]))
  return [...new Set(sets.map((each) => each.cluster))].map((cluster) => {
    const own = [...unique.values()].filter((each) => each.cluster === cluster)
    const wanted = own.reduce((sum, each) => sum + replicasOf(each.set), 0)
    const seen = seenIn(observation.clusters, cluster)
    if (seen?.state !== 'seen') return { cluster, wanted, there: null }
    const there = own.reduce((sum, { set }) => {
      const found = seen.objects.find((each) => isSame(keyOf(each), keyOf(set)))
      return sum + (found === undefined ? 0 : Math.min(replicasOf(found), replicasOf(set)))
    }, 0)
    return { cluster, wanted, there }
  })
}

function statefulSetsOf(policy: RenderedPolicy, namespace: string): readonly Json[] {
  return listAt(policy.object, 'spec', 'policy-templates')
    .flatMap((template) => listAt(template, 'objectDefinition', 'spec', 'object-templates'))
    .filter((template) => textAt(template, 'complianceType') !== 'mustnothave')
    .map((template) => at(template, 'objectDefinition') ?? null)
    .filter((object) => keyOf(object).kind === 'StatefulSet' && keyOf(object).namespace === namespace)
    .filter((object) => typeof at(object, 'spec', 'replicas') === 'number')
}

function isSame(a: ObjectKey, b: ObjectKey): boolean {
  return a.kind === b.kind && a.namespace === b.namespace && a.name === b.name
}

/** An absent number is one. */
function replicasOf(object: Json): number {
  const replicas = at(object, 'spec', 'replicas')
  return typeof replicas === 'number' ? replicas : 1
}

function byRegion(members: readonly Members[], rendered: Rendered): readonly Region[] {
  const regions = new Map<string, Region>()
  for (const { cluster, wanted, there } of members) {
    const region = rendered.clusters.find((each) => each.name === cluster)?.region ?? cluster
    const sum = regions.get(region) ?? { wanted: 0, there: 0 }
    regions.set(region, { wanted: sum.wanted + wanted, there: sum.there + (there ?? 0) })
  }
  return [...regions.values()]
}
