import type { JsonObject } from '../model/json.ts'
import { isObject, listAt, textAt } from '../model/json.ts'
import type { Compliance, RelatedObject, TemplateVerdict, Verdict } from '../model/verdict.ts'

/** What `isthmus evaluate` prints: the status that RHACM would write. For a Policy, `templates` are its policy-templates. */
export interface Evaluation {
  readonly compliant: Compliance
  readonly templates: readonly TemplateVerdict[]
  readonly relatedObjects: readonly RelatedObject[]
}

/** One policy-template of a Policy, with the verdict on it. */
export interface PolicyTemplateVerdict {
  readonly name: string
  readonly verdict: Verdict
}

type Compare = (policy: JsonObject, objects: readonly JsonObject[]) => Verdict

const LONGEST_MESSAGE = 4096
const TRUNCATED = '...[truncated]'

/** The evaluation of a Policy or of one policy template (ConfigurationPolicy) on one cluster's objects. */
export function evaluate(document: JsonObject, objects: readonly JsonObject[], compare: Compare): Evaluation {
  if (document.kind !== 'Policy') {
    const { compliant, templates, relatedObjects } = compare(document, objects)
    return { compliant, templates, relatedObjects }
  }
  const verdicts = evaluatePolicy(document, objects, compare)
  return {
    compliant: worst(verdicts.map(({ verdict }) => verdict)),
    templates: verdicts.map(({ verdict }, i) => summary(templateOf(document, i), verdict)),
    relatedObjects: verdicts.flatMap(({ verdict }) => verdict.relatedObjects),
  }
}

/** One verdict for each policy-template of a Policy, in their order. */
export function evaluatePolicy(
  policy: JsonObject,
  objects: readonly JsonObject[],
  compare: Compare,
): readonly PolicyTemplateVerdict[] {
  const templates = listAt(policy, 'spec', 'policy-templates').map((_, i) => templateOf(policy, i))
  const names = templates.map((template) => textAt(template, 'metadata', 'name') ?? '')
  const isDisabled = isObject(policy.spec) && policy.spec.disabled === true
  return templates.map((template, i) => {
    const name = names[i] ?? ''
    if (isDisabled)
      return { name, verdict: only('Unknown', 'Disabled', 'the policy is disabled and reaches no cluster') }
    // Upstream, one name used twice keeps every template of the Policy from being applied (policy-api 2.3).
    if (new Set(names).size < names.length) {
      const message = 'All policy-template names must be unique within a policy'
      return { name, verdict: only('NonCompliant', 'template-error', message) }
    }
    return { name, verdict: compare(template, objects) }
  })
}

function templateOf(policy: JsonObject, index: number): JsonObject {
  const template = listAt(policy, 'spec', 'policy-templates')[index]
  return isObject(template) && isObject(template.objectDefinition) ? template.objectDefinition : {}
}

function only(compliant: Compliance, reason: string, message: string): Verdict {
  return { compliant, templates: [{ compliant, reason, message }], relatedObjects: [], differences: [] }
}

/** The compliance message that a template sends to its Policy: `NonCompliant; violation - pods [a] not found in namespace b`. */
function summary(template: JsonObject, verdict: Verdict): TemplateVerdict {
  const reason = [...new Set(verdict.templates.map((each) => each.reason).filter(Boolean))].join('; ')
  if (verdict.compliant === 'Unknown') {
    const unknown = verdict.templates.find((each) => each.compliant === 'Unknown')
    return { compliant: 'Unknown', reason, message: unknown?.message ?? '' }
  }
  const told = verdict.templates.map((each) => `; ${kindOf(each)} - ${each.message}`).join('')
  const message = customMessage(template, verdict.compliant) ?? `${verdict.compliant}${told}`
  const isLong = message.length > LONGEST_MESSAGE
  return {
    compliant: verdict.compliant,
    reason,
    message: isLong ? `${message.slice(0, LONGEST_MESSAGE - TRUNCATED.length)}${TRUNCATED}` : message,
  }
}

function kindOf(each: TemplateVerdict): string {
  return each.compliant === 'NonCompliant' ? 'violation' : 'notification'
}

/** A person's own text; one with a template in it is not resolved here. */
function customMessage(template: JsonObject, compliant: Compliance): string | undefined {
  const key = compliant === 'Compliant' ? 'compliant' : 'noncompliant'
  const text = textAt(template, 'spec', 'customMessage', key) ?? ''
  if (text === '' || text.includes('{{')) return undefined
  return text.startsWith(`${compliant}; `) ? text : `${compliant}; ${text}`
}

/** NonCompliant wins over Unknown, and Unknown over Compliant. */
function worst(verdicts: readonly { readonly compliant: Compliance }[]): Compliance {
  const states = new Set(verdicts.map((each) => each.compliant))
  if (states.has('NonCompliant')) return 'NonCompliant'
  return states.has('Unknown') || verdicts.length === 0 ? 'Unknown' : 'Compliant'
}
