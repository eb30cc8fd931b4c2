import { authoredPolicySchema } from '../../model/authored-policy.ts'
import { catalogSchema } from '../../model/catalog.ts'
import type { Component } from '../../model/component.ts'
import { configurationSchema } from '../../model/configuration.ts'
import { environmentSchema } from '../../model/environment.ts'
import { exceptionSchema } from '../../model/exception.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { isObject } from '../../model/json.ts'
import { overrideSchema } from '../../model/override.ts'
import { policyPlacementSchema } from '../../model/policy-placement.ts'
import type { Schema } from '../../model/schema.ts'

export interface Kind {
  readonly schema: Schema<unknown>
  /** Repository paths where documents of the kind may stand. */
  readonly home: RegExp
  readonly homeWords: string
}

const STATE_FOLDERS = { home: /^(environments|placements)\//, homeWords: 'environments/ or placements/' }

/** Every kind of Isthmus, by name. */
export const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['Environment', { schema: environmentSchema, ...STATE_FOLDERS }],
  ['PolicyPlacement', { schema: policyPlacementSchema, ...STATE_FOLDERS }],
  ['Override', { schema: overrideSchema, home: /^placements\//, homeWords: 'placements/' }],
  ['Exception', { schema: exceptionSchema, home: /^exceptions\//, homeWords: 'exceptions/' }],
  ['AuthoredPolicy', { schema: authoredPolicySchema, home: /^policies\/[^/]+\/./, homeWords: 'policies/<name>/' }],
  ['Configuration', { schema: configurationSchema, home: /^isthmus\.yaml$/, homeWords: 'isthmus.yaml' }],
  ['Catalog', { schema: catalogSchema, home: /^catalog\.yaml$/, homeWords: 'catalog.yaml' }],
])

function withSettings(literal: JsonObject, components: readonly Component[]): Json {
  const settings: JsonObject = Object.fromEntries(
    components.map((each): [string, Json] => [each.name, each.settings.literal as Json]),
  )
  const fill = (node: Json | undefined, path: readonly string[]): Json => {
    const here = isObject(node) ? node : {}
    const [next, ...rest] = path
    if (next === undefined) return { ...here, properties: settings, additionalProperties: false }
    return { ...here, [next]: fill(here[next], rest) }
  }
  return fill(literal, ['properties', 'spec', 'properties', 'components'])
}

/** The JSON Schema of every kind; the Environment's with the settings of each component, so that an editor completes them. */
export function schemaKinds(components: readonly Component[]): ReadonlyMap<string, Json> {
  const draft = { $schema: 'https://json-schema.org/draft/2020-12/schema' }
  return new Map(
    [...KINDS].map(([name, { schema }]): [string, Json] => {
      const literal = schema.literal as Json
      const own = isObject(literal) ? literal : {}
      const whole = name === 'Environment' ? withSettings(own, components) : own
      return [name, { ...draft, ...(isObject(whole) ? whole : {}) }]
    }),
  )
}
