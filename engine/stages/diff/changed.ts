import type { PolicyChange } from '../../model/change-plan.ts'
import type { RenderedPolicy } from '../../model/rendered.ts'
import type { Carried } from './carried.ts'
import type { ChangedValue } from './fields.ts'

/** An object that a policy asks for before and after, with what changes in it. */
export interface ChangedObject {
  readonly was: Carried
  readonly is: Carried
  readonly fields: readonly ChangedValue[]
}

/** A policy's change with both sides of it: what its risks are judged by. */
export interface ChangedPolicy extends Omit<PolicyChange, 'risks'> {
  readonly before: RenderedPolicy | undefined
  readonly after: RenderedPolicy | undefined
  readonly objects: readonly ChangedObject[]
  readonly added: readonly Carried[]
  readonly removed: readonly Carried[]
}
