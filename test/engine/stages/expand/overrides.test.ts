import { describe, expect, test } from 'vitest'
import { at, textAt } from '../../../../engine/model/json.ts'
import type { Override } from '../../../../engine/model/override.ts'
import { expand } from '../../../../engine/stages/expand.ts'
import { aCluster, aComponent, anEnvironment, anInput, aPlacement } from '../a-platform.ts'

const environment = anEnvironment([aCluster(1), aCluster(2), aCluster(3)], { sample: {} })

function objectsFor(spec: Partial<Override['spec']>, api: 'PlacementRule' | 'Placement' = 'PlacementRule') {
  const input = anInput(environment, [aPlacement({ api })], [aComponent()])
  const value: Override = {
    apiVersion: 'isthmus.dev/v1alpha1',
    kind: 'Override',
    metadata: { name: 'now' },
    spec: {
      environment: 'env',
      policy: 'sample',
      clusters: ['c2'],
      remediationAction: 'enforce',
      until: '2026-01-31',
      because: 'urgent',
      owner: 'Ada',
      ...spec,
    },
  }
  const origin = { file: 'placements/now.yaml', document: 0, pointer: '' }
  const plain = expand(input).bindings.length
  return expand({ ...input, overrides: [{ value, origin }] })
    .bindings.slice(plain)
    .map((each) => each.object)
}

describe('an override', () => {
  test.each(['PlacementRule', 'Placement'] as const)('is a restricted binding on a %s of its clusters', (api) => {
    const [selection, binding, ...rest] = objectsFor({}, api)
    expect(rest).toEqual([])
    expect(selection?.kind).toBe(api)
    expect(JSON.stringify(selection)).toContain('"key":"name","operator":"In","values":["c2"]')
    expect(binding).toMatchObject({
      kind: 'PlacementBinding',
      bindingOverrides: { remediationAction: 'enforce' },
      subFilter: 'restricted',
      placementRef: { kind: api, name: textAt(selection, 'metadata', 'name') },
      subjects: [{ kind: 'Policy', name: 'sample' }],
    })
  })

  test('selects the hub by the hub’s own label', () => {
    const [selection] = objectsFor({ policy: 'sample-hub', clusters: ['local-cluster'] })
    expect(at(selection, 'spec', 'clusterSelector')).toEqual({ matchLabels: { 'local-cluster': 'true' } })
  })

  test.each<[string, Partial<Override['spec']>]>([
    ['a policy that is not rendered', { policy: 'other' }],
    ['clusters that the policy is not on', { clusters: ['local-cluster'] }],
  ])('is nothing for %s', (_, spec) => {
    expect(objectsFor(spec)).toEqual([])
  })
})
