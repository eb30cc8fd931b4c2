import type { Cluster, Environment } from '../../model/environment.ts'
import { regionOf } from '../../model/geo.ts'
import type { StretchedPlatform } from '../../model/stretched.ts'
import { suggestion } from '../../model/suggest.ts'

/** What is gone: whole clusters, and single pods (`cluster/pod`) elsewhere. */
export interface Lost {
  readonly asked: readonly string[]
  readonly clusters: ReadonlySet<string>
  readonly pods: ReadonlySet<string>
}

/** A word that names nothing here. */
export interface UnknownLoss {
  readonly word: string
  readonly hint: string
}

type Meaning =
  | { readonly clusters: readonly string[] }
  | { readonly pods: readonly string[] }
  | { readonly hint: string }

/** Regions (`us-east-1`, `aws/us-east-1`), clusters, zones (`us-east-1a`) and pods (`cluster2/vault-0`), as a person names them. */
export function parseLost(
  words: readonly string[],
  environment: Environment,
  platform: StretchedPlatform,
): { readonly lost: Lost; readonly unknown: readonly UnknownLoss[] } {
  const clusters = new Set<string>()
  const pods = new Set<string>()
  const unknown: UnknownLoss[] = []
  for (const word of words) {
    const meaning = meaningOf(word, environment, platform)
    if ('hint' in meaning) unknown.push({ word, hint: meaning.hint })
    else if ('pods' in meaning) for (const pod of meaning.pods) pods.add(pod)
    else for (const cluster of meaning.clusters) clusters.add(cluster)
  }
  return { lost: { asked: words, clusters, pods }, unknown }
}

function meaningOf(word: string, environment: Environment, platform: StretchedPlatform): Meaning {
  const all = environment.spec.clusters
  const inRegion = all.filter((each) => each.region === word || regionOf(each) === word)
  if (inRegion.length > 0) return { clusters: inRegion.map((each) => each.name) }
  if (all.some((each) => each.name === word)) return { clusters: [word] }
  const zoned = all.filter((each) => each.zones.some((zone) => zone === word || `${each.name}/${zone}` === word))
  if (zoned.length > 0) return { pods: zoned.flatMap((each) => podsOfZone(platform, each)) }
  const [cluster = '', pod] = word.split('/')
  if (pod !== undefined && all.some((each) => each.name === cluster)) {
    const known = podsOf(platform, cluster).map((each) => `${cluster}/${each}`)
    return known.includes(word) ? { pods: [word] } : { hint: suggestion(word, known, 'no service has pods there') }
  }
  const names = [...new Set(all.map((each) => each.region)), ...all.map((each) => each.name)]
  return { hint: suggestion(pod === undefined ? word : cluster, names, 'the environment has no clusters') }
}

/** Rule G13: pods are spread over the zones, so that one zone holds ceil(pods / zones) of each service at most. */
function podsOfZone(platform: StretchedPlatform, { name, zones }: Cluster): readonly string[] {
  return platform.services.flatMap((service) =>
    service.members
      .filter((each) => each.cluster === name)
      .flatMap(({ pods }) => pods.slice(0, Math.ceil(pods.length / zones.length)).map((pod) => `${name}/${pod}`)),
  )
}

function podsOf(platform: StretchedPlatform, cluster: string): readonly string[] {
  return platform.services.flatMap((service) =>
    service.members.filter((each) => each.cluster === cluster).flatMap((each) => each.pods),
  )
}
