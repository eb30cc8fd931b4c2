import type { Json } from '../../model/json.ts'
import { at, isObject, listAt, textAt } from '../../model/json.ts'
import type { ClusterObservation, Observation, PolicyStatus } from '../../model/observation.ts'
import { isLookOnly } from '../../model/remediation.ts'
import type { Rendered, RenderedPolicy } from '../../model/rendered.ts'
import { uncarried } from './pending.ts'

/**
 * A look in which statuses speak of what a change asks for: those of templates that ask for something else now than the
 * change would are left out, and so is that the hub does not carry the change yet. Remediation alone changes no verdict.
 */
export function statusesFor(rendered: Rendered, observation: Observation): Observation {
  return { ...observation, clusters: observation.clusters.map((each) => fitted(rendered, each)) }
}

/** Names of the templates that a change can enforce, on which a cluster that is only reported on says nothing of use. */
export function unreported(rendered: Rendered, seen: ClusterObservation): readonly string[] {
  if (seen.state !== 'reported') return []
  const answered = new Set(
    seen.policies.flatMap((each) => each.templates.flatMap((one) => (one.compliant === null ? [] : [one.name]))),
  )
  const placed = rendered.policies.filter((each) => each.clusters.includes(seen.cluster))
  const enforced = placed.flatMap(templatesOf).filter((each) => !isLookOnly(at(each, 'objectDefinition')))
  return enforced.map(nameOf).filter((each) => !answered.has(each))
}

function fitted(rendered: Rendered, seen: ClusterObservation): ClusterObservation {
  if (seen.state === 'unknown' || !seen.policies) return seen
  const policies = seen.policies.map((status) => {
    const policy = rendered.policies.find((each) => each.name === status.policy)
    return policy ? fittedTo(policy, status) : status
  })
  return { ...seen, policies }
}

function fittedTo(policy: RenderedPolicy, status: PolicyStatus): PolicyStatus {
  const namespace = textAt(policy.object, 'metadata', 'namespace') ?? ''
  const replicated = listAt(status.spec, 'policy-templates')
  const isSame = (name: string) => {
    const asked = templatesOf(policy).find((each) => nameOf(each) === name)
    const here = replicated.find((each) => nameOf(each) === name)
    if (asked === undefined || here === undefined) return false
    return uncarried(spec(asked), spec(here), { isReplica: true, namespace }).length === 0
  }
  const templates = status.templates.filter((each) => isSame(each.name))
  return { ...status, spec: policy.object.spec ?? null, templates }
}

function templatesOf(policy: RenderedPolicy): readonly Json[] {
  return listAt(policy.object, 'spec', 'policy-templates')
}

function nameOf(template: Json): string {
  return textAt(template, 'objectDefinition', 'metadata', 'name') ?? ''
}

/** As a Policy's spec with this one template, whose remediation does not count. */
function spec(template: Json): Json {
  const definition = at(template, 'objectDefinition')
  const asked = at(definition, 'spec')
  const own = isObject(asked) ? { ...asked, remediationAction: 'inform' } : (asked ?? null)
  return {
    'policy-templates': [
      {
        ...(isObject(template) ? template : {}),
        objectDefinition: { ...(isObject(definition) ? definition : {}), spec: own },
      },
    ],
  }
}
