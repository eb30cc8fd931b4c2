import type { JsonObject } from '../../model/json.ts'
import { isEqual, isObject } from '../../model/json.ts'
import type { ApiServer } from './api-server.ts'
import { stored, withoutStringData } from './api-server.ts'
import type { Strictness } from './compliance.ts'
import { compareKey, isIdentityKey } from './key.ts'
import { unwritable, withMetadata, withoutNoise } from './metadata.ts'

/** What a template asks of one observed object. */
export interface Demand {
  readonly desired: JsonObject
  readonly strictness: Strictness
  readonly metadataStrictness: Strictness
  readonly server: ApiServer
}

export type ObjectComparison =
  | { readonly outcome: 'match'; readonly sent?: JsonObject }
  | { readonly outcome: 'error'; readonly message: string }
  /**
   * `observed` and `target`: the object without noise, and what RHACM would make of it. `sent` is what a dry-run update sent,
   * where there was one.
   */
  | {
      readonly outcome: 'mismatch'
      readonly observed: JsonObject
      readonly target: JsonObject
      readonly sent?: JsonObject
    }

interface Laid {
  readonly target: JsonObject
  /** Something differs, or is absent, so that only a dry-run update can tell. */
  readonly isUndecided: boolean
  readonly isStatusDifferent: boolean
}

/** checkAndUpdateResource of the controller for one existing object. What is not decided by comparing, a dry-run update decides. */
export function compareObject(demand: Demand, object: JsonObject): ObjectComparison {
  const observed = withoutNoise(object)
  const laid = layOver(demand, observed)
  if (typeof laid === 'string') return { outcome: 'error', message: laid }
  if (!laid.isUndecided) {
    return laid.isStatusDifferent ? { outcome: 'mismatch', observed, target: laid.target } : { outcome: 'match' }
  }
  const target = withoutNoise(stored(laid.target, demand.server))
  const before = demand.server === 'live' ? stored(observed, demand.server) : observed
  const isUnchanged = isEqual(target, before)
  return isUnchanged
    ? { outcome: 'match', sent: target }
    : {
        outcome: 'mismatch',
        observed,
        target: demand.server === 'live' ? withoutStringData(laid.target) : target,
        sent: target,
      }
}

export interface ContentMatches {
  readonly matching: readonly JsonObject[]
  /** The definition with its top-level lists as the comparisons left them. */
  readonly desired: JsonObject
}

/**
 * The objects whose content satisfies an unnamed template: no dry run, empty values equal absent ones. As in the controller
 * (buildNameList) a list item that matched asks the objects after it for all that it matched, so their order counts.
 */
export function contentMatches(
  desired: JsonObject,
  objects: readonly JsonObject[],
  strictness: Strictness,
): ContentMatches {
  let asked = desired
  const matching = objects.filter((object) => {
    let isMatch = true
    for (const key of Object.keys(asked)) {
      if (isIdentityKey(key)) continue
      const compared = compareKey(key, asked, object, strictness, true)
      isMatch &&= !('error' in compared) && !compared.differs
      if ('rewritten' in compared && compared.rewritten) asked = { ...asked, [key]: compared.rewritten }
    }
    return isMatch
  })
  return { matching, desired: asked }
}

function layOver(demand: Demand, observed: JsonObject): Laid | string {
  let target = observed
  let isUndecided = false
  let isStatusDifferent = false
  for (const key of Object.keys(demand.desired)) {
    if (isIdentityKey(key)) continue
    const strictness = key === 'metadata' ? demand.metadataStrictness : demand.strictness
    const compared = compareKey(key, demand.desired, observed, strictness, false)
    if ('error' in compared) return compared.error
    isUndecided ||= compared.missing || (compared.differs && key !== 'status')
    isStatusDifferent ||= compared.differs && key === 'status'
    if (key === 'metadata') {
      const metadata = isObject(compared.merged) ? compared.merged : {}
      const error = unwritable(metadata)
      if (error !== undefined) return error
      // What the definition does not speak of stays, under mustonlyhave too.
      const kept = isObject(target.metadata) ? target.metadata : {}
      target = withMetadata(target, metadata.labels ?? kept.labels, metadata.annotations ?? kept.annotations)
    } else {
      target = { ...target, [key]: compared.merged }
    }
  }
  if (demand.strictness === 'musthave') return { target, isUndecided, isStatusDifferent }
  const kept = withoutUnasked(target, demand.desired)
  return { target: kept, isUndecided: isUndecided || kept !== target, isStatusDifferent }
}

/** mustonlyhave removes every other top-level key, but not what the cluster itself writes. */
function withoutUnasked(target: JsonObject, desired: JsonObject): JsonObject {
  const isServiceAccount = target.kind === 'ServiceAccount' && target.apiVersion === 'v1'
  const isKept = (key: string) =>
    Object.hasOwn(desired, key) ||
    key === 'status' ||
    key === 'metadata' ||
    (isServiceAccount && (key === 'secrets' || key === 'imagePullSecrets'))
  const entries = Object.entries(target).filter(([key]) => isKept(key))
  return entries.length === Object.keys(target).length ? target : Object.fromEntries(entries)
}
