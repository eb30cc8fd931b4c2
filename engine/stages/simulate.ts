import type { Environment } from '../model/environment.ts'
import { longestOf } from '../model/failover.ts'
import type { ObservedPlatform } from '../model/observed-services.ts'
import type { StretchedPlatform } from '../model/stretched.ts'
import type { Survival, SurvivalCase } from '../model/survival.ts'
import { survivalCases } from './simulate/cases.ts'
import { endpointSurvival } from './simulate/endpoints.ts'
import type { Lost } from './simulate/lost.ts'
import { parseLost } from './simulate/lost.ts'
import { serviceSurvival } from './simulate/service.ts'
import { longestTerm, weakestOf } from './simulate/weakest.ts'

/** What survives a loss, computed: quorums, endpoints, times to fail over as sums. Nothing is asked, nothing is changed. */
export function simulate(
  environment: Environment,
  platform: StretchedPlatform,
  lost: Lost,
  observed: ObservedPlatform,
): Survival {
  const services = platform.services.map((each) => serviceSurvival(each, environment, lost, observed))
  const endpoints = platform.entries.flatMap((each) => endpointSurvival(each, environment, lost, services))
  const times = [...services, ...endpoints].flatMap((each) => each.failover?.total ?? [])
  return {
    environment: environment.metadata.name,
    lost: lost.asked,
    survives: [...services, ...endpoints].every((each) => each.survives),
    services,
    endpoints,
    total: longestOf(times),
    longest: longestTerm(services, endpoints),
    weakest: weakestOf(services, endpoints),
  }
}

/** The table of everything that is promised: each region, and each region with a further node. */
export function simulateCases(
  environment: Environment,
  platform: StretchedPlatform,
  observed: ObservedPlatform,
): readonly SurvivalCase[] {
  return survivalCases(environment, platform, (words) =>
    simulate(environment, platform, parseLost(words, environment, platform).lost, observed),
  )
}
