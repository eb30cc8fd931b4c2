import { expect, test } from 'vitest'
import type { Rendered } from '../../../../engine/model/rendered.ts'
import { diff } from '../../../../engine/stages/diff.ts'

function rendered(policy: string, template: string, object: string): Rendered {
  const definition = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: object, namespace: 'n' } }
  const content = {
    apiVersion: 'policy.open-cluster-management.io/v1',
    kind: 'ConfigurationPolicy',
    metadata: { name: template },
    spec: { 'object-templates': [{ complianceType: 'musthave', objectDefinition: definition }] },
  }
  const object_ = { spec: { 'policy-templates': [{ objectDefinition: content }] } }
  const one = { name: policy, component: 'c', stateful: false, clusters: ['c1'], object: object_, file: '' }
  return { environment: 'env', version: '', clusters: [], policies: [one], others: [] }
}

const renames = (before: Rendered, after: Rendered) =>
  diff(before, after).policies.flatMap((each) =>
    each.risks.flatMap((risk) => (risk.kind === 'renamed' ? [`${each.policy}: ${risk.message}`] : [])),
  )

test('a policy and a template that go on under another name are said', () => {
  expect(renames(rendered('a', 't', 'x'), rendered('b', 't', 'x'))).toEqual([
    'a: a goes on as b: RHACM deletes its templates and creates them again, and their history begins anew',
  ])
  expect(renames(rendered('a', 't', 'x'), rendered('a', 'u', 'x'))).toEqual([
    'a: in a t goes on as u: RHACM deletes and creates templates that are renamed',
  ])
})

test('what is replaced by something else is no rename', () => {
  expect(renames(rendered('a', 't', 'x'), rendered('b', 't', 'y'))).toEqual([])
  expect(renames(rendered('a', 't', 'x'), rendered('a', 'u', 'y'))).toEqual([])
  expect(renames(rendered('a', 't', 'x'), rendered('a', 't', 'x'))).toEqual([])
})
