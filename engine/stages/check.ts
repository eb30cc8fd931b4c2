import type { CheckResult, Component } from '../model/component.ts'
import type { ExpandInput } from '../model/expansion.ts'
import type { Finding, Place } from '../model/finding.ts'
import { finding } from '../model/finding.ts'
import type { Plan } from '../model/plan.ts'
import { checkNames } from './check/names.ts'
import { checkNetworks } from './check/networks.ts'
import { checkRegions } from './check/regions.ts'

/** What the checks are run with: the expansion's input, each component's own view of it, and places for pointers. */
export interface CheckRequest {
  readonly input: ExpandInput
  readonly plan: Plan
  /** Runs one component's own checks over its own settings. */
  readonly componentChecks: (component: Component) => readonly CheckResult[]
  /** Place of a pointer in the Environment document; the nearest enclosing value where the pointer is absent. */
  readonly locate: (pointer: string) => Place
}

/** Geo, name and component rules over one environment. Pure arithmetic: whatever a region's loss would break is found before a merge. */
export function check(request: CheckRequest): readonly Finding[] {
  const environment = request.input.environment.value
  const used = request.input.components.filter((each) => environment.spec.components[each.name] !== undefined)
  const results: readonly CheckResult[] = [
    ...checkNetworks(environment),
    ...checkRegions(environment, used),
    ...checkNames(request.plan),
    ...used.flatMap((each) => request.componentChecks(each)),
  ]
  return results.map((each) => finding(each.rule, request.locate(each.pointer), each.message, each.hint, each.severity))
}
