import { describe, expect, test } from 'vitest'
import type { Change } from './a-repository.ts'
import { aRepository, DEFINITION, inPlacement, MANIFEST, pointedAt, validateFiles } from './a-repository.ts'

describe('authored policies', () => {
  test('one that names itself hears that its folder does', () => {
    const files = {
      'policies/mine/policy.yaml': `${DEFINITION}metadata: { name: mine }\n`,
      'policies/mine/a.yaml': MANIFEST,
    }
    const { findings } = validateFiles(aRepository(files))
    const unknown = findings.filter((each) => each.rule === 'schema/unknown-key')
    expect(unknown).toMatchObject([{ hint: expect.stringContaining('named by its folder') }])
  })

  const named = inPlacement('tunnel,', 'tunnel, mine,')
  test.each<[string, Change, readonly string[]]>([
    ['no definition', { ...named, 'policies/mine/a.yaml': MANIFEST }, ['policy/no-definition @ mine']],
    ['no definition, and no placement', { 'policies/mine/a.yaml': MANIFEST }, []],
    [
      'a definition that is wrong, once',
      {
        ...named,
        'policies/mine/a.yaml': MANIFEST,
        'policies/mine/policy.yaml': `${DEFINITION}spec: { stateful: maybe }\n`,
      },
      ['schema/wrong-type @ maybe'],
    ],
    ['no manifest', { ...named, 'policies/mine/policy.yaml': DEFINITION }, ['policy/empty @ AuthoredPolicy']],
    [
      'two definitions',
      { ...named, 'policies/mine/policy.yaml': `${DEFINITION}---\n${DEFINITION}` },
      ['policy/second-definition @ AuthoredPolicy'],
    ],
    [
      'no placement',
      { 'policies/mine/policy.yaml': DEFINITION, 'policies/mine/a.yaml': MANIFEST },
      ['policy/unplaced @ AuthoredPolicy'],
    ],
    [
      'a folder named like a component',
      { 'policies/vault/a.yaml': MANIFEST },
      ['policy/named-like-component @ apiVersion'],
    ],
    ['a folder whose name is no name', { 'policies/My Own/a.yaml': MANIFEST }, ['policy/name @ apiVersion']],
    ['a file in no folder', { 'policies/a.yaml': MANIFEST }, ['policy/outside-folder @ apiVersion']],
    [
      'what is no Kubernetes object',
      { ...named, 'policies/mine/policy.yaml': DEFINITION, 'policies/mine/a.yaml': 'kind: ConfigMap\n' },
      ['policy/not-a-manifest @ kind'],
    ],
    [
      'a list, as kubectl prints objects',
      {
        ...named,
        'policies/mine/policy.yaml': DEFINITION,
        'policies/mine/a.yaml':
          'apiVersion: v1\nkind: List\nitems: []\n---\napiVersion: v1\nkind: ConfigMapList\nitems: []\n',
        'policies/mine/b.yaml': 'apiVersion: example.com/v1\nkind: Allowlist\nmetadata: { name: a }\n',
      },
      ['policy/not-a-manifest @ List', 'policy/not-a-manifest @ ConfigMapList'],
    ],
    [
      'a generator file that a placement names',
      { ...named, 'policies/mine/a.yaml': 'apiVersion: policy.open-cluster-management.io/v1\nkind: PolicyGenerator\n' },
      [],
    ],
    [
      'a generator file beside a definition',
      {
        ...named,
        'policies/mine/a.yaml': 'apiVersion: policy.open-cluster-management.io/v1\nkind: PolicyGenerator\n',
        'policies/mine/policy.yaml': DEFINITION,
      },
      ['policy/generator-and-definition @ PolicyGenerator'],
    ],
    [
      'a generator file that no placement names',
      { 'policies/mine/a.yaml': 'apiVersion: policy.open-cluster-management.io/v1\nkind: PolicyGenerator\n' },
      [],
    ],
  ])('%s', (_, change, expected) => {
    const files = aRepository(change)
    expect(pointedAt(files, validateFiles(files).findings)).toEqual(expected)
  })
})
