import type { LeafLimit } from '../../engine/model/stretched.ts'
import type { CertsInput } from './input.ts'
import { hoursOf } from './settings.ts'

/** The longest life of a leaf, by which the renewal of the CAs is laid out (rule G7). */
export function leafLimit({ settings }: CertsInput): LeafLimit {
  return { hours: hoursOf(settings.leafDuration), pointer: '/spec/components/certs/leafDuration' }
}
