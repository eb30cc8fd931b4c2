import { textAt } from '../../model/json.ts'
import type { Plan, PlannedObject } from '../../model/plan.ts'
import { originsAt } from '../../model/traced.ts'
import type { PlacedResult } from './placed.ts'

/** What etcd takes for a request is 1.5 MiB by default; OpenShift and RHACM count with 1 MiB for an object. */
const MOST_BYTES = 1024 * 1024
/** All annotations of an object together, of which `kubectl apply` keeps a copy of the object in one. */
const MOST_ANNOTATED = 256 * 1024

/** Objects that the hub would refuse, or that can only be applied in one way. */
export function checkSizes(plan: Plan): readonly PlacedResult[] {
  return [...plan.policies, ...plan.bindings, ...plan.support].flatMap((each) => {
    const bytes = Buffer.byteLength(JSON.stringify(each.object))
    if (bytes > MOST_BYTES) return [result(each, bytes, 'error', 'more than the 1024 KiB that etcd takes')]
    if (bytes <= MOST_ANNOTATED) return []
    return [result(each, bytes, 'warning', 'more than the 256 KiB that client-side kubectl apply can keep a copy of')]
  })
}

function result(
  { object, origins }: PlannedObject,
  bytes: number,
  severity: 'error' | 'warning',
  limit: string,
): PlacedResult {
  const [origin] = originsAt(origins, '')
  return {
    rule: severity === 'error' ? 'names/object-too-large' : 'names/object-large',
    severity,
    pointer: origin?.pointer ?? '',
    ...(origin ? { origin } : {}),
    message: `${textAt(object, 'kind')} ${textAt(object, 'metadata', 'name')} has ${Math.ceil(bytes / 1024)} KiB, ${limit}`,
    hint:
      severity === 'error'
        ? 'divide what it carries: several authored policies, or several environments of fewer clusters'
        : 'deliver it with server-side apply (Argo CD: ServerSideApply=true), or divide it',
  }
}
