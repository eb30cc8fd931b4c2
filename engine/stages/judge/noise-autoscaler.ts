import type { Json, JsonObject } from '../../model/json.ts'
import { at, textAt } from '../../model/json.ts'

/** Kinds that scale another object, with the places of their bounds and what an absent bound means. */
const SCALERS: Readonly<
  Record<
    string,
    {
      readonly min: string
      readonly max: string
      readonly least: number
      readonly most: number
      readonly scales: string
    }
  >
> = {
  HorizontalPodAutoscaler: { min: 'minReplicas', max: 'maxReplicas', least: 1, most: 0, scales: '' },
  ScaledObject: { min: 'minReplicaCount', max: 'maxReplicaCount', least: 0, most: 100, scales: 'Deployment' },
  MachineAutoscaler: { min: 'minReplicas', max: 'maxReplicas', least: 0, most: 0, scales: 'MachineSet' },
}

/** True when some autoscaler among the observed objects scales this one, and the number is within its bounds. */
export function isAutoscaled(object: JsonObject, replicas: Json | undefined, objects: readonly JsonObject[]): boolean {
  return objects.some((each) => {
    const kind = textAt(each, 'kind') ?? ''
    const scaler = Object.hasOwn(SCALERS, kind) ? SCALERS[kind] : undefined
    if (!scaler || textAt(each, 'metadata', 'namespace') !== textAt(object, 'metadata', 'namespace')) return false
    const target = at(each, 'spec', 'scaleTargetRef')
    const isTarget =
      (textAt(target, 'kind') ?? scaler.scales) === object.kind &&
      textAt(target, 'name') === textAt(object, 'metadata', 'name')
    const least = bound(each, scaler.min, scaler.least)
    const most = bound(each, scaler.max, scaler.most)
    return isTarget && typeof replicas === 'number' && replicas >= least && replicas <= most
  })
}

function bound(scaler: JsonObject, key: string, otherwise: number): number {
  const found = at(scaler, 'spec', key)
  return typeof found === 'number' ? found : otherwise
}
