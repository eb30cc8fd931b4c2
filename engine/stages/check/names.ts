import type { CheckResult } from '../../model/component.ts'
import { listAt, textAt } from '../../model/json.ts'
import { POLICY_FULL_NAME_LIMIT } from '../../model/names.ts'
import type { Plan, PlannedPolicy } from '../../model/plan.ts'
import { templateCollisions } from './names/template-collisions.ts'

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
function duplicateResults({ policies }: Plan): readonly CheckResult[] {
  const first = new Map<string, PlannedPolicy>()
  const repeated = policies.flatMap((policy): readonly CheckResult[] => {
    const other = first.get(policy.name)
    first.set(policy.name, other ?? policy)
    return other ? [collision('names/duplicate-policy', `policy ${policy.name}`, policy, other)] : []
  })
  return [
    ...repeated,
    ...policies.flatMap(repeatedInside),
    ...templateCollisions([...first.values()]).map(({ template, policy, other, clusters }) =>
      collision('names/duplicate-template', `template ${template} on ${clusters.join(', ')}`, policy, other),
    ),
  ]
}

/** RHACM applies no template of a policy that has two of one name, of whatever kinds. */
function repeatedInside(policy: PlannedPolicy): readonly CheckResult[] {
  const names = listAt(policy.object, 'spec', 'policy-templates').map((each) =>
    textAt(each, 'objectDefinition', 'metadata', 'name'),
  )
  const twice = new Set(names.filter((name, i) => names.indexOf(name) !== i))
  return [...twice].map((name) => ({
    rule: 'names/duplicate-template',
    severity: 'error',
    pointer: `/spec/components/${policy.component}`,
    message: `policy ${policy.name} has two templates ${name}; RHACM would apply none of its templates`,
    hint: 'rename one of the two, of whatever kinds they are',
  }))
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

function collision(rule: string, what: string, policy: PlannedPolicy, other: PlannedPolicy): CheckResult {
  return {
    rule,
    severity: 'error',
    pointer: `/spec/components/${policy.component}`,
    message: `${what} is made by ${policy.component} and by ${other.component}; RHACM would apply neither reliably`,
    hint: 'rename the authored policy or the cluster that leads to this name',
  }
}
