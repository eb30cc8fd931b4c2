import type { Event } from 'js-yaml'
import { EVENT_ID, getScalarValue } from 'js-yaml'
import { escapeToken, parentOf } from '../../model/pointer.ts'
import { startOf } from './scalar-event.ts'

/** Offsets of a value and of its key; -1 where there is none (list items have no key, `a:` has no value). */
interface Spot {
  readonly key: number
  readonly value: number
}

/** Where every value of one document stands, by JSON pointer. */
export type Spots = ReadonlyMap<string, Spot>

interface Frame {
  readonly pointer: string
  readonly kind: 'document' | 'list' | 'map'
  index: number
  key: { readonly token: string; readonly at: number } | undefined
}

function startOfNode(text: string, event: Event): number {
  if (event.type === EVENT_ID.SCALAR) return startOf(text, event)
  if (event.type === EVENT_ID.ALIAS) return event.anchorStart - 1
  return event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE ? event.start : -1
}

/** The pointer of a node that comes next in a frame, or undefined where it is the key of one. */
function pointerFor(frame: Frame): { pointer: string; key: number } | undefined {
  if (frame.kind === 'document') return { pointer: '', key: -1 }
  if (frame.kind === 'list') return { pointer: `${frame.pointer}/${frame.index++}`, key: -1 }
  if (frame.key === undefined) return undefined
  const { token, at } = frame.key
  frame.key = undefined
  return { pointer: `${frame.pointer}/${escapeToken(token)}`, key: at }
}

/** Indexes every document of a parsed file. Of a key that is there twice, the first counts. */
export function indexDocuments(text: string, events: readonly Event[]): readonly Spots[] {
  const documents: Map<string, Spot>[] = []
  const frames: Frame[] = []
  for (const event of events) {
    if (event.type === EVENT_ID.POP) {
      frames.pop()
      continue
    }
    if (event.type === EVENT_ID.DOCUMENT) {
      documents.push(new Map())
      frames.push({ pointer: '', kind: 'document', index: 0, key: undefined })
      continue
    }
    const frame = frames.at(-1)
    const spots = documents.at(-1)
    if (!frame || !spots) continue
    const place = pointerFor(frame)
    const start = startOfNode(text, event)
    if (place && !spots.has(place.pointer)) spots.set(place.pointer, { key: place.key, value: start })
    if (!place) frame.key = { token: event.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : '', at: start }
    if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) {
      const kind = event.type === EVENT_ID.MAPPING ? 'map' : 'list'
      frames.push({ pointer: place?.pointer ?? `${frame.pointer}/~`, kind, index: 0, key: undefined })
    }
  }
  return documents
}

/** Offset of the value (or key) of a pointer; of the nearest enclosing one where it is absent. */
export function offsetOf(spots: Spots, pointer: string, part: 'key' | 'value'): number {
  for (let here = pointer; ; here = parentOf(here)) {
    const spot = spots.get(here)
    if (spot) {
      const isAncestor = here !== pointer
      const [first, second] = part === 'key' || isAncestor ? [spot.key, spot.value] : [spot.value, spot.key]
      return Math.max(0, first >= 0 ? first : second)
    }
    if (here === '') return 0
  }
}
