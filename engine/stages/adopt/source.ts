import type { Json } from '../../model/json.ts'
import { isEqual } from '../../model/json.ts'
import { resolvePointer } from '../../model/pointer.ts'
import type { Origin } from '../../model/traced.ts'
import { nearestOrigins } from '../../model/traced.ts'
import type { FileEdit, Refused } from '../../model/way-out.ts'
import { prints } from './definitions.ts'
import type { DesiredPlace } from './places.ts'
import { decidedBy } from './unplaced.ts'

interface Lookup {
  readonly valueOf: (origin: Origin) => Json | undefined
  readonly placeOf: (origin: Origin) => string
  readonly isDefault: (origin: Origin) => boolean
}

/** The edit that changes one desired value where a person asked for it; a sentence where no single line did. */
export function asksFor(place: DesiredPlace, lookup: Lookup): { readonly edit: FileEdit } | Refused {
  const whole = place.definition + place.pointer
  const asked = nearestOrigins(place.policy.origins, whole)
  const [origin, second] = asked.origins
  const what = place.field.pointer
  if (!origin || !asked.at.startsWith(place.definition)) return { refused: decidedBy(place.policy, what) }
  if (second) {
    const from = [...new Set(asked.origins.map((each) => lookup.placeOf(each)))].join(', ')
    return { refused: `${what} is computed from several inputs (${from}), and no single one of them holds the value` }
  }
  const rest = whole.slice(asked.at.length)
  const written = lookup.valueOf(origin)
  const planned = resolvePointer(place.policy.object, asked.at)
  const observed = place.instead ?? place.field.observed
  if (observed === null && lookup.isDefault(origin))
    return { refused: `${what} comes from ${lookup.placeOf(origin)}, which cannot be left out; put it back` }
  const edit = (value: Json) => ({ edit: editOf(origin, rest, place, value) })
  if (isEqual(written, planned) || isEscaped(written, planned)) return edit(observed)
  const read = rest === '' ? readAs(written, planned, observed) : undefined
  if (read !== undefined) return edit(read)
  return { refused: `${what} is computed from ${lookup.placeOf(origin)}, and the computation cannot be turned around` }
}

function isEscaped(written: Json | undefined, planned: Json | undefined): boolean {
  return written !== undefined && planned !== undefined && prints(planned, written)
}

/** A number or a truth that is rendered as text (`value: "1400"`), read back. */
function readAs(written: Json | undefined, planned: Json | undefined, observed: Json): Json | undefined {
  if (typeof planned !== 'string' || typeof observed !== 'string' || String(written) !== planned) return undefined
  if (typeof written === 'number')
    return observed.trim() !== '' && Number.isFinite(Number(observed)) ? Number(observed) : undefined
  if (typeof written === 'boolean') return observed === 'true' ? true : observed === 'false' ? false : undefined
  return undefined
}

function editOf(origin: Origin, rest: string, place: DesiredPlace, value: Json): FileEdit {
  const { file, document } = origin
  const pointer = origin.pointer + rest
  if (place.pointer.endsWith('/-')) return { file, document, operation: { op: 'add', pointer, value } }
  // Absent and null look alike in a report; what was asked for and is gone is taken out.
  if (value === null) return { file, document, operation: { op: 'remove', pointer } }
  return { file, document, operation: { op: 'set', pointer, value } }
}
