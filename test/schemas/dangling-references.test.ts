import { expect, test } from 'vitest'
import { danglingReferences } from './dangling-references.ts'

const policy = { kind: 'Policy', metadata: { name: 'p', namespace: 'hub' } }
const rule = { kind: 'PlacementRule', metadata: { name: 'r', namespace: 'hub' } }
const binding = (placementKind: string, policyName: string) => ({
  kind: 'PlacementBinding',
  metadata: { name: 'b', namespace: 'hub' },
  placementRef: { kind: placementKind, name: 'r' },
  subjects: [{ kind: 'Policy', name: policyName }],
})

test.each([
  ['all there', [policy, rule, binding('PlacementRule', 'p')], []],
  [
    'placement of another kind',
    [policy, rule, binding('Placement', 'p')],
    ['PlacementBinding b: there is no Placement hub/r'],
  ],
  ['policy missing', [policy, rule, binding('PlacementRule', 'q')], ['PlacementBinding b: there is no Policy hub/q']],
  [
    'policy elsewhere',
    [{ ...policy, metadata: { name: 'p', namespace: 'other' } }, rule, binding('PlacementRule', 'p')],
    ['PlacementBinding b: there is no Policy hub/p'],
  ],
  [
    'set binding of another name',
    [{ kind: 'ManagedClusterSetBinding', metadata: { name: 'a', namespace: 'hub' }, spec: { clusterSet: 'b' } }],
    ["ManagedClusterSetBinding a: spec.clusterSet must be the binding's own name"],
  ],
])('%s', (_, objects, expected) => {
  expect(danglingReferences(objects)).toEqual(expected)
})
