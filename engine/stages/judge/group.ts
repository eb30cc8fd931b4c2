import { desiredPointer } from '../../model/desired-pointer.ts'
import type { Attribution, Drift, DriftField } from '../../model/drift.ts'
import type { Flip } from '../../model/flips.ts'
import type { Json } from '../../model/json.ts'
import { canonical } from '../../model/json.ts'
import { attributionOf, removerOf } from '../../model/managed-fields.ts'
import { digest } from '../../model/names.ts'
import type { Observation } from '../../model/observation.ts'
import type { Operation } from '../../model/patch.ts'
import { resolvePointer } from '../../model/pointer.ts'
import { readablePath } from '../../model/readable-path.ts'
import { isRedacted, redactPointer, redactValue } from '../../model/redact.ts'
import type { Rendered } from '../../model/rendered.ts'
import type { ObjectDifference } from '../../model/verdict.ts'
import { fightOver } from './fights.ts'
import { familiesOf, spreadOf } from './group-clusters.ts'
import { desiredFromHub } from './hub-source.ts'
import { SEVERITIES, severityOf, worse } from './severity.ts'
import { toleranceNote } from './severity-quorum.ts'
import type { RawDrift } from './sightings.ts'

interface Look {
  readonly rendered: Rendered
  readonly observation: Observation
  readonly sourceOf: (policy: string, pointer: string) => { readonly file: string; readonly line: number }
  readonly memory: {
    readonly firstSeen: ReadonlyMap<string, string>
    readonly flips?: ReadonlyMap<string, readonly Flip[]>
  }
  /** Key of the digests that stand for secrets; absent: they are hidden without a trace. */
  readonly redactionKey?: string | undefined
}

interface Grouping extends Look {
  readonly families: ReadonlyMap<string, string>
}

/**
 * The same difference of the same policy on several clusters is one drift, and so is that of policies which exist once for
 * each cluster, where they ask for the same; worst first, then by object.
 */
export function groupDrifts(raw: readonly RawDrift[], look: Look): readonly Drift[] {
  const grouping = { ...look, families: familiesOf(look.rendered) }
  const groups = new Map<string, RawDrift[]>()
  for (const each of raw) {
    const print = fingerprintOf(each, grouping)
    const members = groups.get(print)
    if (members) members.push(each)
    else groups.set(print, [each])
  }
  const drifts = [...groups].flatMap(([print, members]) => driftOf(print, members, grouping))
  return drifts.sort(
    (a, b) =>
      SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
      a.policy.localeCompare(b.policy, 'en') ||
      a.object.kind.localeCompare(b.object.kind, 'en') ||
      a.object.namespace.localeCompare(b.object.namespace, 'en') ||
      a.object.name.localeCompare(b.object.name, 'en', { numeric: true }) ||
      a.fingerprint.localeCompare(b.fingerprint, 'en'),
  )
}

/**
 * Same environment, policy, object and observed values: the same drift; another value is another drift. A secret counts
 * as it is shown: a digest over it that anybody can compute would give it away.
 */
function fingerprintOf(raw: RawDrift, grouping: Grouping): string {
  const { policy, difference } = raw
  const show = showerOf(raw, grouping)
  const observed = difference.fields.map((each): Json => [each.pointer, show(each.pointer, each.observed)])
  const { apiVersion, kind, namespace, name } = difference.object
  const family = grouping.families.get(policy.name) ?? policy.name
  const desired = difference.fields.map((each): Json => show(each.pointer, each.desired))
  return digest(
    canonical([
      grouping.rendered.environment,
      ...(family === policy.name ? [policy.name] : [family, desired]),
      apiVersion,
      kind,
      namespace,
      name,
      difference.change,
      observed,
    ]),
    16,
  )
}

function driftOf(print: string, members: readonly RawDrift[], grouping: Grouping): readonly Drift[] {
  const [first] = members
  if (!first) return []
  const { difference, policy, template } = first
  const { observedAt } = grouping.observation
  const templates = [...new Set(members.map((each) => each.template))]
  const note = members.map((each) => toleranceNote(each, grouping)).find((each) => each !== undefined)
  const attribution = latest(members.map(({ difference: each }) => attribute(each)))
  const fight = fightOver(
    { members, fingerprint: print, manager: attribution.manager, now: observedAt },
    grouping.memory.flips,
  )
  return [
    {
      fingerprint: print,
      policy: policy.name,
      template,
      ...(templates.length > 1 ? { templates } : {}),
      component: policy.component,
      clusters: [...new Set(members.map((each) => each.cluster))],
      ...spreadOf(members, grouping),
      object: difference.object,
      change: difference.change,
      ...shownFields(members, grouping),
      ...desiredFromHub(first),
      attribution,
      severity: members.map(severityOf).reduce(worse),
      ...(note === undefined ? {} : { note }),
      ...(fight === undefined ? {} : { fight }),
      firstSeen: grouping.memory.firstSeen.get(print) ?? observedAt,
      lastSeen: observedAt,
      source: grouping.sourceOf(policy.name, wantedAt(first)),
    },
  ]
}

/** Place in the Policy of the value that the first field should have. */
function wantedAt({ policy, definition, difference }: RawDrift): string {
  const [field] = difference.fields
  if (!field) return definition
  const desired = resolvePointer(policy.object, definition)
  return definition + desiredPointer(desired, difference.observed, field.pointer, field.desired)
}

function showerOf({ policy, definition, difference }: RawDrift, { redactionKey }: Grouping) {
  const desired = resolvePointer(policy.object, definition)
  const redaction = {
    within: difference.observed,
    desired,
    ...(redactionKey === undefined ? {} : { key: redactionKey }),
  }
  return (pointer: string, value: Json | undefined) => redactValue(difference.object, pointer, value ?? null, redaction)
}

/**
 * Fields and patch as they may be shown. A patch with a redacted value would be a wrong one, so there is none then; nor
 * where the clusters need different ones.
 */
function shownFields(
  members: readonly RawDrift[],
  grouping: Grouping,
): { fields: readonly DriftField[]; patch?: readonly Operation[] } {
  const [first, ...others] = members
  if (!first) return { fields: [] }
  const { difference } = first
  const show = showerOf(first, grouping)
  const fields = difference.fields.map(({ pointer, desired, observed }) => ({
    pointer: redactPointer(pointer),
    path: redactPointer(readablePath(difference.observed, pointer, desired ?? observed)),
    desired: show(pointer, desired),
    observed: show(pointer, observed),
  }))
  const patch = difference.patch.map((each) =>
    each.op === 'remove' ? each : { ...each, value: show(each.path, each.value) },
  )
  const hidden =
    fields.some((each) => isRedacted(each.pointer) || isRedacted(each.desired) || isRedacted(each.observed)) ||
    patch.some((each) => redactPointer(each.path) !== each.path || (each.op !== 'remove' && isRedacted(each.value)))
  const isSame = others.every((each) => JSON.stringify(each.difference.patch) === JSON.stringify(difference.patch))
  return hidden || !isSame ? { fields } : { fields, patch }
}

function attribute(difference: ObjectDifference): Attribution {
  if (!difference.observed) return { manager: null, operation: null, time: null }
  const { observed } = difference
  if (difference.fields.length === 0) return attributionOf(observed, '')
  return latest(
    difference.fields.map((each) =>
      each.observed === undefined ? removerOf(observed, each.pointer) : attributionOf(observed, each.pointer),
    ),
  )
}

function latest(all: readonly Attribution[]): Attribution {
  const known = all.filter((each) => each.manager !== null)
  const sorted = known.sort((a, b) => (b.time ?? '').localeCompare(a.time ?? '', 'en'))
  return sorted[0] ?? { manager: null, operation: null, time: null }
}
