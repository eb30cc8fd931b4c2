import type { Json } from '../../model/json.ts'

/** A value as Go prints it with %v: RHACM compares scalars, and recognises list items, by this text. */
export function goText(value: Json | undefined): string {
  if (typeof value === 'string') return value
  if (value === undefined || value === null) return '<nil>'
  if (typeof value === 'number') return goNumber(value)
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(goText).join(' ')}]`
  const map = value as { readonly [key: string]: Json }
  const keys = Object.keys(map).sort()
  return `map[${keys.map((key) => `${key}:${goText(map[key])}`).join(' ')}]`
}

/** The same with every list sorted: the order in which RHACM puts two lists before it compares them item by item. */
export function goSortedText(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(goSortedText).sort().join(' ')}]`
  if (typeof value !== 'object' || value === null) return goText(value)
  const map = value as { readonly [key: string]: Json }
  const keys = Object.keys(map).sort()
  return `map[${keys.map((key) => `${key}:${goSortedText(map[key])}`).join(' ')}]`
}

/** The type that Go's JSON reader gives a value, as its error texts name it. */
export function goTypeOf(value: Json | undefined): string {
  if (value === null || value === undefined) return '<nil>'
  if (Array.isArray(value)) return '[]interface {}'
  if (typeof value === 'object') return 'map[string]interface {}'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64'
  return typeof value === 'boolean' ? 'bool' : 'string'
}

/** Whole numbers are int64 in Go and printed in full; others, and longer ones, have an exponent from 1e6 up and below 1e-4. */
function goNumber(value: number): string {
  if (Number.isSafeInteger(value)) return String(value)
  const size = Math.abs(value)
  if (Number.isInteger(value) && size < 2 ** 63) return String(BigInt(value))
  const text = size < 1e-4 || size >= 1e6 ? value.toExponential() : String(value)
  return text.replace(/e([+-])(\d)$/, 'e$10$2')
}
