import type { Json } from '../../model/json.ts'
import { isObject } from '../../model/json.ts'
import { tokensOf } from '../../model/pointer.ts'
import { redactValue } from '../../model/redact.ts'

const TYPES: Readonly<Record<string, string>> = {
  object: 'a map',
  array: 'a list',
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: '`true` or `false`',
  null: 'nothing',
}

/** A JSON Schema type (or several) as people say it. */
export function typeWords(type: unknown): string {
  const types: readonly unknown[] = Array.isArray(type) ? type : [type]
  return types.map((each) => TYPES[String(each)] ?? String(each)).join(' or ')
}

export function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return 'array'
  return typeof value
}

/** `spec.clusters[0].name`, or `the document` for the whole of it. */
export function pathWords(pointer: string): string {
  const path = tokensOf(pointer)
    .map((token) =>
      /^\d+$/.test(token) ? `[${token}]` : /^[\w-]+$/.test(token) ? `.${token}` : `["${shortened(token)}"]`,
    )
    .join('')
  return path === '' ? 'the document' : path.replace(/^\./, '')
}

function shortened(text: string): string {
  // A space that YAML does not know stays, to be seen.
  const line = text.replace(/[\t-\r \u2028\u2029]+/g, ' ')
  return line.length > 60 ? `${line.slice(0, 57)}…` : line
}

const NO_OBJECT = { apiVersion: '', kind: '', namespace: '', name: '' }

/** A person's value inside a message: short, one line, and never a secret. */
export function shown(value: unknown, pointer: string): string {
  const redacted = redactValue(NO_OBJECT, pointer, toJson(value))
  if (typeof redacted === 'string') return redacted === '' ? 'empty' : `\`${shortened(redacted)}\``
  if (redacted === null || typeof redacted !== 'object') return `\`${String(redacted)}\``
  return typeWords(typeOf(redacted))
}

function toJson(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value
  return Array.isArray(value) ? [] : isObject(value) ? {} : null
}
