import { expect, test } from 'vitest'
import type { Json } from '../../engine/model/json.ts'
import { isObject, listAt, textAt } from '../../engine/model/json.ts'
import { platforms } from '../../scripts/deploy-roles.ts'
import { readPage } from './pages/page.ts'

const page = readPage('docs/reference/versions.md')
const rendered = platforms()
const policies = rendered.flatMap((each) => each.policies.map(({ object }) => object))
const templates = policies.flatMap((each) => listAt(each, 'spec', 'policy-templates'))
const definitions = templates.map((each) => (isObject(each) ? (each.objectDefinition ?? null) : null))

/** Fields of the policy APIs that every supported RHACM has; one that is not here stands on the page with its release. */
const OLD = new Set([
  ...[
    'copyPolicyMetadata',
    'disabled',
    'policy-templates',
    'remediationAction',
    'objectDefinition',
    'extraDependencies',
  ],
  ...['severity', 'namespaceSelector', 'evaluationInterval', 'pruneObjectBehavior', 'object-templates', 'recordDiff'],
  ...[
    'complianceType',
    'metadataComplianceType',
    'operatorGroup',
    'subscription',
    'versions',
    'policies',
    'description',
  ],
  ...['disallowedSANPattern', 'labelSelector', 'minimumCADuration', 'minimumDuration'],
])

function keysOf(all: readonly Json[]): readonly string[] {
  return all.flatMap((each) => (isObject(each) ? Object.keys(each) : []))
}

test('every API that has to be served is named', () => {
  const objects = [...policies, ...definitions, ...rendered.flatMap((each) => each.others)]
  const served = new Set(
    objects.map((each) => textAt(each, 'apiVersion') ?? '').filter((each) => each.includes('.io/')),
  )
  served.delete('kustomize.config.k8s.io/v1beta1')
  expect(served.size).toBeGreaterThan(4)
  expect([...served].filter((each) => !page.includes(`\`${each}\``))).toEqual([])
})

test('a field of the policy APIs is old, or the page says from which release on it is there', () => {
  const specs = [...policies, ...definitions].map((each) => (isObject(each) ? (each.spec ?? null) : null))
  const sets = rendered.flatMap((each) => each.others.filter(({ kind }) => kind === 'PolicySet'))
  const objects = definitions.flatMap((each) => listAt(each, 'spec', 'object-templates'))
  const used = new Set(keysOf([...specs, ...templates, ...objects, ...sets.map((each) => each.spec ?? null)]))
  expect(used).toContain('objectSelector')
  expect([...used].filter((each) => !OLD.has(each) && !page.includes(each))).toEqual([])
})
