import type { CheckResult } from '../../model/component.ts'
import type { Environment } from '../../model/environment.ts'
import type { Pair } from '../../model/geo.ts'
import { SLOW_ROUND_TRIP_MS, slowestKnownPair, TOO_SLOW_ROUND_TRIP_MS } from '../../model/geo.ts'
import { pointerOf } from '../../model/pointer.ts'
import type { StretchedService } from '../../model/stretched.ts'
import { suggestion } from '../../model/suggest.ts'

/** Rule G6: what services assume of the round trips bears what is measured or known of them. */
export function checkRoundTrips(
  environment: Environment,
  services: readonly StretchedService[],
): readonly CheckResult[] {
  const slowest = slowestKnownPair(environment)
  const understated = slowest === undefined ? [] : services.flatMap((each) => understatedResults(each, slowest))
  return [...statedResults(environment), ...understated]
}

const pointerTo = (key: string) => pointerOf(['spec', 'roundTrips', key])

function statedResults(environment: Environment): readonly CheckResult[] {
  const stated = environment.spec.roundTrips ?? {}
  const regions = [...new Set(environment.spec.clusters.map((each) => each.region))]
  return Object.keys(stated).flatMap((key): readonly CheckResult[] => {
    const [a = '', b = ''] = key.split('/')
    const foreign = [a, b].find((each) => !regions.includes(each))
    if (foreign !== undefined) {
      return [
        {
          rule: 'roundtrips/unknown-region',
          severity: 'error',
          pointer: pointerTo(key),
          message: `${key} names ${foreign}, which is none of the ${regions.length} regions of this environment`,
          hint: suggestion(foreign, regions, 'write regionA/regionB'),
        },
      ]
    }
    const turned = `${b}/${a}`
    const other = Object.hasOwn(stated, turned) ? stated[turned] : undefined
    if (turned <= key || other === undefined || other === stated[key]) return []
    return [
      {
        rule: 'roundtrips/contradiction',
        severity: 'error',
        pointer: pointerTo(turned),
        message: `${turned} takes ${other} ms, and ${key} takes ${stated[key]} ms: the same round trip has two values`,
        hint: 'keep the larger of the two',
      },
    ]
  })
}

/** Says nothing where the component's own rule already speaks, since its own figure is as large. */
function understatedResults(service: StretchedService, pair: Pair): readonly CheckResult[] {
  const { milliseconds, pointer } = service.roundTrip
  if (pair.milliseconds <= milliseconds) return []
  const lease = service.leaderLeaseMs
  const isTooSlow = pair.milliseconds > TOO_SLOW_ROUND_TRIP_MS
  const endsLease = lease !== undefined && lease < 10 * pair.milliseconds
  const isSlow = pair.milliseconds > SLOW_ROUND_TRIP_MS
  const known = pair.source === 'stated' ? 'spec.roundTrips says' : 'public figures say'
  const why = [
    ...(isTooSlow
      ? [`above ${TOO_SLOW_ROUND_TRIP_MS} ms`]
      : isSlow
        ? [`above ${SLOW_ROUND_TRIP_MS} ms every write is slow`]
        : []),
    ...(endsLease
      ? [`its lease of ${lease} ms is less than ten of them, ${Math.ceil(10 * pair.milliseconds)} ms`]
      : []),
  ]
  return [
    {
      rule: 'roundtrips/understated',
      severity: isTooSlow || endsLease ? 'error' : 'warning',
      pointer,
      message: `${service.name} is laid out for round trips of ${milliseconds} ms; ${known} ${pair.milliseconds} ms between ${pair.a.region} and ${pair.b.region}${why.length > 0 ? `: ${why.join(', and ')}` : ''}`,
      hint: isTooSlow
        ? `choose regions within ${TOO_SLOW_ROUND_TRIP_MS} ms of each other, or correct spec.roundTrips after measuring`
        : `set roundTripMs of ${service.name} to ${Math.ceil(pair.milliseconds)} or more, or correct spec.roundTrips after measuring`,
    },
  ]
}
