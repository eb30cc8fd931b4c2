import { describe, expect, test } from 'vitest'
import type { Json } from '../../engine/model/json.ts'
import { isObject, listAt } from '../../engine/model/json.ts'
import type { Plan } from '../../engine/model/plan.ts'
import { switchedOff } from './dark-region.ts'
import { planOf, repositories } from './repository.ts'

const losses = [...repositories.keys()].flatMap((name) =>
  planOf(name).environment.spec.clusters.map((cluster) => [name, cluster.name] as const),
)

test.each(losses)('%s: when %s goes dark, RHACM switches nothing off', (name, cluster) => {
  expect(switchedOff(planOf(name), cluster)).toEqual([])
})

test('there are dependencies that could have been switched off', () => {
  const ordered = planOf('reference').policies.flatMap((policy) =>
    listAt(policy.object, 'spec', 'policy-templates').filter((each) => listAt(each, 'extraDependencies').length > 0),
  )
  expect(ordered.length).toBeGreaterThan(20)
})

describe('what a dark region would switch off is found', () => {
  const reference = planOf('reference')
  /** The plan with every object changed, text by text. */
  const edited = (plan: Plan, pattern: string, replacement: string): Plan => {
    const text = JSON.stringify({ policies: plan.policies, bindings: plan.bindings })
    expect(text).toContain(pattern)
    return { ...plan, ...JSON.parse(text.replaceAll(pattern, replacement)) }
  }
  /** Policies whose every template waits for the template before it, whatever that is for. */
  const chained: Plan = {
    ...reference,
    policies: reference.policies.map((each) => ({
      ...each,
      object: { ...each.object, spec: { ...spec(each.object), 'policy-templates': chain(each.object) } },
    })),
  }
  test.each<[string, Plan, RegExp]>([
    ['what waits for health', chained, /is switched off by/],
    [
      'what waits for readiness',
      edited(reference, '"isthmus.dev/role":"fact"', '"isthmus.dev/role":"health"'),
      /switched off/,
    ],
    [
      'what waits for a policy as a whole',
      edited(
        reference,
        '"remediationAction":"inform","policy-templates"',
        '"dependencies":[{"kind":"Policy","name":"x"}],"policy-templates"',
      ),
      /switched off by x/,
    ],
    [
      'what goes to clusters that are available',
      edited(
        reference,
        '"clusterSelector"',
        '"clusterConditions":[{"type":"ManagedClusterConditionAvailable","status":"True"}],"clusterSelector"',
      ),
      /is withdrawn from cluster2/,
    ],
    [
      'what tolerates no darkness',
      edited(planOf('google'), 'cluster.open-cluster-management.io/unreachable', 'other'),
      /withdrawn from central/,
    ],
  ])('%s', (_, plan, message) => {
    const [, second] = plan.environment.spec.clusters
    expect(switchedOff(plan, second?.name ?? '').join('\n')).toMatch(message)
  })
})

function spec(policy: Json): object {
  return isObject(policy) && isObject(policy.spec) ? policy.spec : {}
}

function chain(policy: Json): readonly Json[] {
  const templates = listAt(policy, 'spec', 'policy-templates').filter(isObject)
  return templates.map((each, i) => {
    const before = templates[i - 1]?.objectDefinition
    if (!isObject(before) || !isObject(before.metadata)) return each
    const dependency = { kind: before.kind ?? '', name: before.metadata.name ?? '', compliance: 'Compliant' }
    return { ...each, extraDependencies: [dependency] }
  })
}
