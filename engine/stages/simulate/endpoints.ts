import type { Environment } from '../../model/environment.ts'
import { sumOf } from '../../model/failover.ts'
import type { GlobalEntry } from '../../model/stretched.ts'
import type { EndpointSurvival, ServiceSurvival } from '../../model/survival.ts'
import type { Lost } from './lost.ts'

/** Rule G9: which clusters still answer for each global name, and how long users are led to those that do not. */
export function endpointSurvival(
  entry: GlobalEntry,
  environment: Environment,
  lost: Lost,
  services: readonly ServiceSurvival[],
): readonly EndpointSurvival[] {
  const all = environment.spec.clusters.map((each) => each.name)
  return entry.hosts.map(({ host, service: name }) => {
    const service = services.find((each) => each.name === name)
    const serving = service === undefined ? all : service.clusters.map((each) => each.cluster)
    const left = serving.filter((cluster) =>
      service === undefined
        ? !lost.clusters.has(cluster)
        : service.clusters.some((each) => each.cluster === cluster && each.left > 0),
    )
    const isHit = left.length < serving.length
    const staysDead = isHit && entry.failover === undefined
    const terms = isHit ? (entry.failover ?? []) : []
    return {
      host,
      service: name ?? null,
      clusters: serving,
      left,
      survives: left.length > 0 && service?.survives !== false && !staysDead,
      failover: staysDead || left.length === 0 ? null : { terms, total: sumOf(terms) },
      notes: notesOf(left.length, service, staysDead),
    }
  })
}

function notesOf(left: number, service: ServiceSurvival | undefined, staysDead: boolean): readonly string[] {
  return [
    ...(left === 0 ? ['no cluster is left to answer'] : []),
    ...(service?.survives === false ? [`${service.name} behind it has stopped`] : []),
    ...(staysDead && left > 0 ? ['no health check takes the lost region out: a person has to'] : []),
  ]
}
