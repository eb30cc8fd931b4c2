import type { Json } from '../../engine/model/json.ts'
import { isEqual, isObject } from '../../engine/model/json.ts'

/** The first places where two values differ, one line each: `templates/0/message: expected "…", got "…"`. */
export function unlike(expected: Json | undefined, got: Json | undefined, at = ''): readonly string[] {
  if (isEqual(expected, got)) return []
  if (Array.isArray(expected) && Array.isArray(got)) {
    const length = Math.max(expected.length, got.length)
    return Array.from({ length }, (_, i) => unlike(expected[i], got[i], `${at}/${i}`)).flat()
  }
  if (isObject(expected) && isObject(got)) {
    const keys = [...new Set([...Object.keys(expected), ...Object.keys(got)])]
    return keys.flatMap((key) => unlike(expected[key], got[key], `${at}/${key}`))
  }
  return [`${at.slice(1) || '(whole)'}: expected ${text(expected)}, got ${text(got)}`]
}

function text(value: Json | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value)
}
