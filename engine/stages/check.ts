import type { CheckResult, Component } from '../model/component.ts'
import type { ExpandInput } from '../model/expansion.ts'
import type { Place } from '../model/finding.ts'
import { finding } from '../model/finding.ts'
import type { Plan } from '../model/plan.ts'
import type { StretchedPlatform } from '../model/stretched.ts'
import type { Origin } from '../model/traced.ts'
import { checkBudgets } from './check/budgets.ts'
import { checkDependencies } from './check/dependencies.ts'
import { checkDisruption } from './check/disruption.ts'
import { checkFailover } from './check/failover.ts'
import { checkHosts } from './check/hosts.ts'
import { checkLifetimes } from './check/lifetimes.ts'
import { placementCollisions } from './check/names/placement-collisions.ts'
import { checkNames } from './check/names.ts'
import { checkNetworks } from './check/networks.ts'
import type { PlacedResult, PlannedValue, PolicyFinding } from './check/placed.ts'
import { checkRegions } from './check/regions.ts'
import { checkReplication } from './check/replication.ts'
import { checkRoundTrips } from './check/round-trips.ts'
import { checkSecrets } from './check/secrets.ts'
import { checkSizes } from './check/sizes.ts'
import { checkTemplates } from './check/templates.ts'

/** What the checks are run with: the expansion's input, each component's own view of it, and places for pointers. */
export interface CheckRequest {
  readonly input: ExpandInput
  readonly plan: Plan
  readonly stretched: StretchedPlatform
  /** Runs one component's own checks over its own settings. */
  readonly componentChecks: (component: Component) => readonly CheckResult[]
  /** Place of a pointer in the Environment document; the nearest enclosing value where the pointer is absent. */
  readonly locate: (pointer: string) => Place
  /** Place of a value in any other document of the repository; undefined where that is not known. */
  readonly locateOrigin: (origin: Origin) => Place | undefined
  /** Place of a value of what is rendered: where it is written; undefined where nobody asked for it. */
  readonly locateValue: (value: PlannedValue) => Place | undefined
}

/** Geo, name and component rules over one environment. Pure arithmetic: whatever a region's loss would break is found before a merge. */
export function check(request: CheckRequest): readonly PolicyFinding[] {
  const environment = request.input.environment.value
  const used = request.input.components.filter((each) => environment.spec.components[each.name] !== undefined)
  const { stretched } = request
  const results: readonly PlacedResult[] = [
    ...checkNetworks(environment),
    ...checkRegions(environment, used, stretched.services),
    ...checkReplication(environment, stretched.services),
    ...checkRoundTrips(environment, stretched.services),
    ...checkFailover(stretched),
    ...checkLifetimes(stretched),
    ...checkDisruption(environment, stretched.services, request.input.placements),
    ...checkBudgets(request.plan),
    ...checkNames(request.plan),
    ...placementCollisions(request.plan),
    ...checkHosts(request.plan, stretched),
    ...checkSizes(request.plan),
    ...checkDependencies(request.plan),
    ...checkTemplates(request.plan),
    ...checkSecrets(request.plan),
    ...used.flatMap((each) => request.componentChecks(each)),
  ]
  return results.map((each) => {
    const place = placeOf(each, request) ?? request.locate(each.pointer)
    const found = finding(each.rule, place, each.message, each.hint, each.severity)
    return each.policy === undefined ? found : { ...found, policy: each.policy }
  })
}

function placeOf({ origin, value }: PlacedResult, request: CheckRequest): Place | undefined {
  return (value && request.locateValue(value)) ?? (origin && request.locateOrigin(origin))
}
