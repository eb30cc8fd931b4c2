import type { JsonObject } from '../../../model/json.ts'
import { at, textAt } from '../../../model/json.ts'
import { hoursIn } from './mistake.ts'

/** cert-manager's own default. */
export const DEFAULT_HOURS = 2160

/** Hours that a Certificate asks to live, and how many before its end it asks to be renewed. */
export interface Lifetime {
  readonly duration: number
  readonly before: number
}

/** As cert-manager reads it: a third of the life where nothing else is asked for. */
export function lifetimeOf(certificate: JsonObject): Lifetime {
  const duration = hoursIn(textAt(certificate, 'spec', 'duration')) ?? DEFAULT_HOURS
  const percentage = at(certificate, 'spec', 'renewBeforePercentage')
  const share = typeof percentage === 'number' ? percentage / 100 : 1 / 3
  return { duration, before: hoursIn(textAt(certificate, 'spec', 'renewBefore')) ?? duration * share }
}

/** Hours before its end at which the certificate that was issued is renewed; an issuer may give it a shorter life. */
export function renewalOf(certificate: JsonObject): number {
  const [end, renewal] = ['notAfter', 'renewalTime'].map((each) =>
    Date.parse(textAt(certificate, 'status', each) ?? ''),
  )
  const hours = ((end ?? Number.NaN) - (renewal ?? Number.NaN)) / 3_600_000
  return Number.isNaN(hours) ? lifetimeOf(certificate).before : hours
}
