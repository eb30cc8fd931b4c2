import type { Json } from '../../model/json.ts'
import { listAt, textAt } from '../../model/json.ts'
import type { Plan, PlannedPolicy } from '../../model/plan.ts'
import { suggestion } from '../../model/suggest.ts'
import { originsAt } from '../../model/traced.ts'
import type { PlacedResult } from './placed.ts'

interface Dependency {
  readonly on: string
  readonly pointer: string
}

/** Dependencies on Policies: each is there, on every cluster of the one that waits, and no two wait for one another. */
export function checkDependencies(plan: Plan): readonly PlacedResult[] {
  const policies = new Map(plan.policies.map((each) => [each.name, each]))
  const all = new Map(plan.policies.map((each) => [each, dependenciesOf(each, plan.environment.spec.hub.namespace)]))
  const results = [...all].flatMap(([policy, dependencies]) =>
    dependencies.flatMap((each) => checkOne(policy, each, policies)),
  )
  return [...results, ...cycles(all, policies)]
}

/** Policies of the hub namespace that a policy, or one of its templates, waits for. */
function dependenciesOf({ object }: PlannedPolicy, namespace: string): readonly Dependency[] {
  const read = (list: readonly Json[], at: string) =>
    list.flatMap((each, i): readonly Dependency[] => {
      const name = textAt(each, 'name')
      const isOurs = (textAt(each, 'namespace') ?? namespace) === namespace
      return textAt(each, 'kind') === 'Policy' && name !== undefined && isOurs
        ? [{ on: name, pointer: `${at}/${i}` }]
        : []
    })
  return [
    ...read(listAt(object, 'spec', 'dependencies'), '/spec/dependencies'),
    ...listAt(object, 'spec', 'policy-templates').flatMap((each, i) =>
      read(listAt(each, 'extraDependencies'), `/spec/policy-templates/${i}/extraDependencies`),
    ),
  ]
}

function checkOne(
  policy: PlannedPolicy,
  { on, pointer }: Dependency,
  policies: ReadonlyMap<string, PlannedPolicy>,
): readonly PlacedResult[] {
  const other = policies.get(on)
  if (!other) {
    const message = `it waits for policy ${on}, which nothing renders: it would wait for ever`
    const hint = suggestion(on, [...policies.keys()], 'remove the dependency')
    return [result('dependency/unknown-policy', policy, pointer, message, hint)]
  }
  const missing = policy.clusters.filter((each) => !other.clusters.includes(each))
  if (missing.length === 0) return []
  const message = `it waits for policy ${on}, which is not on ${missing.join(', ')}: it would wait there for ever`
  return [result('dependency/not-there', policy, pointer, message, 'place both on the same clusters')]
}

function cycles(
  all: ReadonlyMap<PlannedPolicy, readonly Dependency[]>,
  policies: ReadonlyMap<string, PlannedPolicy>,
): readonly PlacedResult[] {
  const reaches = (from: PlannedPolicy, to: PlannedPolicy, seen: Set<PlannedPolicy>): boolean =>
    (all.get(from) ?? []).some(({ on }) => {
      const next = policies.get(on)
      if (!next || seen.has(next)) return next === to
      seen.add(next)
      return next === to || reaches(next, to, seen)
    })
  return [...all].flatMap(([policy, [first]]) => {
    if (!first || !reaches(policy, policy, new Set())) return []
    const message = `it waits for itself, by way of ${first.on}`
    return [result('dependency/cycle', policy, first.pointer, message, 'remove one of the dependencies')]
  })
}

function result(rule: string, policy: PlannedPolicy, pointer: string, message: string, hint: string): PlacedResult {
  const [origin] = originsAt(policy.origins, pointer)
  return {
    rule,
    severity: 'error',
    pointer: '/spec/components',
    policy: policy.name,
    message,
    hint,
    ...(origin === undefined ? {} : { origin }),
  }
}
