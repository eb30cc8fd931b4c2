import type { Json, JsonObject } from '../../../../engine/model/json.ts'
import type { Verdict } from '../../../../engine/model/verdict.ts'
import type { CompareOptions } from '../../../../engine/stages/compare.ts'
import { compare } from '../../../../engine/stages/compare.ts'

/** A ConfigurationPolicy of these object templates. */
export function aPolicy(templates: readonly Json[], spec: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'policy.open-cluster-management.io/v1',
    kind: 'ConfigurationPolicy',
    metadata: { name: 'a-policy' },
    spec: { remediationAction: 'inform', ...spec, 'object-templates': templates },
  }
}

export function aTemplate(objectDefinition: Json, complianceType = 'musthave', rest: JsonObject = {}): JsonObject {
  return { complianceType, objectDefinition, ...rest }
}

/** A ConfigMap `settings` in namespace `app`. */
export function aConfigMap(content: JsonObject, metadata: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', namespace: 'app', ...metadata },
    ...content,
  }
}

/** An object of a kind that no table knows, so that any content is as good as any other. */
export function aThing(content: JsonObject, metadata: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'example.org/v1',
    kind: 'Thing',
    metadata: { name: 'thing', namespace: 'app', ...metadata },
    ...content,
  }
}

export interface Held {
  readonly complianceType?: string
  readonly rest?: JsonObject
  readonly options?: CompareOptions
}

/** One definition held against one cluster. */
export function hold(definition: JsonObject, objects: readonly JsonObject[], held: Held = {}): Verdict {
  return compare(aPolicy([aTemplate(definition, held.complianceType, held.rest)]), objects, held.options)
}
