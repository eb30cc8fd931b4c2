import type { TunnelLink } from '../../model/dashboard.ts'
import type { ObservedRoundTrips } from '../../model/geo.ts'
import { pairKey } from '../../model/geo-reference.ts'
import type { Json } from '../../model/json.ts'
import { listAt, textAt } from '../../model/json.ts'
import { groupOf } from '../../model/kube.ts'
import type { Observation } from '../../model/observation.ts'
import type { Rendered } from '../../model/rendered.ts'

const GROUP = 'submariner.io'

interface Word {
  readonly by: string
  readonly pair: string
  readonly isConnected: boolean
  readonly says: string
}

/**
 * The tunnel between each pair of clusters, as their gateways see it (status of Submariner's Gateways). Two gateways may
 * differ: one that is not connected counts. Empty where no policy asks for a tunnel and no gateway speaks of one.
 */
export function tunnelLinks(
  { clusters, policies }: Rendered,
  observation: Observation,
  roundTrips: ObservedRoundTrips,
): readonly TunnelLink[] {
  const words = observation.clusters.flatMap((each) =>
    each.state === 'seen' ? each.objects.flatMap((object) => wordsOf(each.cluster, object)) : [],
  )
  const isAsked = policies.some((each) => JSON.stringify(each.object).includes(GROUP))
  if (words.length === 0 && !isAsked) return []
  const names = clusters.map((each) => each.name)
  return names.flatMap((a, i) => names.slice(i + 1).map((b) => linkOf(a, b, words, roundTrips)))
}

function linkOf(a: string, b: string, words: readonly Word[], roundTrips: ObservedRoundTrips): TunnelLink {
  const pair = pairKey(a, b)
  const about = words.filter((each) => each.pair === pair)
  const broken = about.find((each) => !each.isConnected)
  const milliseconds = roundTrips.get(pair)
  const speakers = [a, b].filter((each) => about.some(({ by }) => by === each))
  const says = broken?.says ?? (speakers.length === 1 ? `as ${speakers[0]} alone says` : undefined)
  return {
    clusters: [a, b],
    state: broken ? 'broken' : about.length > 0 ? 'connected' : 'unknown',
    ...(says === undefined ? {} : { says }),
    ...(milliseconds === undefined ? {} : { milliseconds }),
  }
}

/** What the active gateway of a cluster says of each other one. */
function wordsOf(cluster: string, object: Json): readonly Word[] {
  const isGateway = textAt(object, 'kind') === 'Gateway' && groupOf(textAt(object, 'apiVersion') ?? '') === GROUP
  if (!isGateway || textAt(object, 'status', 'haStatus') === 'passive') return []
  return listAt(object, 'status', 'connections').flatMap((each): readonly Word[] => {
    const other = textAt(each, 'endpoint', 'cluster_id')
    if (other === undefined || other === cluster) return []
    const status = textAt(each, 'status') ?? ''
    const message = textAt(each, 'statusMessage') ?? ''
    const says = `${cluster}: ${status || 'no status'}${message === '' ? '' : `, ${message}`}`
    return [{ by: cluster, pair: pairKey(cluster, other), isConnected: status === 'connected', says }]
  })
}
