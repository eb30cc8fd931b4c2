import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { at } from '../../../../engine/model/json.ts'
import { POLICY_TEMPLATE_SPECS } from '../../../../engine/model/policy-template-schemas.ts'
import { load } from '../../../../engine/stages/load.ts'
import { KINDS, schemaKinds } from '../../../../engine/stages/validate/kinds.ts'
import { COMPONENTS, CONFIGURATION, ENVIRONMENT, PLACEMENT } from './a-repository.ts'

const kinds = schemaKinds(COMPONENTS)

test('every kind has a schema that any validator of the 2020 draft takes', () => {
  expect([...kinds.keys()]).toEqual([...KINDS.keys()])
  for (const schema of kinds.values()) {
    const ajv = new Ajv2020({ strict: true, strictRequired: false, discriminator: true })
    expect(ajv.compile(schema as object)).toBeTypeOf('function')
    expect(at(schema, '$schema')).toBe('https://json-schema.org/draft/2020-12/schema')
    expect(at(schema, 'description')).toBeTypeOf('string')
  }
})

test.each([...POLICY_TEMPLATE_SPECS])('the schema of a %s’s spec is one of the 2020 draft', (_, { literal }) => {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, discriminator: true })
  expect(ajv.compile(literal as object)).toBeTypeOf('function')
})

test.each([
  ['Environment', ENVIRONMENT],
  ['PolicyPlacement', PLACEMENT],
  ['Configuration', CONFIGURATION],
])('the schema of %s accepts what we accept', (kind, text) => {
  const check = new Ajv2020({ discriminator: true, strict: false }).compile(kinds.get(kind) as object)
  expect(check(load([{ path: 'environments/a.yaml', text }]).documents[0]?.value)).toBe(true)
})

test('the Environment’s schema knows the settings of each component, for editors', () => {
  const schema = kinds.get('Environment')
  const path = ['properties', 'spec', 'properties', 'components']
  expect(at(schema, ...path, 'properties', 'vault', 'properties', 'replicas', 'default')).toBe(3)
  expect(at(schema, ...path, 'additionalProperties')).toBe(false)
  const check = new Ajv2020({ discriminator: true, strict: false }).compile(schema as object)
  const wrong = ENVIRONMENT.replace('replicas: 5', 'replicas: 0')
  expect(check(load([{ path: 'environments/a.yaml', text: wrong }]).documents[0]?.value)).toBe(false)
})
