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
    const group = byNames(told.filter((event) => event.reason === reason))
    const words = WORDS.get(reason)
    reasons.push(words?.reason ?? reason)
    const own = () => group.flatMap(([, events]) => events.map((event) => event.message))
    messages.push(...(words ? sentences(resource, words.text, group) : own()))
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

/** The events of each list of names, both in order. */
function byNames(events: readonly Event[]): readonly (readonly [names: string, events: readonly Event[]])[] {
  const groups = new Map<string, Event[]>()
  for (const event of [...events].sort((a, b) => order(`${a.namespace}/`, `${b.namespace}/`))) {
    const names = event.names.join(', ')
    const group = groups.get(names)
    if (group) group.push(event)
    else groups.set(names, [event])
  }
  return [...groups].sort(([a], [b]) => order(a, b))
}

/** One sentence for all names that are found in the same namespaces; the sentences are in the order of what they say. */
function sentences(resource: string, text: string, groups: ReturnType<typeof byNames>): readonly string[] {
  const saidOf = new Map<string, string[]>()
  for (const [names, events] of groups) {
    const namespaces = new Set(events.map((event) => event.namespace).filter((namespace) => namespace !== ''))
    const said = `${text}${place([...namespaces].sort())}`
    const same = saidOf.get(said)
    if (same) same.push(names)
    else saidOf.set(said, [names])
  }
  return [...saidOf]
    .sort(([a], [b]) => order(a, b))
    .map(([said, names]) => {
      const joined = names.join(', ')
      return `${resource}${joined === '' ? '' : ` [${joined}]`} ${said}`
    })
}

function place(namespaces: readonly string[]): string {
  if (namespaces.length > 1) return ` in namespaces: ${namespaces.join(', ')}`
  return namespaces.length === 1 ? ` in namespace ${namespaces[0]}` : ''
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
