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
    listAt(policy.object, 'spec', 'policy-templates').flatMap((each, i) =>
      inDefinition(at(each, 'objectDefinition') ?? null, policy, i, plan.environment.spec.hub.namespace),
    ),
  )
}

function inDefinition(
  definition: Json,
  policy: PlannedPolicy,
  index: number,
  hubNamespace: string,
): readonly PlacedResult[] {
  const hub = !isDisabled(policy.object)
  const managed = !isDisabled(definition)
  const kind = textAt(definition, 'kind') ?? ''
  const base = `/spec/policy-templates/${index}/objectDefinition`
  const place = (pointer: string, [rule, message, hint]: Problem) =>
    result(policy, `${base}${pointer}`, rule, message, hint)
  const around = {
    hubNamespace,
    kind,
    hasAccount: textAt(policy.object, 'spec', 'hubTemplateOptions', 'serviceAccountName') !== undefined,
  }
  const found = textsOf(definition, '').flatMap(({ text, pointer }) => {
    const levels: Level[] = [
      ...(hub ? (['hub'] as const) : []),
      ...(managed && isManaged(pointer) ? (['managed'] as const) : []),
    ]
    const surroundings: Surroundings = { ...around, isRaw: pointer === `/spec/${RAW}` }
    const { actions, problems } = scan(text, levels)
    return [
      ...problems.map((each) =>
        place(pointer, ['template/syntax', each, 'correct the template, or have its braces escaped']),
      ),
      ...actions.flatMap((each) => problemsOf(each, surroundings).map((problem) => place(pointer, problem))),
    ]
  })
  if (managed || textAt(definition, 'spec', RAW) === undefined) return found
  const message =
    'raw templates are read by the template engine alone: switched off, this asks for nothing and prunes what it owned'
  return [
    ...found,
    place(`/spec/${RAW}`, ['template/disabled-raw', message, 'remove the annotation disable-templates']),
  ]
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

function result(policy: PlannedPolicy, pointer: string, rule: string, message: string, hint: string): PlacedResult {
  const [origin] = originsAt(policy.origins, pointer)
  const where = {
    rule,
    severity: 'error' as const,
    pointer: '/spec/components',
    message: `policy ${policy.name}: ${message}`,
    hint,
  }
  return origin === undefined ? where : { ...where, origin }
}
