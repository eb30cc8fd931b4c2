import { parse } from 'yaml'
import type { Json, JsonObject } from '../../model/json.ts'
import { isObject } from '../../model/json.ts'

/** How a scalar was written, so that its successor looks alike. */
export type Quotes = 'plain' | 'single' | 'double'

const STEP = 2
/** Letters first, and nothing that ends a plain scalar in a flow or a block. */
const PLAIN = /^(?:[A-Za-z_/]|[0-9](?=.*[A-Za-z/]))(?:[A-Za-z0-9_./@%+=-]|[: ](?=[A-Za-z0-9_./]))*$/
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu
const LONGEST_FLOW = 60

/** A scalar as YAML 1.1 and 1.2 readers both take it. */
export function scalarText(value: null | boolean | number | string, quotes: Quotes = 'plain'): string {
  if (typeof value === 'number') return numberText(value)
  if (typeof value !== 'string') return String(value)
  if (quotes === 'single' && !/[\n\r]/.test(value) && !INVISIBLE.test(value)) return `'${value.replaceAll("'", "''")}'`
  if (quotes === 'plain' && isPlain(value)) return value
  return doubleQuoted(value)
}

function numberText(value: number): string {
  const text = String(Object.is(value, -0) ? 0 : value)
  // YAML 1.1 knows an exponent only behind a point.
  return /^-?\d+e/.test(text) ? text.replace('e', '.0e') : text
}

function isPlain(text: string): boolean {
  if (!PLAIN.test(text)) return false
  return parse(text) === text && parse(text, { version: '1.1' }) === text && !/^(?:[yn]|yes|no|on|off)$/i.test(text)
}

function doubleQuoted(text: string): string {
  return JSON.stringify(text).replace(INVISIBLE, (each) => {
    const code = each.codePointAt(0) ?? 0
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
  })
}

/** Any value on one line. */
export function flowText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`
  if (!isObject(value)) return scalarText(value as null | boolean | number | string)
  const entries = Object.entries(value).map(([key, child]) => `${scalarText(key)}: ${flowText(child)}`)
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
}

/** True for a value that reads better on lines of its own. */
export function isLong(value: Json): boolean {
  return typeof value === 'object' && value !== null && !isEmpty(value) && flowText(value).length > LONGEST_FLOW
}

/** What stands behind `key:` in a block whose key begins at column `column`: on the same line, or on lines below. */
export function behindKey(value: Json, column: number): string {
  if (isLong(value)) return `\n${blockText(value as JsonObject | readonly Json[], column + STEP)}`
  if (typeof value === 'string' && isLiteral(value)) return ` ${literalText(value, column + STEP)}`
  return ` ${flowText(value)}`
}

/** A map or list in block style, every line indented; no line feed at its end. */
export function blockText(value: JsonObject | readonly Json[], column: number): string {
  const indent = ' '.repeat(column)
  if (Array.isArray(value)) return value.map((item: Json) => `${indent}- ${itemText(item, column)}`).join('\n')
  return Object.entries(value)
    .map(([key, child]) => `${indent}${scalarText(key)}:${behindKey(child as Json, column)}`)
    .join('\n')
}

/** A list item behind its `- `; `column` is that of the dash. */
export function itemText(item: Json, column: number): string {
  return isLong(item) && isObject(item) ? blockText(item, column + STEP).trimStart() : flowText(item)
}

/** Lines that a literal block gives back as they are. */
export function isLiteral(text: string): boolean {
  return (
    /\n/.test(text.trimEnd()) && !/^[ \n]|[ \t](?:\n|$)|\t/.test(text) && !INVISIBLE.test(text.replaceAll('\n', ''))
  )
}

/** `|` and the lines of a text, indented. */
export function literalText(text: string, column: number): string {
  const body = text.replace(/\n+$/, '')
  const ends = text.length - body.length
  const chomp = ends === 0 ? '-' : ends === 1 ? '' : '+'
  const lines = body.split('\n').map((line) => (line === '' ? '' : ' '.repeat(column) + line))
  return [`|${chomp}`, ...lines, ...Array.from({ length: Math.max(0, ends - 1) }, () => '')].join('\n')
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0
}
