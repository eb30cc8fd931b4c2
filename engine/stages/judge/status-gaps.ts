import type { Json, JsonObject } from '../../model/json.ts'
import { isObject, listAt, textAt } from '../../model/json.ts'
import type { ObjectKey } from '../../model/kube.ts'
import { keyOf } from '../../model/kube.ts'
import type { PolicyStatus, Shortfall } from '../../model/observation.ts'
import type { Compliance, Verdict } from '../../model/verdict.ts'

type Compare = (template: JsonObject, objects: readonly JsonObject[]) => Verdict

/** What a comparison on one cluster came to, beside the verdicts themselves. */
export interface Compared {
  readonly verdicts: ReadonlyMap<string, Compliance>
  /** Templates that could not be judged since something of theirs could not be seen, and why. */
  readonly gaps: ReadonlyMap<string, string>
  readonly compare: Compare
}

/**
 * The comparison as far as the cluster could be seen. What a template has unseen proves nothing by its absence; a pending
 * template does not exist on the cluster, so it is not judged at all.
 */
export function comparingOn(
  compare: Compare,
  policies: readonly PolicyStatus[],
  shortfalls: readonly Shortfall[],
  viewed?: readonly string[],
): Compared {
  const verdicts = new Map<string, Compliance>()
  const gaps = new Map<string, string>()
  const pending = new Set(
    policies.flatMap((each) => each.templates.filter((one) => one.compliant === 'Pending').map((one) => one.name)),
  )
  const unseen = shortfalls.filter((each) => each.state !== 'stale')
  return {
    verdicts,
    gaps,
    compare(template, objects) {
      const name = textAt(template, 'metadata', 'name') ?? ''
      if (pending.has(name)) return NOT_THERE
      if (viewed && !viewed.includes(name)) return NOT_VIEWED
      const here = unseen.filter((each) => speaksOf(template, each))
      const verdict = here.length === 0 ? compare(template, objects) : withoutGuesses(compare(template, objects), here)
      verdicts.set(name, verdict.compliant)
      if (here.length > 0) gaps.set(name, here.map((each) => each.message).join('; '))
      return verdict
    },
  }
}

const NOT_VIEWED: Verdict = {
  compliant: 'Unknown',
  templates: [{ compliant: 'Unknown', reason: 'Not seen', message: 'its objects were not read' }],
  relatedObjects: [],
  differences: [],
}

const NOT_THERE: Verdict = { compliant: 'Compliant', templates: [], relatedObjects: [], differences: [] }

/** Only differences that were really seen stay; without any, nobody can tell. */
function withoutGuesses(verdict: Verdict, gaps: readonly Shortfall[]): Verdict {
  const seen = verdict.differences.filter(
    ({ object, change }) => change !== 'missing' || !gaps.some((each) => covers(each, object)),
  )
  if (seen.length > 0) return { ...verdict, differences: seen }
  const message = gaps.map((each) => each.message).join('; ')
  const template = { compliant: 'Unknown', reason: 'Not seen', message } as const
  return { compliant: 'Unknown', templates: [template], relatedObjects: [], differences: [] }
}

function speaksOf(template: JsonObject, gap: Shortfall): boolean {
  const objects = listAt(template, 'spec', 'object-templates')
  if (objects.length === 0) return textAt(template, 'spec', 'object-templates-raw') !== undefined
  return objects.some((each: Json) => isObject(each) && covers(gap, keyOf(each.objectDefinition ?? null)))
}

function covers(gap: Shortfall, object: ObjectKey): boolean {
  if (gap.kind === '*') return true
  if (gap.apiVersion !== object.apiVersion || gap.kind !== object.kind) return false
  return gap.namespace === '' || object.namespace === '' || gap.namespace === object.namespace
}
