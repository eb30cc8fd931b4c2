import type { Json } from '../../engine/model/json.ts'
import { isObject } from '../../engine/model/json.ts'

const MOST_FIELDS = 5
const LONGEST_VALUE = 40

/** One field that a template looks at, and what it wants there; undefined where that is computed or too long to show. */
export interface Field {
  readonly path: string
  readonly value: string | undefined
}

/** The fields of an object beyond its name. */
export function fieldsOf(object: Json): readonly Field[] {
  if (!isObject(object)) return []
  const { apiVersion: _, kind: __, metadata, ...content } = object
  const { name: ___, namespace: ____, ...meta } = isObject(metadata) ? metadata : {}
  return [...fieldsIn(meta, 'metadata'), ...fieldsIn(content, '')]
}

function fieldsIn(value: Json, path: string): readonly Field[] {
  if (Array.isArray(value)) return value.flatMap((each) => fieldsIn(each, path))
  if (!isObject(value)) return [{ path, value: shortened(String(value)) }]
  if (typeof value.type === 'string' && typeof value.status === 'string') {
    return [{ path: value.type, value: value.status }]
  }
  return Object.entries(value).flatMap(([key, each]) => fieldsIn(each, path === '' ? key : `${path}.${key}`))
}

function shortened(text: string): string | undefined {
  return text.includes('{{') || text.includes('\n') || text.length > LONGEST_VALUE ? undefined : text
}

/** What is looked for, in one line. A value that differs between clusters or environments is left out. */
export function signalOf(fields: readonly Field[]): string {
  const paths = [...new Set(fields.map((each) => each.path))]
  if (paths.length === 0) return 'exists'
  const shown = paths.slice(0, MOST_FIELDS).map((path) => {
    const values = new Set(fields.filter((each) => each.path === path).map((each) => each.value))
    const [value] = values
    return values.size === 1 && value !== undefined ? `${path}=${value}` : path
  })
  const more = paths.length - shown.length
  return `${shown.join(', ')}${more > 0 ? `, ${more} more` : ''}`
}
