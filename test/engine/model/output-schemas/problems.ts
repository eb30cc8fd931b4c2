import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Json } from '../../../../engine/model/json.ts'
import { isObject } from '../../../../engine/model/json.ts'
import { outputSchemas } from '../../../../engine/model/output-schemas.ts'

export type OutputName = keyof typeof outputSchemas
export const NAMES = Object.keys(outputSchemas) as readonly OutputName[]

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

/** What of an output its schema does not allow. */
export function problems(name: OutputName, text: string): unknown {
  const check = compiled.get(name)
  return check?.(JSON.parse(text)) ? [] : (check?.errors ?? 'no schema')
}
