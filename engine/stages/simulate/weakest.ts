import { moreToLose } from '../../model/quorum.ts'
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
  const what = survives ? moreToLose(tolerance) : 'it stops'
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

/** Where the time goes: the largest term of whatever takes longest to come back. */
export function longestTerm(
  services: readonly ServiceSurvival[],
  endpoints: readonly EndpointSurvival[],
): Survival['longest'] {
  const waits = [
    ...services.map(({ name, failover }) => ({ of: name, failover })),
    ...endpoints.map(({ host, failover }) => ({ of: host, failover })),
  ]
  const [slowest] = waits.sort((a, b) => (b.failover?.total.max ?? 0) - (a.failover?.total.max ?? 0))
  const [term] = [...(slowest?.failover?.terms ?? [])].sort((a, b) => b.seconds.max - a.seconds.max)
  return slowest === undefined || term === undefined
    ? null
    : { name: term.name, of: slowest.of, seconds: term.seconds.max }
}
