/** What one object says about a template: the controller's own reasons, or an error with its own message. */
export interface Event {
  readonly namespace: string
  readonly names: readonly string[]
  readonly compliant: boolean
  readonly reason: string
  /** Only errors carry a text of their own. */
  readonly message: string
}

export const FOUND = 'Resource found as expected'
export const NOT_FOUND = 'Resource not found but should exist'
export const NO_MATCH = 'Resource found but does not match'
export const MISSING = 'Resource not found as expected'
export const UNWANTED = 'Resource found but should not exist'

/** An event that no object stands behind. */
export function errorEvent(reason: string, message: string): Event {
  return { namespace: '', names: [], compliant: false, reason, message }
}
