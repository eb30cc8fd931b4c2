import type { CheckResult } from '../../model/component.ts'
import { listAt, textAt } from '../../model/json.ts'
import { POLICY_FULL_NAME_LIMIT } from '../../model/names.ts'
import type { Plan, PlannedPolicy } from '../../model/plan.ts'

/** Below this many characters a shortened policy name says nothing any more. */
const SHORTEST_POLICY_LIMIT = 22

/** Names that RHACM would refuse, or where it would silently apply nothing (policy-api section 9, mistakes 1 to 4). */
export function checkNames(plan: Plan): readonly CheckResult[] {
  return [...namespaceResults(plan), ...reservedResults(plan), ...duplicateResults(plan), ...setResults(plan)]
}

/** Files beside those of the policies in a rendered folder. */
const RESERVED: readonly string[] = ['namespace', 'placements', 'kustomization']

/** A policy's file is named after it, and must not take the place of another file of the folder. */
function reservedResults(plan: Plan): readonly CheckResult[] {
  return plan.policies
    .filter((each) => RESERVED.includes(each.name))
    .map(({ name }) => ({
      rule: 'names/reserved-policy',
      severity: 'error',
      pointer: '/spec/components',
      message: `policy ${name} would be written to ${name}.yaml, which rendered/ has for something else`,
      hint: `rename policies/${name}`,
    }))
}

function namespaceResults(plan: Plan): readonly CheckResult[] {
  const { namespace } = plan.environment.spec.hub
  const left = POLICY_FULL_NAME_LIMIT - namespace.length - 1
  if (left >= SHORTEST_POLICY_LIMIT) return []
  return [
    {
      rule: 'names/namespace-too-long',
      severity: 'error',
      pointer: '/spec/hub/namespace',
      message: `hub namespace ${namespace} has ${namespace.length} characters and leaves ${Math.max(0, left)} for policy names: <namespace>.<policy> may have ${POLICY_FULL_NAME_LIMIT}`,
      hint: `use a namespace of at most ${POLICY_FULL_NAME_LIMIT - SHORTEST_POLICY_LIMIT - 1} characters`,
    },
  ]
}

/** Policies share a namespace, and policy templates share one on each cluster: both must be unique there. */
function duplicateResults(plan: Plan): readonly CheckResult[] {
  const policies = new Map<string, PlannedPolicy>()
  const templates = new Map<string, PlannedPolicy>()
  return plan.policies.flatMap((policy): readonly CheckResult[] => {
    const other = policies.get(policy.name)
    policies.set(policy.name, policy)
    if (other) return [collision('names/duplicate-policy', `policy ${policy.name}`, policy, other)]
    return policy.clusters.flatMap((cluster) =>
      templateKeys(policy).flatMap((key): readonly CheckResult[] => {
        const holder = templates.get(`${cluster} ${key}`)
        templates.set(`${cluster} ${key}`, policy)
        return holder ? [collision('names/duplicate-template', `template ${key} on ${cluster}`, policy, holder)] : []
      }),
    )
  })
}

/** A set that a PolicyGenerator file brings and one that a placement asks for share the namespace too. */
function setResults(plan: Plan): readonly CheckResult[] {
  const names = [...plan.support, ...plan.bindings]
    .filter((each) => each.object.kind === 'PolicySet')
    .map((each) => textAt(each.object, 'metadata', 'name') ?? '')
  return [...new Set(names.filter((name, i) => names.indexOf(name) !== i))].map((name) => ({
    rule: 'names/duplicate-set',
    severity: 'error',
    pointer: '/spec/hub/namespace',
    message: `PolicySet ${name} is made twice, and the hub would keep one of them`,
    hint: 'rename the placement or the set of the PolicyGenerator file',
  }))
}

function templateKeys(policy: PlannedPolicy): readonly string[] {
  return listAt(policy.object, 'spec', 'policy-templates').map(
    (each) => `${textAt(each, 'objectDefinition', 'kind')} ${textAt(each, 'objectDefinition', 'metadata', 'name')}`,
  )
}

function collision(rule: string, what: string, policy: PlannedPolicy, other: PlannedPolicy): CheckResult {
  return {
    rule,
    severity: 'error',
    pointer: `/spec/components/${policy.component}`,
    message: `${what} is made by ${policy.component} and by ${other.component}; RHACM would apply neither reliably`,
    hint: 'rename the authored policy or the cluster that leads to this name',
  }
}
