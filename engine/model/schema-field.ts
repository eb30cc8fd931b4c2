import type { Json, JsonObject } from './json.ts'
import { isObject, listAt } from './json.ts'

/** One property of a schema, by the path on which a person asks for it. */
export interface SchemaField {
  /** Names joined with dots: lists are passed through, `<name>` stands for any key of a map. */
  readonly path: string
  readonly schema: JsonObject
  readonly isRequired: boolean
}

/** What a path leads to, or the step at which it leads no further. */
export type Reached =
  | { readonly field: SchemaField }
  | { readonly parent: string; readonly step: string; readonly known: readonly string[] }

/** Any key of a map. */
const ANY_KEY = '<name>'

const FORMS = ['anyOf', 'oneOf', 'allOf'] as const

/** A schema, what its list holds, and all its forms: everywhere that properties of a value may be described. */
function formsOf(schema: JsonObject): readonly JsonObject[] {
  const inside = [schema.items, ...FORMS.flatMap((each) => listAt(schema, each))].filter(isObject)
  return [schema, ...inside.flatMap(formsOf)]
}

/** Direct properties of what a field holds, in the order of the schema; those of a list are its items'. */
export function fieldsOf({ schema, path }: Pick<SchemaField, 'schema' | 'path'>): readonly SchemaField[] {
  const found = formsOf(schema).flatMap((form) => {
    const required = new Set(listAt(form, 'required'))
    const named = isObject(form.properties) ? Object.entries(form.properties) : []
    const any: readonly (readonly [string, Json])[] = isObject(form.additionalProperties)
      ? [[ANY_KEY, form.additionalProperties]]
      : []
    return [...named, ...any].flatMap(([name, child]): readonly SchemaField[] =>
      isObject(child) ? [{ path: joined(path, name), schema: child, isRequired: required.has(name) }] : [],
    )
  })
  const first = new Map<string, SchemaField>()
  for (const each of found) if (!first.has(each.path)) first.set(each.path, each)
  return [...first.values()]
}

/** Every property below a field, at any depth, each before what it holds. */
export function allFieldsOf(field: Pick<SchemaField, 'schema' | 'path'>): readonly SchemaField[] {
  return fieldsOf(field).flatMap((each) => [each, ...allFieldsOf(each)])
}

/** Follows a path as people write it: `clusters[0]` and `clusters[]` are `clusters`, and a map takes any key or none. */
export function fieldAt(root: SchemaField, steps: readonly string[]): Reached {
  const [first, ...rest] = steps
  if (first === undefined) return { field: root }
  const step = first.replace(/\[\w*\]$/, '')
  const children = fieldsOf(root)
  const known = children.map(nameOf)
  const named = children.find((each) => nameOf(each).toLowerCase() === step.toLowerCase())
  if (named) return fieldAt(named, rest)
  const any = children.find((each) => nameOf(each) === ANY_KEY)
  if (!any) return { parent: root.path, step, known }
  const through = fieldsOf(any).some((each) => nameOf(each).toLowerCase() === step.toLowerCase())
  return fieldAt(any, through ? steps : rest)
}

/** The last name of a field's path. */
export function nameOf({ path }: SchemaField): string {
  return path.slice(path.lastIndexOf('.') + 1)
}

function joined(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}
