import { placedOn, seenIn } from '../../model/by-cluster.ts'
import type { PolicySeverity, TemplateRole } from '../../model/component.ts'
import type { Condition } from '../../model/drift.ts'
import type { JsonObject } from '../../model/json.ts'
import { isObject, listAt, textAt } from '../../model/json.ts'
import { ANNOTATION } from '../../model/labels.ts'
import type { NoiseRule } from '../../model/noise-rules/noise-rule.ts'
import { NOISE_RULES } from '../../model/noise-rules.ts'
import type { ClusterObservation } from '../../model/observation.ts'
import type { Rendered, RenderedPolicy } from '../../model/rendered.ts'
import type { ObjectDifference, Verdict } from '../../model/verdict.ts'
import type { NoiseSurroundings } from './noise.ts'
import { quiet } from './noise.ts'

/** One difference on one cluster, before grouping. */
export interface RawDrift {
  readonly cluster: string
  readonly policy: RenderedPolicy
  readonly template: string
  readonly severity: string
  readonly difference: ObjectDifference
  /** Pointer of the object's definition in the Policy. */
  readonly definition: string
}

export interface Sighting {
  readonly drifts: readonly RawDrift[]
  readonly unhealthy: readonly Condition[]
  readonly actions: readonly Condition[]
  readonly notEvaluated: readonly Condition[]
  readonly errors: readonly Condition[]
  /** Ids of the noise rules that hid something, once for each field. */
  readonly hidden?: readonly string[]
}

interface Looking {
  readonly rendered: Rendered
  readonly observation: { readonly clusters: readonly ClusterObservation[] }
  readonly compare: (template: JsonObject, objects: readonly JsonObject[]) => Verdict
  /** The noise rules in force; all of them where absent. */
  readonly noise?: readonly NoiseRule[]
}

const NOTHING: Sighting = { drifts: [], unhealthy: [], actions: [], notEvaluated: [], errors: [] }

/** Everything that one cluster's objects say about the policies that are placed on it. */
export function sightingsOn(cluster: string, looking: Looking): Sighting {
  const seen = seenIn(looking.observation.clusters, cluster)
  if (seen?.state !== 'seen') return NOTHING
  return placedOn(looking.rendered, cluster)
    .filter((policy) => policy.object.spec !== undefined)
    .flatMap((policy) =>
      listAt(policy.object, 'spec', 'policy-templates').map((template, i) => ({ policy, template, i })),
    )
    .map(({ policy, template, i }) => {
      const definition = isObject(template) && isObject(template.objectDefinition) ? template.objectDefinition : {}
      const verdict = looking.compare(definition, seen.objects)
      // What a damaged snapshot does not show may well be there: absence proves nothing then.
      const isPartial = seen.problems.length > 0
      const pointer = `/spec/policy-templates/${i}/objectDefinition`
      const around = { rules: looking.noise ?? NOISE_RULES, objects: seen.objects, stateful: policy.stateful }
      return classify({ cluster, policy, definition, pointer, verdict, isPartial, around })
    })
    .reduce(join, NOTHING)
}

interface Examined {
  readonly cluster: string
  readonly policy: RenderedPolicy
  readonly definition: JsonObject
  /** Pointer of the definition in the Policy. */
  readonly pointer: string
  readonly verdict: Verdict
  readonly isPartial: boolean
  readonly around: NoiseSurroundings
}

function classify({ cluster, policy, definition, pointer, verdict, isPartial, around }: Examined): Sighting {
  const role = (textAt(definition, 'metadata', 'annotations', ANNOTATION.role) ?? 'desired') as TemplateRole
  const condition: Condition = {
    policy: policy.name,
    component: policy.component,
    cluster,
    template: textAt(definition, 'metadata', 'name') ?? '',
    message: messageOf(definition, verdict),
  }
  if (role === 'fact' || verdict.compliant === 'Compliant') return NOTHING
  if (verdict.compliant === 'Unknown') return { ...NOTHING, notEvaluated: [condition] }
  if (role === 'health') return { ...NOTHING, unhealthy: [{ ...condition, ...ownSeverity(definition) }] }
  if (role === 'action') return { ...NOTHING, actions: [condition] }
  const differences = verdict.differences.filter((each) => !(isPartial && each.change === 'missing'))
  if (differences.length === 0) return isPartial ? NOTHING : { ...NOTHING, errors: [condition] }
  const severity = textAt(definition, 'spec', 'severity') ?? 'medium'
  const quieted = differences.map((each) => quiet(each, around))
  const drifts = quieted.flatMap(({ difference }) =>
    difference === undefined
      ? []
      : [
          {
            cluster,
            policy,
            template: condition.template,
            severity,
            difference,
            definition: `${pointer}${difference.template}/objectDefinition`,
          },
        ],
  )
  return { ...NOTHING, drifts, hidden: quieted.flatMap((each) => each.hidden) }
}

const SEVERITIES: readonly string[] = ['low', 'medium', 'high', 'critical']

/** How bad it is by its policy template. */
export function ownSeverity(definition: JsonObject): Pick<Condition, 'severity'> {
  const severity = textAt(definition, 'spec', 'severity')?.toLowerCase() ?? ''
  return SEVERITIES.includes(severity) ? { severity: severity as PolicySeverity } : {}
}

/** The runbook where the policy has one, else RHACM's own words. */
function messageOf(definition: JsonObject, verdict: Verdict): string {
  const custom = textAt(definition, 'spec', 'customMessage', 'noncompliant')
  if (custom !== undefined) return custom
  const failing = verdict.templates.filter((each) => each.compliant !== 'Compliant')
  return [...new Set(failing.map((each) => each.message || each.reason))].join('; ')
}

function join(a: Sighting, b: Sighting): Sighting {
  if (b === NOTHING) return a
  return {
    drifts: [...a.drifts, ...b.drifts],
    unhealthy: [...a.unhealthy, ...b.unhealthy],
    actions: [...a.actions, ...b.actions],
    notEvaluated: [...a.notEvaluated, ...b.notEvaluated],
    errors: [...a.errors, ...b.errors],
    hidden: [...(a.hidden ?? []), ...(b.hidden ?? [])],
  }
}
