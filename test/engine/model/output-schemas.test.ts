import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Json } from '../../../engine/model/json.ts'
import { isObject } from '../../../engine/model/json.ts'
import { outputSchemas } from '../../../engine/model/output-schemas.ts'
import { aRepository, isthmus, pushAll, read, write } from '../commands/a-shell.ts'
import { schemaPage } from './output-schemas/page.ts'

const NAMES = ['drift', 'findings', 'plan'] as const
const root = join(import.meta.dirname, '../../..')

/** The schema with every object closed: what is printed is then exactly what is documented. */
function closed(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(closed)
  if (!isObject(schema)) return schema
  const inner = Object.entries(schema).map(([key, value]): [string, Json] => [key, closed(value)])
  return { ...Object.fromEntries(inner), ...(isObject(schema.properties) ? { additionalProperties: false } : {}) }
}

const compiled = new Map(
  NAMES.map((name) => {
    const schema = closed(outputSchemas[name] as unknown as Json) as object
    return [name, new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema)]
  }),
)

function problems(name: (typeof NAMES)[number], text: string): unknown {
  const check = compiled.get(name)
  return check?.(JSON.parse(text)) ? [] : (check?.errors ?? 'no schema')
}

test.each(NAMES)('docs/json/%s.md is what the schema says', async (name) => {
  const page = schemaPage(outputSchemas[name] as unknown as Json)
  await expect(page).toMatchFileSnapshot(join(root, 'docs/json', `${name}.md`))
})

describe('what commands print is what is documented', () => {
  let place: Awaited<ReturnType<typeof aRepository>>
  beforeAll(async () => {
    place = await aRepository()
  })

  test('findings', async () => {
    expect(problems('findings', (await isthmus(place.work, 'validate', '--output', 'json')).out)).toEqual([])
    const file = 'environments/gdw.yaml'
    const before = read(place.work, file)
    write(place.work, file, before.replace('spec:', 'spce:'))
    const { out } = await isthmus(place.work, 'validate', '--output', 'json')
    expect(JSON.parse(out).findings.length).toBeGreaterThan(0)
    expect(problems('findings', out)).toEqual([])
    write(place.work, file, before)
  })

  test('plan and drift', async () => {
    const plan = await isthmus(place.work, 'plan', '--output', 'json')
    expect(JSON.parse(plan.out).plans).toHaveLength(1)
    expect(problems('plan', plan.out)).toEqual([])
    await isthmus(place.work, 'expand')
    pushAll(place.work, 'Rendered')
    write(place.clusters, 'cluster1/x.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: other\n')
    const drift = await isthmus(place.work, 'drift', '--from', place.clusters, '--output', 'json')
    expect(JSON.parse(drift.out).drifts.length).toBeGreaterThan(0)
    expect(problems('drift', drift.out)).toEqual([])
    const page = await isthmus(place.work, 'drift', '--from', place.clusters, '--output', 'html')
    expect(page.out).toMatch(/^<!doctype html>.*<\/html>\n$/s)
  })
})

const cases = join(root, 'test/engine/stages/report/cases')
test.each(readdirSync(cases))('the report of case %s', (name) => {
  expect(problems('drift', readFileSync(join(cases, name, 'report.json'), 'utf8'))).toEqual([])
})
