import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../engine/model/json.ts'
import { at, isObject, listAt, textAt } from '../../engine/model/json.ts'
import { POLICY_TEMPLATE_SPECS } from '../../engine/model/policy-template-schemas.ts'
import { crdFolder } from './crd-schemas.ts'

/** Given by a placement where a person leaves it out; and `InformOnly` is taken inside a Policy alone. */
const NOT_ASKED = ['remediationAction']

function definitionOf(kind: string): string {
  return join(crdFolder, `policy.open-cluster-management.io_${kind.toLowerCase().replace(/y$/, 'ies')}.yaml`)
}

/** Every field with its type, what it may be, and what must be there: one line each, so that two schemas can be compared. */
function linesOf(schema: Json | undefined, pointer = ''): readonly string[] {
  if (!isObject(schema)) return []
  const words = listAt(schema, 'enum')
    .map(String)
    .filter((each) => !/^informonly$/i.test(each))
    .sort()
    .join('|')
  const required = listAt(schema, 'required')
    .map(String)
    .filter((each) => !NOT_ASKED.includes(each))
  const own = `${pointer} ${words === '' ? textAt(schema, 'type') : words}${required.length > 0 ? ` needs ${required.sort().join()}` : ''}`
  const properties = at(schema, 'properties')
  return [
    own,
    ...Object.entries(isObject(properties) ? properties : {}).flatMap(([key, child]) =>
      linesOf(child, `${pointer}/${key}`),
    ),
    ...linesOf(at(schema, 'items'), `${pointer}[]`),
    ...linesOf(at(schema, 'additionalProperties'), `${pointer}{}`),
  ]
}

describe.skipIf(!existsSync(crdFolder))('what authored policy templates are held against', () => {
  test.each([...POLICY_TEMPLATE_SPECS])('%s is what its definition says', (name, { literal }) => {
    const [apiVersion = '', kind = ''] = name.split(' ')
    const definition = load(readFileSync(definitionOf(kind), 'utf8')) as Json
    const served = listAt(definition, 'spec', 'versions').find((each) =>
      apiVersion.endsWith(`/${textAt(each, 'name')}`),
    )
    const recorded = linesOf(at(served, 'schema', 'openAPIV3Schema', 'properties', 'spec'))
    // Operators of a selector are free text there, and refused by the controller.
    const known = (lines: readonly string[]) => lines.filter((each) => !each.includes('/operator ')).sort()
    expect(known(linesOf(literal as Json))).toEqual(known(recorded))
  })
})
