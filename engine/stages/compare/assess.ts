import type { JsonObject } from '../../model/json.ts'
import { textAt } from '../../model/json.ts'
import type { TemplateVerdict } from '../../model/verdict.ts'
import type { ObjectTemplate, Target } from './address.ts'
import { address } from './address.ts'
import type { ApiServer } from './api-server.ts'
import type { WritableCluster } from './cluster.ts'
import { isMustNotHave, strictnessOf } from './compliance.ts'
import { isTooDeep } from './depth.ts'
import type { Event } from './event.ts'
import { FOUND, MISSING, NO_MATCH, NOT_FOUND, UNWANTED } from './event.ts'
import { templateVerdict } from './message.ts'
import type { Demand, ObjectComparison } from './object.ts'
import { compareObject, contentMatches } from './object.ts'
import type { Note, RelatedEntry } from './related.ts'

/** Name of "any object of this kind" in relatedObjects. */
const ANY = '-'

/** An object that is not as a template asks. `name` is '-' for any object of the kind. */
export interface Deviation {
  readonly change: 'missing' | 'unexpected' | 'different'
  /** '' for cluster-scoped kinds. */
  readonly namespace: string
  readonly name: string
  readonly object: JsonObject | undefined
  readonly demand: Demand
  readonly comparison: ObjectComparison | undefined
}

/** What one object template says about a cluster. */
export interface Assessment {
  readonly verdict: TemplateVerdict
  readonly related: readonly RelatedEntry[]
  readonly deviations: readonly Deviation[]
}

interface Finding {
  readonly event: Event
  readonly relatedNames: readonly string[]
  readonly note: Note
  readonly deviations: readonly Deviation[]
}

export const TOO_DEEP: TemplateVerdict = {
  compliant: 'Unknown',
  reason: 'Nested too deep',
  message: 'a definition or an object is nested deeper than can be compared',
}

export function assess(asked: ObjectTemplate, cluster: WritableCluster, server: ApiServer): Assessment {
  const addressed = address(asked, cluster)
  const plural = addressed.type?.plural ?? ''
  const relate = (name: string, namespace: string, event: Event, note: Note): RelatedEntry => ({
    object: {
      apiVersion: textAt(asked.definition, 'apiVersion') ?? '',
      kind: (textAt(asked.definition, 'kind') ?? '').trim(),
      namespace: addressed.type?.namespaced === true ? namespace : '',
      name,
      compliant: event.compliant ? 'Compliant' : 'NonCompliant',
      reason: event.reason,
    },
    note,
  })
  if ('event' in addressed) {
    const { event, spared } = addressed
    const related = spared ? [relate(spared.name, spared.namespace, event, 'nothing')] : []
    return { verdict: templateVerdict(plural, [event]), related, deviations: [] }
  }
  const findings: Finding[] = []
  for (const target of addressed.targets) {
    const found = examine(asked, target, addressed.type.namespaced, cluster, server)
    if (!found) return { verdict: TOO_DEEP, related: [], deviations: [] }
    findings.push(found)
  }
  const events = findings.map((each) => each.event)
  return {
    verdict: templateVerdict(plural, events),
    related: findings.flatMap(({ event, relatedNames, note }) =>
      relatedNames.map((name) => relate(name, event.namespace, event, note)),
    ),
    deviations: findings.flatMap((each) => each.deviations),
  }
}

/** handleObjects of the controller; undefined where something is nested too deep to be compared. */
function examine(
  asked: ObjectTemplate,
  target: Target,
  namespaced: boolean,
  cluster: WritableCluster,
  server: ApiServer,
): Finding | undefined {
  const { template } = asked
  const apiVersion = textAt(asked.definition, 'apiVersion') ?? ''
  const kind = textAt(asked.definition, 'kind') ?? ''
  const namespace = namespaced ? target.namespace : ''
  const strictness = strictnessOf(template.complianceType)
  const metadata = template.metadataComplianceType
  const all = target.name === '' ? cluster.list(apiVersion, kind, namespace) : []
  if (all.some(isTooDeep)) return undefined
  const named = cluster.get(apiVersion, kind, namespace, target.name)
  const { matching, desired } =
    target.name === ''
      ? contentMatches(target.desired, all, strictness)
      : { matching: named === undefined ? [] : [named], desired: target.desired }
  const demand: Demand = {
    desired,
    strictness,
    metadataStrictness: metadata === undefined || metadata === '' ? strictness : strictnessOf(metadata),
    server,
  }
  const wanted = !isMustNotHave(template.complianceType)
  const [only] = matching
  if (wanted && only !== undefined && matching.length === 1) {
    if (isTooDeep(only)) return undefined
    const comparison = compareObject(demand, only)
    if (server === 'in-memory' && comparison.outcome !== 'error' && comparison.sent) {
      cluster.put(namespace, comparison.sent)
    }
    const found = examineOne(target.namespace, namespace, demand, only, comparison)
    return { ...found, note: noteOf(comparison, template) }
  }
  return examineCount(target, namespace, demand, matching, wanted, all.length > 0)
}

function examineOne(
  said: string,
  namespace: string,
  demand: Demand,
  object: JsonObject,
  comparison: ObjectComparison,
): Omit<Finding, 'note'> {
  const name = nameOf(object)
  const says = { namespace: said, names: [name], message: '' }
  if (comparison.outcome === 'match') {
    return { event: { ...says, compliant: true, reason: FOUND }, relatedNames: [name], deviations: [] }
  }
  if (comparison.outcome === 'error') {
    const { message } = comparison
    const event = { ...says, compliant: false, reason: 'K8s update template error', message }
    return { event, relatedNames: [name], deviations: [] }
  }
  const deviation: Deviation = { change: 'different', namespace, name, object, demand, comparison }
  const event = { ...says, compliant: false, reason: NO_MATCH }
  return { event, relatedNames: [name], deviations: [deviation] }
}

/** A diff that is not asked for, or only logged, is kept as an empty one. */
function noteOf(comparison: ObjectComparison, template: JsonObject): Note {
  if (comparison.outcome === 'match') return comparison.sent ? 'same after dry run' : 'no diff'
  const isKept = template.recordDiff !== 'None' && template.recordDiff !== 'Log'
  return comparison.outcome === 'mismatch' && isKept ? 'diff' : 'no diff'
}

/** Where only the number of objects counts: none that should be there, or any that should not. */
function examineCount(
  target: Target,
  namespace: string,
  demand: Demand,
  matching: readonly JsonObject[],
  wanted: boolean,
  isOtherThere: boolean,
): Finding {
  const exists = matching.length > 0
  const names = target.name === '' ? matching.map(nameOf) : [target.name]
  const absent = isOtherThere ? NO_MATCH : NOT_FOUND
  const reason = wanted ? (exists ? FOUND : absent) : exists ? UNWANTED : MISSING
  const compliant = wanted === exists
  const event = { namespace: target.namespace, names, compliant, reason, message: '' }
  const relatedNames = exists || target.name !== '' ? names : [ANY]
  const at = { namespace, demand, comparison: undefined }
  if (compliant) return { event, relatedNames, note: 'nothing', deviations: [] }
  const deviations: readonly Deviation[] = wanted
    ? [{ ...at, change: 'missing', name: target.name === '' ? ANY : target.name, object: undefined }]
    : matching.map((object) => ({ ...at, change: 'unexpected', name: nameOf(object), object }))
  return { event, relatedNames, note: 'nothing', deviations }
}

function nameOf(object: JsonObject): string {
  return textAt(object, 'metadata', 'name') ?? ''
}
