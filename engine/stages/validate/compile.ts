import type { ErrorObject } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Json } from '../../model/json.ts'
import { isObject } from '../../model/json.ts'
import type { Schema } from '../../model/schema.ts'

type Compiled = (value: unknown) => readonly ErrorObject[]

export type Outcome<T> = { readonly value: T } | { readonly errors: readonly ErrorObject[] }

// Pure cache: a schema is a constant, and compiling one costs as much as validating a thousand documents.
const compiled = new WeakMap<object, Compiled>()

function compile<T>(schema: Schema<T>): Compiled {
  const { literal } = schema
  if (typeof literal === 'boolean') throw new Error('a schema of a kind cannot be a boolean')
  const known = compiled.get(literal)
  if (known) return known
  const ajv = new Ajv2020({
    strict: true,
    // Forms of a union require keys that their parent defines.
    strictRequired: false,
    allErrors: true,
    useDefaults: true,
    discriminator: true,
    verbose: true,
    ownProperties: true,
    logger: false,
    // Our own schemas, which tests hold against the 2020 draft: compiling the schema of schemas took longer than all of them.
    meta: false,
    validateSchema: false,
  })
  const check = ajv.compile(structuredClone(literal) as object)
  const run: Compiled = (value) => (check(value) ? [] : (check.errors ?? []))
  compiled.set(literal, run)
  return run
}

function clone(value: Json): Json {
  if (Array.isArray(value)) return value.map(clone)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, child]): [string, Json] => [key, clone(child)]))
}

/** Checks a value against a schema and fills its defaults in, in a copy. */
export function conform<T>(schema: Schema<T>, value: Json): Outcome<T> {
  const copy = clone(value)
  const errors = compile(schema)(copy)
  return errors.length === 0 ? { value: copy as T } : { errors }
}
