import { listAt, textAt } from '../../model/json.ts'
import { POLICY_FULL_NAME_LIMIT } from '../../model/names.ts'
import type { Plan, PlannedObject, PlannedPolicy } from '../../model/plan.ts'
import type { TemplateCollision } from './names/template-collisions.ts'
import { templateCollisions } from './names/template-collisions.ts'
import type { PlacedResult } from './placed.ts'

/** Below this many characters a shortened policy name says nothing any more. */
const SHORTEST_POLICY_LIMIT = 22

/** Names that RHACM would refuse, or where it would silently apply nothing (policy-api section 9, mistakes 1 to 4). */
export function checkNames(plan: Plan): readonly PlacedResult[] {
  return [...namespaceResults(plan), ...reservedResults(plan), ...duplicateResults(plan), ...setResults(plan)]
}

/** Files beside those of the policies in a rendered folder. */
const RESERVED: readonly string[] = ['namespace', 'placements', 'kustomization']

/** A policy's file is named after it, and must not take the place of another file of the folder. */
function reservedResults(plan: Plan): readonly PlacedResult[] {
  return plan.policies
    .filter((each) => RESERVED.includes(each.name))
    .map((policy) => ({
      ...placed(policy),
      rule: 'names/reserved-policy',
      severity: 'error',
      message: `policy ${policy.name} would be written to ${policy.name}.yaml, which rendered/ has for something else`,
      hint: `rename policies/${policy.component}, or the policy in its generator file`,
    }))
}

function namespaceResults(plan: Plan): readonly PlacedResult[] {
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
function duplicateResults(plan: Plan): readonly PlacedResult[] {
  const { policies } = plan
  const first = new Map<string, PlannedPolicy>()
  const repeated = policies.flatMap((policy): readonly PlacedResult[] => {
    const other = first.get(policy.name)
    first.set(policy.name, other ?? policy)
    return other ? [duplicatePolicy(plan, policy, other)] : []
  })
  return [
    ...repeated,
    ...policies.flatMap(repeatedInside),
    ...templateCollisions([...first.values()]).map((each) => duplicateTemplate(plan, each)),
  ]
}

/** RHACM applies no template of a policy that has two of one name, of whatever kinds. */
function repeatedInside(policy: PlannedPolicy): readonly PlacedResult[] {
  const names = listAt(policy.object, 'spec', 'policy-templates').map((each) =>
    textAt(each, 'objectDefinition', 'metadata', 'name'),
  )
  const twice = new Set(names.filter((name, i) => names.indexOf(name) !== i))
  return [...twice].map((name) => ({
    ...placed(policy),
    rule: 'names/duplicate-template',
    severity: 'error',
    message: `policy ${policy.name} has two templates ${name}; RHACM would apply none of its templates`,
    hint: 'rename one of the two, of whatever kinds they are',
  }))
}

/** A set that a PolicyGenerator file brings and one that a placement asks for share the namespace too. */
function setResults(plan: Plan): readonly PlacedResult[] {
  const sets = [...plan.support, ...plan.bindings].filter((each) => each.object.kind === 'PolicySet')
  const names = sets.map((each) => textAt(each.object, 'metadata', 'name') ?? '')
  return [...new Set(names.filter((name, i) => names.indexOf(name) !== i))].map((name) => ({
    pointer: '/spec/hub/namespace',
    ...nameIn(sets[names.lastIndexOf(name)]),
    rule: 'names/duplicate-set',
    severity: 'error',
    message: `PolicySet ${name} is made twice, and the hub would keep one of them`,
    hint: 'rename the placement or the set of the PolicyGenerator file',
  }))
}

function nameIn(planned: PlannedObject | undefined): Pick<PlacedResult, 'value'> {
  return planned === undefined ? {} : { value: { planned, pointer: '/metadata/name' } }
}

/** The file that asks for a policy. */
function placed(policy: PlannedPolicy): Pick<PlacedResult, 'pointer' | 'value'> {
  return { pointer: `/spec/components/${policy.component}`, ...nameIn(policy) }
}

function duplicatePolicy(plan: Plan, policy: PlannedPolicy, other: PlannedPolicy): PlacedResult {
  return {
    ...placed(renamed(plan, policy, other)),
    rule: 'names/duplicate-policy',
    severity: 'error',
    message: `policy ${policy.name} is made by ${policy.component} and by ${other.component}; RHACM would apply neither reliably`,
    hint: 'rename the authored policy or the cluster that leads to this name',
  }
}

function duplicateTemplate(plan: Plan, { template, policy, other, clusters }: TemplateCollision): PlacedResult {
  const [mine, theirs] = [policy, other].map((each) => `${each.name} of ${each.component}`)
  return {
    ...placed(renamed(plan, policy, other)),
    rule: 'names/duplicate-template',
    severity: 'error',
    message: `template ${template} on ${clusters.join(', ')} is made by ${mine} and by ${theirs}; RHACM would apply neither reliably`,
    hint: 'rename the one that is yours, or place the two, in folders of their own, on different clusters',
  }
}

/** What a component makes of an environment is never what somebody renames. */
function renamed({ environment }: Plan, policy: PlannedPolicy, other: PlannedPolicy): PlannedPolicy {
  const isOwn = ({ component }: PlannedPolicy) => !Object.hasOwn(environment.spec.components, component)
  return [policy, other].find(isOwn) ?? policy
}
