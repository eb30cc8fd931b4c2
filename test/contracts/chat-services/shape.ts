import type { ValidateFunction } from 'ajv/dist/2020.js'
import { Ajv2020 } from 'ajv/dist/2020.js'

const compiled = new WeakMap<object, ValidateFunction>()

/** What a value breaks of a schema, by place; nothing where it holds. */
export function breaches(schema: object, value: unknown): readonly string[] {
  const holds = compiled.get(schema) ?? new Ajv2020({ strict: false }).compile(schema)
  compiled.set(schema, holds)
  return holds(value) ? [] : (holds.errors ?? []).map((each) => `${each.instancePath} ${each.message}`)
}

/** Every text in a value, as whoever reads it sees it: in order, a line each. */
export function textsIn(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return ''
  return Object.values(value).map(textsIn).filter(Boolean).join('\n')
}
