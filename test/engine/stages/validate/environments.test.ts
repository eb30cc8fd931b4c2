import { describe, expect, test } from 'vitest'
import type { Change } from './a-repository.ts'
import { aRepository, inEnvironment, inPlacement, other, pointedAt, validateFiles } from './a-repository.ts'

describe('environments', () => {
  test.each<[string, Change, readonly string[]]>([
    [
      'an unknown component',
      inEnvironment('tunnel: {}', 'tunnel: {}\n    cert: {}'),
      ['environment/unknown-component @ cert'],
    ],
    [
      'a component without what it needs',
      { ...inEnvironment('    tunnel: {}\n', ''), ...inPlacement('tunnel, ', '') },
      ['environment/needs-component @ vault'],
    ],
    ['a component that no placement names', inPlacement('tunnel, ', ''), ['environment/unplaced-component @ tunnel']],
    ['two of one name', other('{ name: other }', '{ name: gdw }'), ['environment/duplicate-name @ gdw']],
    [
      'two of one hub namespace',
      other('isthmus-other', 'isthmus-gdw'),
      ['environment/duplicate-namespace @ isthmus-gdw'],
    ],
    [
      'the set of all clusters',
      other('clusterSet: other', 'clusterSet: global'),
      ['environment/reserved-cluster-set @ global'],
    ],
    [
      'two of one cluster set',
      other('clusterSet: other', 'clusterSet: gdw'),
      ['environment/duplicate-cluster-set @ gdw'],
    ],
    [
      'a cluster in two environments',
      other('name: east', 'name: cluster1'),
      ['environment/duplicate-cluster @ cluster1'],
    ],
    [
      'two clusters of one name',
      inEnvironment('name: cluster2', 'name: cluster1'),
      ['environment/duplicate-cluster @ cluster1'],
    ],
    [
      'the hub as a cluster',
      inEnvironment('name: cluster2', 'name: local-cluster'),
      ['environment/hub-as-cluster @ local-cluster'],
    ],
    [
      'a hub namespace that belongs to a cluster',
      inEnvironment('isthmus-gdw', 'cluster2'),
      ['environment/namespace-is-cluster @ cluster2'],
    ],
    [
      'a hub namespace of another environment’s cluster',
      other('isthmus-other', 'cluster2'),
      ['environment/namespace-is-cluster @ cluster2'],
    ],
    ['a label of our own', inEnvironment('tier: edge', 'region: here'), ['environment/reserved-label @ region']],
    ['a label value that Kubernetes refuses', inEnvironment('tier: edge', 'tier: "a b"'), ['environment/label @ "a']],
    ['a label key that Kubernetes refuses', inEnvironment('tier: edge', '-tier: edge'), ['environment/label @ -tier']],
  ])('%s', (_, change, expected) => {
    const files = aRepository(change)
    expect(pointedAt(files, validateFiles(files).findings)).toEqual(expected)
  })
})

describe('global names', () => {
  const beside = (domain: string) => {
    const files = aRepository({
      'environments/other.yaml': (
        other('components: {}', 'components: { tunnel: {}, vault: {} }')['environments/other.yaml'] ?? ''
      ).replace('base: example.com', `base: ${domain}`),
    })
    return validateFiles(files).findings.filter((each) => each.rule === 'environment/shared-host')
  }

  test('of two environments are their own, or it is said that users reach either', () => {
    expect(beside('example.org')).toEqual([])
    const [found, ...more] = beside('example.com')
    expect(found).toMatchObject({ severity: 'warning', file: 'environments/other.yaml' })
    expect(found?.message).toContain('vault.global.example.com is also published by environment `gdw`')
    expect(more).toEqual([])
  })
})
