import { rulesOf } from '../../model/field-rules.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { isObject } from '../../model/json.ts'
import type { SchemaField } from '../../model/schema-field.ts'
import { fieldAt, fieldsOf } from '../../model/schema-field.ts'
import { didYouMean } from '../../model/suggest.ts'

/** One field in a list of fields. */
export interface FieldLine {
  readonly path: string
  readonly type: string
  readonly required: boolean
  readonly description: string
}

/** What `explain` says of a path in a schema. */
export interface FieldExplanation extends FieldLine {
  /** Absent where nothing is filled in. */
  readonly default?: Json
  /** Absent where any value of the type may stand. */
  readonly values?: readonly Json[]
  /** What else must hold, in words. */
  readonly limits: readonly string[]
  readonly examples: readonly Json[]
  /** Ids of docs/rules.md. */
  readonly rules: readonly string[]
  readonly fields: readonly FieldLine[]
}

export type FieldAnswer =
  | { readonly found: FieldExplanation }
  /** `meant`: the whole path with the nearest name. */
  | { readonly unknown: string; readonly within: string; readonly meant?: string; readonly known: readonly string[] }

/** A path that begins with a kind, in any case of letters, such as `environment.spec.clusters`; undefined where it begins with none. */
export function explainField(kinds: ReadonlyMap<string, Json>, path: string): FieldAnswer | undefined {
  const [first = '', ...steps] = path.split('.')
  const kind = [...kinds.keys()].find((each) => each.toLowerCase() === first.toLowerCase())
  const schema = kind === undefined ? undefined : kinds.get(kind)
  if (kind === undefined || !isObject(schema)) return undefined
  const reached = fieldAt({ path: kind, schema, isRequired: true }, steps)
  if ('field' in reached) return { found: explanationOf(reached.field) }
  const { parent, step, known } = reached
  const near = didYouMean(step, known)
  return { unknown: step, within: parent, known, ...(near === undefined ? {} : { meant: `${parent}.${near}` }) }
}

function explanationOf(field: SchemaField): FieldExplanation {
  const { schema, path } = field
  const values = valuesOf(schema)
  return {
    ...lineOf(field),
    ...(schema.default === undefined ? {} : { default: schema.default }),
    ...(values === undefined ? {} : { values }),
    limits: limitsOf(schema),
    examples: Array.isArray(schema.examples) ? schema.examples : [],
    rules: rulesOf(path),
    fields: fieldsOf(field).map(lineOf),
  }
}

function lineOf({ path, schema, isRequired }: SchemaField): FieldLine {
  const description = typeof schema.description === 'string' ? schema.description : ''
  return { path, type: typeOf(schema), required: isRequired, description }
}

function valuesOf(schema: JsonObject): readonly Json[] | undefined {
  if (schema.const !== undefined) return [schema.const]
  if (Array.isArray(schema.enum)) return schema.enum
  return isObject(schema.items) && Array.isArray(schema.items.enum) ? schema.items.enum : undefined
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
}

function typeOf(schema: JsonObject): string {
  if (schema.type === 'array') return `list of ${isObject(schema.items) ? typeOf(schema.items) : 'anything'}`
  if (schema.type === 'object')
    return schema.properties === undefined && isObject(schema.additionalProperties)
      ? `map to ${typeOf(schema.additionalProperties)}`
      : 'object'
  if (typeof schema.type === 'string') return TYPES[schema.type] ?? schema.type
  const forms = Array.isArray(schema.anyOf) ? schema.anyOf.filter(isObject).map(typeOf) : []
  if (forms.length > 0) return [...new Set(forms)].join(' or ')
  const [first] = valuesOf(schema) ?? []
  return typeof first === 'number' ? 'number' : typeof first === 'boolean' ? 'true or false' : 'text'
}

const LIMITS: readonly (readonly [keyword: string, words: (value: Json) => string])[] = [
  ['pattern', (value) => `of the form ${String(value)}`],
  ['minimum', (value) => `at least ${String(value)}`],
  ['exclusiveMinimum', (value) => `more than ${String(value)}`],
  ['maximum', (value) => `at most ${String(value)}`],
  ['minLength', (value) => (value === 1 ? 'not empty' : `at least ${String(value)} characters`)],
  ['maxLength', (value) => `at most ${String(value)} characters`],
  ['minItems', (value) => `at least ${String(value)} of them`],
  ['maxItems', (value) => `at most ${String(value)} of them`],
  ['uniqueItems', () => 'each once'],
]

function limitsOf(schema: JsonObject): readonly string[] {
  return LIMITS.flatMap(([keyword, words]) => (schema[keyword] === undefined ? [] : [words(schema[keyword])]))
}
