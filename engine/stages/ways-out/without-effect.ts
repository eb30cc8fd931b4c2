import type { LoadedDocument, Sourced } from '../../model/document.ts'
import type { Exception } from '../../model/exception.ts'
import type { Finding } from '../../model/finding.ts'
import { finding } from '../../model/finding.ts'
import type { Json } from '../../model/json.ts'
import { isObject, listAt, textAt } from '../../model/json.ts'
import type { Override } from '../../model/override.ts'
import type { PlannedPolicy } from '../../model/plan.ts'
import { suggestion } from '../../model/suggest.ts'

/** What RHACM calls any object of a kind. */
const ANY = '-'

/** An override of a policy that writes nothing, or an exception for an object that its policy does not ask for. */
export function withoutEffect(
  { value, document }: Sourced<Exception | Override>,
  policy: PlannedPolicy,
): readonly Finding[] {
  return value.kind === 'Override' ? idle(document, policy) : stray({ value, document }, policy)
}

/** What is InformOnly stays so whatever a placement overrides: health, facts, and steps of a person. */
function idle(document: LoadedDocument, policy: PlannedPolicy): readonly Finding[] {
  const actions = definitionsOf(policy).map((each) => textAt(each, 'spec', 'remediationAction')?.toLowerCase())
  if (actions.some((each) => each !== 'informonly')) return []
  return [
    finding(
      'override/nothing-enforced',
      document.locate('/spec/policy'),
      `policy ${policy.name} only looks and writes nothing: enforcing it changes nothing`,
      'remove this Override, or name the policy that holds the objects',
      'warning',
    ),
  ]
}

/** Only where the policy says each object by kind and name: a template may make any. */
function stray({ value, document }: Sourced<Exception>, policy: PlannedPolicy): readonly Finding[] {
  const { kind, name } = value.spec.object
  const definitions = definitionsOf(policy)
  const isPlain = definitions.every(
    (each) => textAt(each, 'kind') === 'ConfigurationPolicy' && listAt(each, 'spec', 'object-templates').length > 0,
  )
  if (!isPlain) return []
  // Where a status names no object, the drift is the template's own.
  const objects = [
    ...definitions,
    ...definitions.flatMap((each) => listAt(each, 'spec', 'object-templates').map(wantedBy)),
  ]
  const isMaybe = (text: string | undefined, wanted: string) =>
    text === undefined || text === wanted || wanted === ANY || text.includes('{{')
  const isAny = objects.some(
    (each) => isMaybe(textAt(each, 'kind'), kind) && isMaybe(textAt(each, 'metadata', 'name'), name),
  )
  if (isAny) return []
  const known = objects.flatMap((each) =>
    textAt(each, 'kind') === kind ? (textAt(each, 'metadata', 'name') ?? []) : [],
  )
  return [
    finding(
      'exception/unknown-object',
      document.locate('/spec/object'),
      `policy ${policy.name} asks for no ${kind} ${name}: no drift of it is ever seen, and none is excepted`,
      suggestion(name, [...new Set(known)], 'name the object as the report does, or remove this Exception'),
      'warning',
    ),
  ]
}

function definitionsOf({ object }: PlannedPolicy): readonly Json[] {
  return listAt(object, 'spec', 'policy-templates').flatMap((each) =>
    isObject(each) ? (each.objectDefinition ?? []) : [],
  )
}

function wantedBy(template: Json): Json {
  return isObject(template) ? (template.objectDefinition ?? null) : null
}
