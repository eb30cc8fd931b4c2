import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../engine/model/json.ts'
import type { Rendered, RenderedPolicy } from '../../../engine/model/rendered.ts'
import { diff } from '../../../engine/stages/diff.ts'

function aSet(
  change: { replicas?: number; image?: string; serviceName?: string; env?: readonly Json[] } = {},
): JsonObject {
  const {
    replicas = 3,
    image = 'vault:1',
    serviceName = 'vault-internal',
    env = [
      { name: 'A', value: '1' },
      { name: 'B', value: '2' },
    ],
  } = change
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'vault', namespace: 'vault' },
    spec: { replicas, serviceName, template: { spec: { containers: [{ name: 'vault', image, env }] } } },
  }
}

function aPolicy(
  name: string,
  objects: readonly JsonObject[],
  change: { clusters?: readonly string[]; action?: string } = {},
): RenderedPolicy {
  const { clusters = ['c1'], action = 'inform' } = change
  const template = {
    objectDefinition: {
      apiVersion: 'policy.open-cluster-management.io/v1',
      kind: 'ConfigurationPolicy',
      metadata: { name: `env-${name}` },
      spec: {
        remediationAction: action,
        pruneObjectBehavior: 'None',
        'object-templates': objects.map((objectDefinition) => ({ complianceType: 'musthave', objectDefinition })),
      },
    },
  }
  const object = {
    apiVersion: 'policy.open-cluster-management.io/v1',
    kind: 'Policy',
    metadata: { name },
    spec: { remediationAction: action, 'policy-templates': [template] },
  }
  return { name, component: 'vault', stateful: true, clusters, object, file: `rendered/env/${name}.yaml` }
}

function state(...policies: readonly RenderedPolicy[]): Rendered {
  return { environment: 'env', version: '1', clusters: [], policies, others: [] }
}

function only(before: Rendered, after: Rendered) {
  const [change] = diff(before, after).policies
  if (!change) throw new Error('nothing changed')
  return change
}

test('nothing changes where nothing differs', () => {
  expect(diff(state(aPolicy('p', [aSet()])), state(aPolicy('p', [aSet()])))).toEqual({
    environment: 'env',
    policies: [],
    removals: [],
    others: [],
  })
})

describe('fields', () => {
  test.each([
    ['a scalar', { replicas: 5 }, '/spec/replicas', 3, 5],
    [
      'in a named list item',
      { image: 'vault:2' },
      '/spec/template/spec/containers/[vault]/image',
      'vault:1',
      'vault:2',
    ],
    [
      'in a named item of a reordered list',
      {
        env: [
          { name: 'B', value: '2' },
          { name: 'A', value: '9' },
        ],
      },
      '/spec/template/spec/containers/[vault]/env/[A]/value',
      '1',
      '9',
    ],
  ])('%s', (_, change, path, before, after) => {
    const { fields } = only(state(aPolicy('p', [aSet()])), state(aPolicy('p', [aSet(change)])))
    expect(fields).toEqual([{ object: 'StatefulSet vault/vault', path, before, after }])
  })
})

describe('risks, worst first', () => {
  const before = state(aPolicy('p', [aSet()], { clusters: ['c1', 'c2'] }))
  test.each([
    [
      'a pod template',
      state(aPolicy('p', [aSet({ image: 'vault:2' })], { clusters: ['c1', 'c2'] })),
      ['restarts-pods'],
    ],
    [
      'an immutable field',
      state(aPolicy('p', [aSet({ serviceName: 'x' })], { clusters: ['c1', 'c2'] })),
      ['immutable'],
    ],
    ['a cluster lost', state(aPolicy('p', [aSet()])), ['leaves-cluster']],
    ['a policy removed', state(), ['leaves-cluster']],
    ['an object dropped', state(aPolicy('p', [], { clusters: ['c1', 'c2'] })), ['pruned']],
    ['enforcement', state(aPolicy('p', [aSet()], { clusters: ['c1', 'c2'], action: 'enforce' })), ['newly-enforced']],
  ])('%s', (_, after, kinds) => {
    expect(only(before, after).risks.map((each) => each.kind)).toEqual(kinds)
  })

  test('the riskier policy comes first', () => {
    const old = state(aPolicy('a', [aSet()]), aPolicy('z', [aSet()]))
    const now = state(aPolicy('a', [aSet({ replicas: 4 })]), aPolicy('z', [aSet({ serviceName: 'x' })]))
    expect(diff(old, now).policies.map((each) => each.policy)).toEqual(['z', 'a'])
  })
})

describe('what is no longer asked for', () => {
  const enforced = (prune: string, name = 'p') => {
    const policy = aPolicy(name, [aSet()], { action: 'enforce', clusters: ['c1', 'c2'] })
    return JSON.parse(
      JSON.stringify(policy).replace('"pruneObjectBehavior":"None"', `"pruneObjectBehavior":"${prune}"`),
    ) as RenderedPolicy
  }

  test.each([
    [
      'is deleted where its policy prunes',
      state(enforced('DeleteIfCreated')),
      state(),
      [{ object: 'StatefulSet vault/vault', fate: 'pruned', clusters: ['c1', 'c2'] }],
    ],
    [
      'stays where it does not',
      state(enforced('None')),
      state(),
      [{ object: 'StatefulSet vault/vault', fate: 'kept', clusters: ['c1', 'c2'] }],
    ],
    [
      'is made again where a renamed template prunes',
      state(enforced('DeleteIfCreated')),
      state(enforced('DeleteIfCreated', 'q')),
      [{ object: 'StatefulSet vault/vault', fate: 'recreated', clusters: ['c1', 'c2'] }],
    ],
    [
      'is nothing where another policy takes it over unpruned',
      state(enforced('None')),
      state(enforced('None', 'q')),
      [],
    ],
    ['is nothing where nothing changes', state(enforced('None')), state(enforced('None')), []],
    [
      'counts the clusters that a policy leaves',
      state(aPolicy('p', [aSet()], { clusters: ['c1', 'c2'] })),
      state(aPolicy('p', [aSet()])),
      [{ object: 'StatefulSet vault/vault', fate: 'kept', clusters: ['c2'] }],
    ],
  ])('%s', (_, before, after, wanted) => {
    expect(diff(before, after).removals).toEqual(wanted)
  })
})
