import type { CheckResult, Component } from '../model/component.ts'
import type { ExpandInput, PlatformInput } from '../model/expansion.ts'
import { componentsUsed } from '../model/expansion.ts'
import type { Finding, Place } from '../model/finding.ts'
import { finding } from '../model/finding.ts'
import type { Plan } from '../model/plan.ts'
import type { StretchedPlatform } from '../model/stretched.ts'
import type { Origin } from '../model/traced.ts'
import { checkBudgets } from './check/budgets.ts'
import { checkContradictions } from './check/contradictions.ts'
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

/** What can be asked of an environment alone, whatever is placed: its input, and each component's own view of it. */
export interface PlatformRequest {
  readonly input: Omit<PlatformInput, 'catalog'>
  readonly stretched: StretchedPlatform
  /** Runs one component's own checks over its own settings. */
  readonly componentChecks: (component: Component) => readonly CheckResult[]
  /** Place of a pointer in the Environment document; the nearest enclosing value where the pointer is absent. */
  readonly locate: (pointer: string) => Place
}

/** What the checks of an expansion are run with: all of that, the plan, and places for what is placed. */
export interface CheckRequest extends PlatformRequest {
  readonly input: ExpandInput
  readonly plan: Plan
  /** Place of a value in any other document of the repository; undefined where that is not known. */
  readonly locateOrigin: (origin: Origin) => Place | undefined
  /** Place of a value of what is rendered: where it is written; undefined where nobody asked for it. */
  readonly locateValue: (value: PlannedValue) => Place | undefined
}

/** Geo, name and component rules over one environment. Pure arithmetic: whatever a region's loss would break is found before a merge. */
export function check(request: CheckRequest): readonly PolicyFinding[] {
  const { input, plan, stretched } = request
  const results: readonly PlacedResult[] = [
    ...checkDisruption(input.environment.value, stretched.services, input.placements),
    ...checkBudgets(plan),
    ...checkNames(plan),
    ...placementCollisions(plan),
    ...checkHosts(plan, stretched),
    ...checkSizes(plan),
    ...checkDependencies(plan),
    ...checkContradictions(plan),
    ...checkTemplates(plan),
    ...checkSecrets(plan),
  ]
  const planned = results.map((each) => {
    const place = placeOf(each, request) ?? request.locate(each.pointer)
    const found = finding(each.rule, place, each.message, each.hint, each.severity)
    return each.policy === undefined ? found : { ...found, policy: each.policy }
  })
  return [...checkPlatform(request), ...planned]
}

/** The rules that need no plan: networks, regions, quorums, time, and what each component asks of its settings. */
export function checkPlatform({ input, stretched, componentChecks, locate }: PlatformRequest): readonly Finding[] {
  const environment = input.environment.value
  const used = componentsUsed(input)
  const results: readonly CheckResult[] = [
    ...checkNetworks(environment),
    ...checkRegions(environment, used, stretched.services),
    ...checkReplication(environment, stretched.services),
    ...checkRoundTrips(environment, stretched.services),
    ...checkFailover(stretched),
    ...checkLifetimes(stretched),
    ...used.flatMap(componentChecks),
  ]
  return results.map(({ rule, pointer, message, hint, severity }) =>
    finding(rule, locate(pointer), message, hint, severity),
  )
}

function placeOf({ origin, value }: PlacedResult, request: CheckRequest): Place | undefined {
  return (value && request.locateValue(value)) ?? (origin && request.locateOrigin(origin))
}
