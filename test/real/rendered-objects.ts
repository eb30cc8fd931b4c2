import type { Json, JsonObject } from '../../engine/model/json.ts'
import { isObject, listAt, textAt } from '../../engine/model/json.ts'
import type { Plan } from '../../engine/model/plan.ts'
import { HUB_CLUSTER } from '../../engine/model/plan.ts'

/** One object as a policy carries it to a cluster. */
export interface Carried {
  readonly policy: string
  /** `desired` is created by the policy; everything else only looks, and may name a part of an object. */
  readonly role: string
  readonly complianceType: string
  readonly object: JsonObject
}

/** What a policy's templates carry, in order. Raw templates and definitions that are templates as a whole are left out. */
export function carriedBy(policy: Json): readonly Carried[] {
  return listAt(policy, 'spec', 'policy-templates').flatMap((template) => {
    const definition = isObject(template) ? template.objectDefinition : undefined
    const role = textAt(definition, 'metadata', 'annotations', 'isthmus.dev/role') ?? ''
    return listAt(definition, 'spec', 'object-templates').flatMap((each) => {
      const object = isObject(each) ? each.objectDefinition : undefined
      if (!isObject(object)) return []
      const name = textAt(policy, 'metadata', 'name') ?? ''
      return [{ policy: name, role, complianceType: textAt(each, 'complianceType') ?? '', object }]
    })
  })
}

/**
 * The policy templates as RHACM writes them into a cluster's own namespace there: ConfigurationPolicies and OperatorPolicies.
 * `InformOnly` is a word of the Policy API, which the member's template sync turns into `inform`.
 */
export function templatesOf(policy: Json, namespace: string): readonly JsonObject[] {
  return listAt(policy, 'spec', 'policy-templates').flatMap((template) => {
    const definition = isObject(template) ? template.objectDefinition : undefined
    if (!isObject(definition) || !isObject(definition.metadata)) return []
    const spec = definition.spec as JsonObject
    const action = spec.remediationAction === 'InformOnly' ? { remediationAction: 'inform' } : {}
    return [{ ...definition, metadata: { ...definition.metadata, namespace }, spec: { ...spec, ...action } }]
  })
}

/** Names of a plan's clusters, the hub (`local-cluster`) first. */
export function clustersOf(plan: Plan): readonly string[] {
  return [HUB_CLUSTER, ...plan.environment.spec.clusters.map((each) => each.name)]
}

/** The policies that a cluster gets. */
export function policiesOn(plan: Plan, cluster: string): readonly JsonObject[] {
  return plan.policies.filter((each) => each.clusters.includes(cluster)).map((each) => each.object)
}

const TEMPLATE = /\{\{(?:hub)?[\s\S]*?\}\}/g
const BASE64 = Buffer.from('{}').toString('base64')
/** Keys that an API server wants of a Secret by its type. */
const SECRET_KEYS: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
}

/** The object with something plausible in place of each template, of the type that the template gives. */
export function withoutTemplates(object: JsonObject): JsonObject {
  const keys = SECRET_KEYS[textAt(object, 'type') ?? ''] ?? ['value']
  const secret = Object.fromEntries(keys.map((key) => [key, BASE64]))
  const resolved = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(resolved)
    if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolved(each)]))
    if (typeof value !== 'string' || !value.includes('{{')) return value
    if (/copySecretData/.test(value)) return secret
    if (/\|\s*toInt\b/.test(value)) return 1
    if (/\|\s*toBool\b/.test(value)) return true
    if (/^\{\{(?:hub)? *\(?fromSecret\b(?!.*base64dec)/.test(value)) return BASE64
    return value.replaceAll(TEMPLATE, 'value')
  }
  return resolved(object) as JsonObject
}
