import type { Json, JsonObject } from '../../model/json.ts'
import { isEqual, isObject, listAt, textAt } from '../../model/json.ts'
import { attributionOf } from '../../model/managed-fields.ts'
import type { NoiseCondition } from '../../model/noise-rules/noise-rule.ts'
import { isFreeMap, isOmittedWhenEmpty } from '../../model/omitted-fields.ts'
import { parentOf, resolvePointer, tokensOf } from '../../model/pointer.ts'
import type { FieldDifference } from '../../model/verdict.ts'
import { isAutoscaled } from './noise-autoscaler.ts'
import { isServerDefault } from './noise-defaults.ts'
import { isRewritten } from './noise-rewritten.ts'

/** One field of an observed object, and what is seen around it. */
export interface NoisePlace {
  readonly object: JsonObject
  readonly field: FieldDifference
  /** Everything seen on the cluster. */
  readonly objects: readonly JsonObject[]
  /** The policy is of a stateful component. */
  readonly stateful: boolean
}

/** Whether a condition of a rule holds at a place. */
export function holds(when: NoiseCondition, place: NoisePlace): boolean {
  const { object, field, objects } = place
  const { desired, observed, pointer } = field
  const isUnasked = desired === undefined && observed !== undefined
  if (when.is === 'rewritten') return isRewritten(when.as, desired, observed)
  if (when.is === 'autoscaled') return !place.stateful && isScaled(when.managers, place)
  if (when.is === 'omitted')
    return observed === undefined && desired !== undefined && isOmitted(object, pointer, desired)
  if (when.is === 'default' && observed !== undefined && isUnset(object, desired))
    return isServerDefault(object, pointer, observed, objects)
  if (when.is === 'left-empty') return (desired === '' || desired === 0 || desired === null) && isChosen(observed)
  if (when.is === 'placeholder') {
    return observed !== undefined && (isUnasked || when.values.some((each) => isEqual(each, desired)))
  }
  if (!isUnasked) return false
  if (when.is === 'unasked') return true
  if (when.is === 'one-of') return when.values.some((each) => isEqual(each, observed))
  if (when.is === 'copy') return isEqual(observed, resolvePointer(object, relative(pointer, when.of)))
  if (when.is === 'text') return isOfForm(observed, when.form)
  if (when.is === 'items') return areNamed(observed, when.named)
  if (when.is === 'policy-types') return isImpliedType(object, observed)
  return isOwnerWritten(object, pointer)
}

/** An address or a port; a Service that has none is of another kind. */
function isChosen(observed: Json | undefined): boolean {
  return observed !== undefined && observed !== 'None'
}

/** What a free map holds is stored, however empty. */
function isOmitted({ kind }: JsonObject, pointer: string, desired: Json): boolean {
  const tokens = tokensOf(pointer)
  return isOmittedWhenEmpty(kind, tokens.at(-1) ?? '', desired) && !tokens.slice(0, -1).some(isFreeMap)
}

/** To the server of a built-in kind an empty text is none; a CustomResourceDefinition's default takes the place of null alone. */
function isUnset(object: JsonObject, desired: Json | undefined): boolean {
  return desired === undefined || desired === null || (desired === '' && isBuiltIn(object))
}

function isBuiltIn(object: JsonObject): boolean {
  const version = textAt(object, 'apiVersion') ?? ''
  return !version.includes('.') || version.includes('.k8s.io/')
}

function isScaled(managers: readonly string[], { object, field, objects }: NoisePlace): boolean {
  if (isAutoscaled(object, field.observed, objects)) return true
  const { manager } = attributionOf(object, field.pointer)
  return manager !== null && managers.includes(manager) && typeof field.observed === 'number' && field.observed > 0
}

/** `../x` is a sibling, `../../x/` the same key below another parent. */
function relative(pointer: string, path: string): string {
  const own = pointer.slice(pointer.lastIndexOf('/'))
  let here = pointer
  let rest = path
  while (rest.startsWith('../')) {
    here = parentOf(here)
    rest = rest.slice(3)
  }
  return rest.endsWith('/') ? `${here}/${rest.slice(0, -1)}${own}` : `${here}/${rest}`
}

function isOfForm(value: Json, form: string): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every((each: Json) => isOfForm(each, form))
  return (typeof value === 'string' || typeof value === 'number') && new RegExp(`^(?:${form})$`).test(String(value))
}

function areNamed(value: Json, form: string): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every((each: Json) => areNamed(each, form))
  const name = isObject(value) ? (textAt(value, 'name') ?? textAt(value, 'key')) : value
  return typeof name === 'string' && new RegExp(`^(?:${form})$`).test(name)
}

/** Ingress always, Egress where there are egress rules. */
function isImpliedType(object: JsonObject, value: Json): boolean {
  const implied = ['Ingress', ...(listAt(object, 'spec', 'egress').length > 0 ? ['Egress'] : [])]
  return Array.isArray(value) && isEqual([...value].sort(), implied.sort())
}

function isOwnerWritten(object: JsonObject, pointer: string): boolean {
  const index = listAt(object, 'metadata', 'ownerReferences').findIndex(
    (each) => isObject(each) && each.controller === true,
  )
  if (index < 0 || tokensOf(pointer).length < 2) return false
  const owner = attributionOf(object, `/metadata/ownerReferences/${index}`).manager
  return owner !== null && attributionOf(object, pointer).manager === owner
}
