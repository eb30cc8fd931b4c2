import type { EndpointSurvival, ServiceSurvival, Survival } from '../../model/survival.ts'

interface Link {
  readonly name: string
  readonly why: string
  readonly survives: boolean
  readonly tolerance: number
  readonly seconds: number
}

/** What breaks first: what has stopped before what goes on, then what tolerates least, then what takes longest. */
export function weakestOf(
  services: readonly ServiceSurvival[],
  endpoints: readonly EndpointSurvival[],
): Survival['weakest'] {
  const links = [...services.map(serviceLink), ...endpoints.map(endpointLink)]
  const [weakest] = links.sort(
    (a, b) =>
      Number(a.survives) - Number(b.survives) ||
      a.tolerance - b.tolerance ||
      b.seconds - a.seconds ||
      (a.name < b.name ? -1 : 1),
  )
  return weakest === undefined ? null : { name: weakest.name, why: weakest.why }
}

function serviceLink({ name, voters, quorum, left, tolerance, survives, failover }: ServiceSurvival): Link {
  const what = survives ? `${tolerance} more may be lost` : 'it stops'
  return {
    name,
    why: `${left} of ${voters} voters left, ${quorum} needed: ${what}`,
    survives,
    tolerance,
    seconds: failover?.total.max ?? Number.POSITIVE_INFINITY,
  }
}

function endpointLink({ host, clusters, left, survives, failover, notes }: EndpointSurvival): Link {
  const time = failover === null ? (notes[0] ?? 'no time can be stated') : `users wait up to ${failover.total.max} s`
  return {
    name: host,
    why: `${left.length} of ${clusters.length} endpoints left; ${time}`,
    survives,
    tolerance: left.length - 1,
    seconds: failover?.total.max ?? Number.POSITIVE_INFINITY,
  }
}
