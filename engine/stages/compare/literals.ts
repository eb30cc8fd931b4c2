import type { Json } from '../../model/json.ts'

/** An action that prints a raw string and nothing else: how literal braces are written in a policy. */
const LITERAL = /(?<!\{)\{\{ *`([^`]*)` *\}\}/g
const ACTION = /\{\{|\$ocm_encrypted:/

/** True when RHACM would run the value through its template engine. */
export function hasAction(value: Json): boolean {
  if (typeof value === 'string') return ACTION.test(value)
  if (Array.isArray(value)) return value.some(hasAction)
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, member]) => ACTION.test(key) || hasAction(member))
}

/** True when it takes a template engine and a cluster to know what the value becomes. */
export function isTemplated(value: Json): boolean {
  if (typeof value === 'string') return ACTION.test(value.replace(LITERAL, ' '))
  if (Array.isArray(value)) return value.some(isTemplated)
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, member]) => isTemplated(key) || isTemplated(member))
}

/** The value that the template engine makes of literal braces; keys too. */
export function printLiterals(value: Json): Json {
  if (typeof value === 'string') return value.replace(LITERAL, '$1')
  if (Array.isArray(value)) return (value as readonly Json[]).map(printLiterals)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, member]): [string, Json] => [
    key.replace(LITERAL, '$1'),
    printLiterals(member),
  ])
  return Object.fromEntries(entries)
}
