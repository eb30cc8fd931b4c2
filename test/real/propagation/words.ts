import type { JsonObject } from '../../../engine/model/json.ts'
import type { Evaluated, Judged } from './evaluate.ts'

const WORDS: Readonly<Record<string, string>> = {
  'Resource found as expected': 'found as specified',
  'K8s creation success': 'was created successfully',
  'K8s update success': 'was updated successfully',
  'K8s deletion success': 'was deleted successfully',
  'Resource not found but should exist': 'not found',
  'Resource found but does not match': 'found but not as specified',
  'Resource not found as expected': 'missing as expected',
  'Resource found but should not exist': 'found',
}
const REASONS: Readonly<Record<string, string>> = {
  'Resource found as expected': 'K8s `must have` object already exists',
  'Resource not found but should exist': 'K8s does not have a `must have` object',
  'Resource found but does not match': 'K8s does not have a `must have` object',
  'Resource not found as expected': 'K8s `must not have` object already missing',
  'Resource found but should not exist': 'K8s has a `must not have` object',
}
const LONGEST = 4096

/** `NonCompliant; violation - pods [a] not found in namespace b; notification - …` (policy-api 5.11). */
export function messageOf({ isCompliant, templates }: Evaluated): string {
  const parts = templates.map((lot) => {
    const isGood = lot.every((each) => each.isCompliant)
    const told = isGood ? lot : lot.filter((each) => !each.isCompliant)
    const type = isGood ? 'notification' : 'violation'
    return `${type} - ${told.length === 0 ? 'No objects were matched from the policy objectSelector' : sentences(told).join('; ')}`
  })
  const text = `${isCompliant ? 'Compliant' : 'NonCompliant'}; ${parts.join('; ')}`
  return Buffer.byteLength(text) <= LONGEST
    ? text
    : `${Buffer.from(text).subarray(0, LONGEST).toString()}...[truncated]`
}

/** Where enforcement wrote, the violation is told first and then the success (policy-api 5.11). */
export function messagesOf(evaluated: Evaluated): readonly string[] {
  const before = evaluated.templates.map((lot) =>
    lot.map((each) => (each.was === undefined ? each : { ...each, isCompliant: false, reason: each.was })),
  )
  const violation = messageOf({ ...evaluated, isCompliant: false, templates: before })
  return evaluated.hasWritten ? [violation, messageOf(evaluated)] : [messageOf(evaluated)]
}

/** Objects of which the same is said are one sentence; other names in another namespace are another. */
function sentences(lot: readonly Judged[]): readonly string[] {
  const groups = new Map<string, { first: Judged; names: Set<string>; namespaces: Set<string> }>()
  for (const each of lot) {
    const own = lot
      .filter((other) => other.namespace === each.namespace && other.reason === each.reason)
      .map((other) => other.name)
    const key = each.error ?? `${each.reason} ${own.join()}`
    const group = groups.get(key) ?? { first: each, names: new Set(), namespaces: new Set() }
    group.names.add(each.name)
    if (each.namespace !== '') group.namespaces.add(each.namespace)
    groups.set(key, group)
  }
  return [...groups.values()].map(({ first, names, namespaces }) => {
    if (first.error !== undefined) return first.error
    const listed = [...names].filter((each) => each !== '-').sort()
    const bracket = listed.length === 0 ? '' : ` [${listed.join(', ')}]`
    const places = [...namespaces].sort()
    const where =
      places.length === 0
        ? ''
        : places.length === 1
          ? ` in namespace ${places[0]}`
          : ` in namespaces: ${places.join(', ')}`
    return `${first.plural}${bracket} ${WORDS[first.reason] ?? first.reason}${where}`
  })
}

/** Status of a ConfigurationPolicy, without its history. */
export function statusOf(evaluated: Evaluated, now: string): JsonObject {
  const word = (isCompliant: boolean) => (isCompliant ? 'Compliant' : 'NonCompliant')
  return {
    compliant: word(evaluated.isCompliant),
    lastEvaluated: now,
    compliancyDetails: evaluated.templates.map((lot) => {
      const isGood = lot.every((each) => each.isCompliant)
      const told = isGood ? lot : lot.filter((each) => !each.isCompliant)
      const condition = {
        type: isGood ? 'notification' : 'violation',
        status: 'True',
        reason: REASONS[told[0]?.reason ?? ''] ?? 'K8s `must have` object already exists',
        message: sentences(told).join('; '),
        lastTransitionTime: now,
      }
      return { Compliant: word(isGood), Validity: {}, conditions: [condition] }
    }),
    relatedObjects: evaluated.templates.flat().map(({ apiVersion, kind, namespace, name, isCompliant, reason }) => ({
      compliant: word(isCompliant),
      reason,
      object: { apiVersion, kind, metadata: { name, ...(namespace === '' ? {} : { namespace }) } },
    })),
  }
}
