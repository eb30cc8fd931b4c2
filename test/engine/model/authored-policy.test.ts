import { describe, expect, test } from 'vitest'
import { authoredPolicySchema } from '../../../engine/model/authored-policy.ts'
import type { Json } from '../../../engine/model/json.ts'
import { at, isObject } from '../../../engine/model/json.ts'
import { MAP, withPolicy } from '../an-authored-policy.ts'

/** For each option of `spec`, one wrong value and the finding that it gets. */
const WRONG: Readonly<Record<string, string>> = {
  description: '[a] schema/wrong-type @ [',
  severity: 'worst schema/not-allowed @ worst',
  categories: 'CM schema/wrong-type @ CM',
  controls: '[""] schema/limit @ ""',
  standards: '{} schema/wrong-type @ {',
  annotations: '{ team: 1 } schema/wrong-type @ 1',
  labels: '{ team: true } schema/wrong-type @ true',
  configurationPolicyAnnotations: '[] schema/wrong-type @ [',
  evaluationInterval: '{ compliant: soon } schema/pattern @ soon',
  complianceType: 'mayhave schema/not-allowed @ mayhave',
  metadataComplianceType: 'mustnothave schema/not-allowed @ mustnothave',
  namespaceSelector: '{ includes: [a] } schema/unknown-key @ includes',
  objectSelector: '{ matchExpressions: [{ key: a, operator: Is }] } schema/not-allowed @ Is',
  pruneObjectBehavior: 'DeleteAll schema/not-allowed @ DeleteAll',
  recordDiff: 'All schema/not-allowed @ All',
  recreateOption: 'Never schema/not-allowed @ Never',
  customMessage: '{ compliant: [a] } schema/wrong-type @ [',
  ignorePending: 'maybe schema/wrong-type @ maybe',
  extraDependencies: '[{ kind: Policy }] schema/missing-key @ {',
  templates: 'all schema/not-allowed @ all',
  disabled: '1 schema/wrong-type @ 1',
  hubTemplateServiceAccount: '"" schema/limit @ ""',
  dependencies: '[{ name: a, compliance: Good }] schema/not-allowed @ Good',
  consolidateManifests: '1 schema/wrong-type @ 1',
  orderManifests: 'first schema/wrong-type @ first',
  manifests: '[{ name: a }] schema/missing-key @ {',
  values: '{ a: { type: text } } schema/not-allowed @ text',
  stateful: 'maybe schema/wrong-type @ maybe',
}

/** For each option of one manifest that the policy has not. */
const OWN: Readonly<Record<string, string>> = {
  path: '"" schema/limit @ ""',
  name: 'Not_A_Name schema/pattern @ Not_A_Name',
}

function split(text: string): readonly [value: string, finding: string] {
  const i = text.indexOf(' schema/')
  return [text.slice(0, i), text.slice(i + 1)]
}

const specOf = at(authoredPolicySchema.literal as Json, 'properties', 'spec', 'properties') ?? null
const optionsOf = (schema: Json) => (isObject(schema) ? Object.keys(schema).sort() : [])

test('every option has its wrong value', () => {
  expect(optionsOf(specOf)).toEqual(Object.keys(WRONG).sort())
  const ofManifest = optionsOf(at(specOf, 'manifests', 'items', 'properties') ?? null)
  expect(ofManifest.filter((each) => !Object.hasOwn(WRONG, each))).toEqual(Object.keys(OWN).sort())
})

describe('a wrong value is a finding at its place', () => {
  test.each(Object.entries(WRONG))('%s', (option, text) => {
    const [value, wanted] = split(text)
    expect(withPolicy(`  ${option}: ${value}\n`, { 'a.yaml': MAP('a') }).found).toEqual([wanted])
  })

  test.each(Object.entries(OWN))('%s of a manifest', (option, text) => {
    const [value, wanted] = split(text)
    const entry = option === 'path' ? `path: ${value}` : `path: a.yaml, ${option}: ${value}`
    expect(withPolicy(`  manifests: [{ ${entry} }]\n`, { 'a.yaml': MAP('a') }).found).toEqual([wanted])
  })

  test('an option that is not there', () => {
    expect(withPolicy('  severty: high\n', { 'a.yaml': MAP('a') }).found).toEqual(['schema/unknown-key @ severty'])
  })
})
