import jsonPatch from 'fast-json-patch'
import type { Json, JsonObject } from '../../model/json.ts'
import { isObject, textAt } from '../../model/json.ts'
import type { Operation } from '../../model/patch.ts'
import type { ObjectDifference } from '../../model/verdict.ts'
import type { Deviation } from './assess.ts'
import type { Mended } from './mend.ts'
import { mend } from './mend.ts'
import { withMetadata } from './metadata.ts'
import type { Demand, ObjectComparison } from './object.ts'
import { compareObject } from './object.ts'

type Mismatch = Extract<ObjectComparison, { outcome: 'mismatch' }>

/** Where an object deviates and what mends it. `template`: pointer of the object template. */
export function difference(deviation: Deviation, template: string): ObjectDifference {
  const { change, demand, object, comparison } = deviation
  const key = {
    apiVersion: textAt(demand.desired, 'apiVersion') ?? '',
    kind: textAt(demand.desired, 'kind') ?? '',
    namespace: deviation.namespace,
    name: deviation.name,
  }
  if (change !== 'different' || object === undefined || comparison?.outcome !== 'mismatch') {
    return { object: key, change, fields: [], patch: [], observed: object, template }
  }
  const mended = mendObject(demand, object, comparison)
  const patch = patchOf(object, mended.value)
  return { object: key, change, fields: mended.fields, patch, observed: object, template }
}

/**
 * The smallest change that satisfies the template: equal amounts and the order of lists stay as they are, unless only
 * the controller's own result is accepted.
 */
function mendObject(demand: Demand, object: JsonObject, mismatch: Mismatch): Mended & { readonly value: Json } {
  const { observed, target } = mismatch
  const gentle = mend(observed, target, 'equivalent')
  const value = onto(object, gentle.value)
  if (gentle.fields.length > 0 && compareObject(demand, value).outcome === 'match') return { ...gentle, value }
  const strict = mend(observed, target, 'identical')
  const fields = gentle.fields.length > 0 ? gentle.fields : strict.fields
  const mended = onto(object, strict.value)
  const isMended = compareObject(demand, mended).outcome === 'match'
  return { fields, value: isMended ? mended : onto(object, target) }
}

/** The mended content in the object as it was observed, with its noise. */
function onto(object: JsonObject, mended: Json): JsonObject {
  if (!isObject(mended)) return object
  const metadata = isObject(mended.metadata) ? mended.metadata : {}
  const noise = isObject(object.metadata) && isObject(object.metadata.annotations) ? object.metadata.annotations : {}
  const kept = Object.entries(noise).filter(([key]) => key === 'kubectl.kubernetes.io/last-applied-configuration')
  const annotations = isObject(metadata.annotations) ? metadata.annotations : undefined
  const isAnnotated = annotations !== undefined || kept.length > 0
  const whole = withMetadata(
    object,
    metadata.labels,
    isAnnotated ? { ...annotations, ...Object.fromEntries(kept) } : undefined,
  )
  return { ...mended, metadata: whole.metadata ?? {} }
}

function patchOf(observed: JsonObject, mended: Json): readonly Operation[] {
  return jsonPatch.compare(observed, isObject(mended) ? mended : {}) as readonly Operation[]
}
