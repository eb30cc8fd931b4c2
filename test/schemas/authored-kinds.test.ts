import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { expandAll } from '../../engine/flows/expand-all.ts'
import type { Json, JsonObject } from '../../engine/model/json.ts'
import { isObject } from '../../engine/model/json.ts'
import type { Schema } from '../../engine/model/schema.ts'
import type { SchemaField } from '../../engine/model/schema-field.ts'
import { allFieldsOf, fieldsOf, nameOf } from '../../engine/model/schema-field.ts'
import { render } from '../../engine/stages/render.ts'
import { conform } from '../../engine/stages/validate/compile.ts'
import { schemaKinds } from '../../engine/stages/validate/kinds.ts'
import { components } from '../../policies/index.ts'

const kinds = [...schemaKinds(components)].map(([kind, schema]): SchemaField => {
  if (!isObject(schema)) throw new Error(`the schema of ${kind} is no map`)
  return { path: kind, schema, isRequired: true }
})
const fields = kinds.flatMap((each) => allFieldsOf(each)).filter((each) => nameOf(each) !== '<name>')

const ajv = new Ajv2020({
  strict: true,
  strictRequired: false,
  allErrors: true,
  discriminator: true,
  useDefaults: true,
})
const compiled = new Map<string, ReturnType<typeof ajv.compile>>()

/** Compiled by itself: no definition refers to another, and many stand at several paths. */
function refusals({ $id: _, default: __, ...schema }: JsonObject, value: Json): readonly string[] {
  const key = JSON.stringify(schema)
  const check = compiled.get(key) ?? ajv.compile(schema)
  compiled.set(key, check)
  return check(structuredClone(value)) ? [] : (check.errors ?? []).map((each) => `${each.instancePath} ${each.message}`)
}

test('there is something to walk', () => {
  expect(fields.length).toBeGreaterThan(250)
})

test('every property that people write says what it is, in a sentence', () => {
  const silent = fields
    .filter(({ schema }) => schema.const === undefined)
    .filter(({ schema }) => {
      const { description } = schema
      return typeof description !== 'string' || !/^[A-Z`<[a-z].*\.$/s.test(description)
    })
  expect(silent.map((each) => each.path)).toEqual([])
})

test('what is neither a choice nor a default nor made of parts has an example', () => {
  const bare = fields.filter((field) => {
    const { schema } = field
    const isGiven = ['enum', 'const', 'default', 'examples'].some((key) => schema[key] !== undefined)
    const isChoice = isObject(schema.items) && schema.items.enum !== undefined
    return (
      !isGiven && !isChoice && schema.type !== 'boolean' && fieldsOf(field).every((each) => nameOf(each) === '<name>')
    )
  })
  expect(bare.map((each) => each.path)).toEqual([])
})

test('every example and every default is one that its own schema takes', () => {
  const wrong = fields.flatMap(({ path, schema }) => {
    const shown = Array.isArray(schema.examples) ? schema.examples : []
    const values = [...shown, ...(schema.default === undefined ? [] : [schema.default])]
    return values.flatMap((value) => refusals(schema, value).map((each) => `${path}: ${JSON.stringify(value)} ${each}`))
  })
  expect(wrong).toEqual([])
})

/** Settings with every default that the schema names, written out as a person would. */
function writtenOut(schema: JsonObject): JsonObject {
  const entries = fieldsOf({ schema, path: '' }).flatMap((each): readonly (readonly [string, Json])[] => {
    const { default: value } = each.schema
    if (nameOf(each) === '<name>' || value === undefined) return []
    return [[nameOf(each), isObject(value) ? { ...writtenOut(each.schema), ...value } : value]]
  })
  return Object.fromEntries(entries)
}

test.each(components.map((each) => [each.name, each] as const))(
  '%s: what the schema calls a default is what the engine fills in',
  (_, { settings }) => {
    const outcome = conform(settings as Schema<Json>, {})
    expect('value' in outcome ? outcome.value : outcome.errors).toEqual(
      writtenOut(settings.literal as unknown as JsonObject),
    )
  },
)

test('an environment with all defaults written out renders what one without them does', () => {
  const root = join(import.meta.dirname, '../..')
  const names = ['clusters', 'loadbalancer', 'tunnel', 'certs', 'vault', 'database']
  const text = readFileSync(join(root, 'environments/gdw.yaml'), 'utf8')
  const before = text.slice(0, text.indexOf('  components:'))
  const withComponents = (settings: (name: string) => Json) =>
    `${before}  components:\n${names.map((each) => `    ${each}: ${JSON.stringify(settings(each))}\n`).join('')}`
  const spelled = (name: string) =>
    writtenOut(components.find((each) => each.name === name)?.settings.literal as unknown as JsonObject)
  const short = rendered(withComponents(() => ({})))
  const long = rendered(
    withComponents(spelled)
      .replace('  clusters:\n', '  production: true\n  rendering: concrete\n  clusters:\n')
      .replaceAll('/16 }', '/16, hostPrefix: 23 }\n      labels: {}'),
  )
  expect(short.size).toBeGreaterThan(50)
  expect(long).toEqual(short)

  function rendered(environment: string): ReadonlyMap<string, string> {
    const files = [
      { path: 'environments/gdw.yaml', text: environment },
      { path: 'placements/gdw.yaml', text: readFileSync(join(root, 'placements/gdw.yaml'), 'utf8') },
    ]
    const { environments, findings } = expandAll({ files, findings: [] }, components)
    expect(findings.filter((each) => each.severity === 'error')).toEqual([])
    const [only] = environments
    if (!only) throw new Error('nothing was expanded')
    return render(only.plan, '0.0.0')
  }
})
