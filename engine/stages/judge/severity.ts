import type { PolicySeverity } from '../../model/component.ts'
import { groupKindOf } from '../../model/kube.ts'
import { resolvePointer } from '../../model/pointer.ts'
import type { FieldDifference } from '../../model/verdict.ts'
import { matchesGlob, matchesPointer } from './noise-pointer.ts'
import { points } from './severity-directions.ts'
import type { SeverityRule } from './severity-rule.ts'
import { SEVERITY_RULES } from './severity-rules.ts'
import type { RawDrift } from './sightings.ts'

/** From harmless to worst. */
export const SEVERITIES: readonly PolicySeverity[] = ['low', 'medium', 'high', 'critical']

/** How bad a drift is: the worst of its fields by the table, and as bad as its policy says where the table says nothing. */
export function severityOf(raw: RawDrift): PolicySeverity {
  const own = SEVERITIES.find((each) => each === raw.severity.toLowerCase()) ?? 'medium'
  const rules = rulesFor(raw)
  return rules.map((rule) => (rule?.exactly ? rule.severity : worse(own, rule?.severity ?? own))).reduce(worse, 'low')
}

export function worse(a: PolicySeverity, b: PolicySeverity): PolicySeverity {
  return SEVERITIES.indexOf(a) >= SEVERITIES.indexOf(b) ? a : b
}

/** The row that decides for each field, or for the object as a whole; undefined: content. */
export function rulesFor(raw: RawDrift): readonly (SeverityRule | undefined)[] {
  const { object, fields } = raw.difference
  const id = groupKindOf(object)
  const rules = SEVERITY_RULES.filter(
    (rule) =>
      (rule.stateful === undefined || raw.policy.stateful) &&
      (rule.kinds === undefined || rule.kinds.some((each) => matchesGlob(each, id))),
  )
  if (fields.length === 0) return [rules.find((rule) => rule.changes?.includes(raw.difference.change))]
  return fields.map((field) => rules.find((rule) => isAbout(rule, field, raw)))
}

function isAbout(rule: SeverityRule, field: FieldDifference, { policy, definition, difference }: RawDrift): boolean {
  if (!rule.pointers?.some((pattern) => matchesPointer(pattern, field.pointer))) return false
  if (rule.direction === undefined) return true
  const desired = resolvePointer(policy.object, definition)
  return points(rule.direction, { field, desired, observed: difference.observed ?? {} })
}
