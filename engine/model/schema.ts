import type { JSONSchema } from 'json-schema-to-ts'

declare const shape: unique symbol

/**
 * A JSON Schema (2020-12) that knows the type of what it accepts. The type comes from the same literal:
 * `export type X = FromSchema<typeof literal>` beside `schemaOf<X>(literal)`; a bare `FromSchema` in a generic
 * signature overflows the compiler.
 */
export interface Schema<T> {
  readonly literal: JSONSchema
  readonly [shape]?: T
}

export function schemaOf<T>(literal: JSONSchema): Schema<T> {
  return { literal }
}
