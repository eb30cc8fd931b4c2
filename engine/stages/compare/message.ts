import type { TemplateVerdict } from '../../model/verdict.ts'
import type { Event } from './event.ts'
import { FOUND, MISSING, NO_MATCH, NOT_FOUND, UNWANTED } from './event.ts'

/** The words of compliancyDetails for each reason, in the order in which they are said (policy-api 5.11). */
const WORDS: ReadonlyMap<string, { readonly reason: string; readonly text: string }> = new Map([
  [FOUND, { reason: 'K8s `must have` object already exists', text: 'found as specified' }],
  [NOT_FOUND, { reason: 'K8s does not have a `must have` object', text: 'not found' }],
  [NO_MATCH, { reason: 'K8s does not have a `must have` object', text: 'found but not as specified' }],
  [MISSING, { reason: 'K8s `must not have` object already missing', text: 'missing as expected' }],
  [UNWANTED, { reason: 'K8s has a `must not have` object', text: 'found' }],
])

/** One verdict from what all addressed objects say: when one is noncompliant, only such are reported. */
export function templateVerdict(resource: string, events: readonly Event[]): TemplateVerdict {
  const isCompliant = events.every((event) => event.compliant)
  const told = events.filter((event) => event.compliant === isCompliant)
  const reasons: string[] = []
  const messages: string[] = []
  for (const reason of reasonsInOrder(told)) {
    const group = told.filter((event) => event.reason === reason)
    const words = WORDS.get(reason)
    reasons.push(words?.reason ?? reason)
    messages.push(...(words ? sentences(resource, words.text, group) : group.map((event) => event.message)))
  }
  return {
    compliant: isCompliant ? 'Compliant' : 'NonCompliant',
    reason: reasons.join('; '),
    message: messages.join('; '),
  }
}

function reasonsInOrder(events: readonly Event[]): readonly string[] {
  const reasons = new Set(events.map((event) => event.reason))
  const others = [...reasons].filter((reason) => !WORDS.has(reason)).sort()
  return [...[...WORDS.keys()].filter((reason) => reasons.has(reason)), ...others]
}

/** One sentence for the namespaces in which the same names are found. */
function sentences(resource: string, text: string, events: readonly Event[]): readonly string[] {
  const namesIn = new Map<string, string[]>()
  for (const event of events) namesIn.set(event.namespace, [...(namesIn.get(event.namespace) ?? []), ...event.names])
  const namespacesOf = new Map<string, string[]>()
  for (const namespace of [...namesIn.keys()].sort()) {
    const names = (namesIn.get(namespace) ?? []).sort()
    const bracket = names.length === 0 ? '' : ` [${names.join(', ')}]`
    namespacesOf.set(bracket, [...(namespacesOf.get(bracket) ?? []), namespace])
  }
  return [...namespacesOf].map(([bracket, namespaces]) => `${resource}${bracket} ${text}${place(namespaces)}`)
}

function place(namespaces: readonly string[]): string {
  const [first = ''] = namespaces
  if (first === '') return ''
  return namespaces.length > 1 ? ` in namespaces: ${namespaces.join(', ')}` : ` in namespace ${first}`
}
