import type { Json } from '../../model/json.ts'
import { at, isObject, listAt, textAt } from '../../model/json.ts'
import type { Plan, PlannedPolicy } from '../../model/plan.ts'
import { escapeToken } from '../../model/pointer.ts'
import { originsAt } from '../../model/traced.ts'
import type { PlacedResult } from './placed.ts'
import { scan } from './templates/actions.ts'
import type { Level } from './templates/functions.ts'
import type { Problem, Surroundings } from './templates/rules.ts'
import { problemsOf } from './templates/rules.ts'

const DISABLED = 'policy.open-cluster-management.io/disable-templates'
const RAW = 'object-templates-raw'

/** Every template that RHACM would execute: syntax, functions, what it may read, and secrets that would stand in the open. */
export function checkTemplates(plan: Plan): readonly PlacedResult[] {
  return plan.policies.flatMap((policy) =>
    templateProblems(policy.object, plan.environment.spec.hub.namespace).map((each) => result(policy, each)),
  )
}

export interface TemplateProblem {
  /** Into the Policy. */
  readonly pointer: string
  readonly problem: Problem
}

/** What is wrong with the templates of one root Policy that lies in this hub namespace. */
export function templateProblems(policy: Json, hubNamespace: string): readonly TemplateProblem[] {
  return listAt(policy, 'spec', 'policy-templates').flatMap((each, i) =>
    inDefinition(at(each, 'objectDefinition') ?? null, policy, hubNamespace).map(({ pointer, problem }) => ({
      pointer: `/spec/policy-templates/${i}/objectDefinition${pointer}`,
      problem,
    })),
  )
}

function inDefinition(definition: Json, policy: Json, hubNamespace: string): readonly TemplateProblem[] {
  const hub = !isDisabled(policy)
  const managed = !isDisabled(definition)
  const around = {
    hubNamespace,
    kind: textAt(definition, 'kind') ?? '',
    hasAccount: textAt(policy, 'spec', 'hubTemplateOptions', 'serviceAccountName') !== undefined,
  }
  const texts = hasBraces(definition) ? textsOf(definition, '') : []
  const found = texts.flatMap(({ text, pointer }): readonly TemplateProblem[] => {
    const levels: Level[] = [
      ...(hub ? (['hub'] as const) : []),
      ...(managed && isManaged(pointer) ? (['managed'] as const) : []),
    ]
    const surroundings: Surroundings = { ...around, isRaw: pointer === `/spec/${RAW}` }
    const { actions, problems } = scan(text, levels)
    const syntax = problems.map(
      (each): Problem => ['template/syntax', each, 'correct the template, or have its braces escaped'],
    )
    return [...syntax, ...actions.flatMap((each) => problemsOf(each, surroundings))].map((problem) => ({
      pointer,
      problem,
    }))
  })
  if (managed || textAt(definition, 'spec', RAW) === undefined) return found
  const message =
    'raw templates are read by the template engine alone: switched off, this asks for nothing and prunes what it owned'
  const problem: Problem = ['template/disabled-raw', message, 'remove the annotation disable-templates']
  return [...found, { pointer: `/spec/${RAW}`, problem }]
}

function isDisabled(object: Json): boolean {
  return textAt(object, 'metadata', 'annotations', DISABLED)?.toLowerCase() === 'true'
}

/** Where templates of the cluster are executed (policy-api 6.4). */
function isManaged(pointer: string): boolean {
  return (
    pointer === `/spec/${RAW}` ||
    /^\/spec\/object-templates\/\d+\/objectDefinition\//.test(pointer) ||
    /^\/spec\/(subscription|operatorGroup|versions)(\/|$)/.test(pointer)
  )
}

/** Most definitions have none, and need no pointers to them. */
function hasBraces(node: Json): boolean {
  if (typeof node === 'string') return node.includes('{{')
  if (Array.isArray(node)) return node.some(hasBraces)
  if (!isObject(node)) return false
  for (const key in node) if (key.includes('{{') || hasBraces(node[key] ?? null)) return true
  return false
}

/** Texts with braces, keys among them. */
function textsOf(node: Json, pointer: string): readonly { readonly text: string; readonly pointer: string }[] {
  if (typeof node === 'string') return node.includes('{{') ? [{ text: node, pointer }] : []
  if (Array.isArray(node)) return node.flatMap((item: Json, i) => textsOf(item, `${pointer}/${i}`))
  if (!isObject(node)) return []
  return Object.entries(node).flatMap(([key, child]) => {
    const here = `${pointer}/${escapeToken(key)}`
    return [...(key.includes('{{') ? [{ text: key, pointer: here }] : []), ...textsOf(child, here)]
  })
}

function result(policy: PlannedPolicy, { pointer, problem }: TemplateProblem): PlacedResult {
  const [rule, message, hint] = problem
  const [origin] = originsAt(policy.origins, pointer)
  const where = {
    rule,
    severity: 'error' as const,
    pointer: '/spec/components',
    message,
    hint,
    policy: policy.name,
  }
  return origin === undefined ? where : { ...where, origin }
}
