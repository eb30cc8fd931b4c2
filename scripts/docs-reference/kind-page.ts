import type { Json, JsonObject } from '../../engine/model/json.ts'
import { isObject, listAt, textAt } from '../../engine/model/json.ts'
import { code, row } from './table.ts'

/** What a page says of a kind beyond its schema. */
export interface KindWords {
  readonly name: string
  /** Where its documents stand. */
  readonly home: string
  readonly intro: string
}

interface Option {
  /** `spec.clusters[].region`. */
  readonly path: string
  readonly schema: JsonObject
  readonly required: boolean
}

/** Every option of a kind: one table a part of the document, in the order of reading. */
export function kindPage({ name, home, intro }: KindWords, schema: Json): string {
  const options = optionsOf(schema)
  const parts = new Map<string, Option[]>()
  for (const option of options) {
    const part = partOf(option.path)
    parts.set(part, [...(parts.get(part) ?? []), option])
  }
  return `${[
    `# ${name}`,
    '',
    'Made by `npm run docs` from the schema; do not edit. After this page you know every option of it; names in **bold** must be there.',
    '',
    intro,
    '',
    `Stands in ${home}. \`isthmus schema ${name}\` prints the schema for an editor.`,
    '',
    ...[...parts].flatMap(([part, members]) => [
      ...(parts.size > 1 ? [`## ${part === '' ? 'The document' : code(part)}`, ''] : []),
      '| option | type | default | what |',
      '|---|---|---|---|',
      ...members.map(optionRow),
      '',
    ]),
  ]
    .join('\n')
    .trimEnd()}\n`
}

/** Paths of all options, which a test holds the page to. */
export function optionPaths(schema: Json): readonly string[] {
  return optionsOf(schema).map((each) => each.path)
}

/** Components have a part each; the rest of `spec` one for each of its members that has members itself. */
function partOf(path: string): string {
  const [component] = /^spec\.components\.\w+(?=\.)/.exec(path) ?? []
  if (component !== undefined) return component
  const [section] = /^(?:spec\.)?\w+(?:\[\])?(?=\.)/.exec(path) ?? []
  return section === undefined || section === 'metadata' ? '' : section
}

function optionsOf(schema: Json, prefix = ''): readonly Option[] {
  if (!isObject(schema)) return []
  const required = listAt(schema, 'required')
  const own = Object.entries(isObject(schema.properties) ? schema.properties : {}).flatMap(([key, member]) => {
    if (!isObject(member)) return []
    const path = prefix === '' ? key : `${prefix}.${key}`
    return [{ path, schema: member, required: required.includes(key) }, ...optionsOf(member, path)]
  })
  const items = isObject(schema.items) ? optionsOf(schema.items, `${prefix}[]`) : []
  const named = isObject(schema.additionalProperties) ? optionsOf(schema.additionalProperties, `${prefix}.<name>`) : []
  const variants = [...listAt(schema, 'oneOf'), ...listAt(schema, 'anyOf')].flatMap((each) => optionsOf(each, prefix))
  const seen = new Set<string>()
  return [...own, ...items, ...named, ...variants].filter(({ path }) => !seen.has(path) && seen.add(path))
}

function optionRow({ path, schema, required }: Option): string {
  const name = required ? `**${code(path)}**` : code(path)
  const standard = schema.default === undefined ? '' : code(JSON.stringify(schema.default))
  const examples = listAt(schema, 'examples').map((each) =>
    code(typeof each === 'string' ? each : JSON.stringify(each)),
  )
  const example = examples.length > 0 ? ` Such as ${examples.join(', ')}.` : ''
  return row([name, typeOf(schema), standard, `${textAt(schema, 'description') ?? ''}${limitsOf(schema)}${example}`])
}

function typeOf(schema: Json): string {
  if (!isObject(schema)) return 'any'
  if (schema.const !== undefined) return code(JSON.stringify(schema.const).replaceAll('"', ''))
  if (Array.isArray(schema.enum)) return schema.enum.map((each) => code(String(each))).join(', ')
  const variants = [...listAt(schema, 'oneOf'), ...listAt(schema, 'anyOf')]
  if (schema.type === 'array') return `list of ${typeOf(schema.items ?? null)}`
  if (variants.length > 0 && schema.type === undefined) return [...new Set(variants.map(typeOf))].join(' or ')
  if (schema.type === 'object' && isObject(schema.additionalProperties) && !isObject(schema.properties)) {
    return `map to ${typeOf(schema.additionalProperties)}`
  }
  return Array.isArray(schema.type) ? schema.type.join(' or ') : (textAt(schema, 'type') ?? 'any')
}

/** Bounds that the schema holds and a description need not repeat. */
function limitsOf(schema: JsonObject): string {
  const parts = [
    ...(typeof schema.minimum === 'number' ? [`at least ${schema.minimum}`] : []),
    ...(typeof schema.maximum === 'number' ? [`at most ${schema.maximum}`] : []),
    ...(typeof schema.multipleOf === 'number' ? [`a multiple of ${schema.multipleOf}`] : []),
    ...(typeof schema.minItems === 'number' ? [`${schema.minItems} or more`] : []),
    ...(typeof schema.minLength === 'number' && schema.minLength > 1 ? [`${schema.minLength} characters or more`] : []),
    ...(typeof schema.maxLength === 'number' ? [`${schema.maxLength} characters at most`] : []),
  ]
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`
}
