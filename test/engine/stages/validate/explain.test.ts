import { describe, expect, test } from 'vitest'
import type { Change } from './a-repository.ts'
import { aRepository, ENVIRONMENT, inEnvironment, inPlacement, pointedAt, validateFiles } from './a-repository.ts'

describe('by schema: each finding at the key or value to change', () => {
  test.each<[string, Change, readonly string[]]>([
    ['an unknown key', inEnvironment('labels:', 'lables:'), ['schema/unknown-key @ lables']],
    ['a misspelt required key, once', inEnvironment('  domain:', '  domian:'), ['schema/unknown-key @ domian']],
    ['a missing key', inEnvironment('      region: us-east-1\n', ''), ['schema/missing-key @ name']],
    ['a number for text', inEnvironment('example.com', '1.5'), ['schema/wrong-type @ 1.5']],
    ['text for a list', inPlacement('[tunnel, vault]', 'tunnel'), ['schema/wrong-type @ tunnel']],
    ['nothing for a map', inEnvironment('tunnel: {}', 'tunnel:'), ['schema/wrong-type @ tunnel']],
    ['a word that is none of the choices', inEnvironment('cloud: aws', 'cloud: awz'), ['schema/not-allowed @ awz']],
    [
      'a name that Kubernetes refuses',
      inEnvironment('name: cluster1', 'name: Cluster_1'),
      ['schema/pattern @ Cluster_1'],
    ],
    ['a name too long', inPlacement('members', 'm'.repeat(64)), [`schema/limit @ ${'m'.repeat(64)}`]],
    ['an empty list', inPlacement('[tunnel, vault]', '[]'), ['schema/limit @ [']],
    ['a setting of the wrong type', inEnvironment('replicas: 5', 'replicas: "5"'), ['schema/wrong-type @ "5"']],
    ['a setting too large', inEnvironment('replicas: 5', 'replicas: 10'), ['schema/limit @ 10']],
    ['an unknown setting', inEnvironment('replicas: 5', 'replica: 5'), ['schema/unknown-key @ replica']],
    [
      'one form of a discriminated union',
      inEnvironment('replicas: 5', 'storage: { kind: local }'),
      ['schema/missing-key @ storage'],
    ],
    [
      'no form of a discriminated union',
      inEnvironment('replicas: 5', 'storage: { kind: cloud }'),
      ['schema/no-form @ {'],
    ],
    ['the form that was meant', inEnvironment('replicas: 5', 'size: { gib: x }'), ['schema/wrong-type @ x']],
    [
      'several at once',
      inEnvironment('cloud: aws', 'cloud: awz\n      zone: a'),
      ['schema/not-allowed @ awz', 'schema/unknown-key @ zone'],
    ],
    [
      'settings also where the environment is wrong',
      {
        'environments/gdw.yaml': ENVIRONMENT.replace('cloud: aws', 'cloud: awz').replace('replicas: 5', 'replicas: 0'),
      },
      ['schema/not-allowed @ awz', 'schema/limit @ 0'],
    ],
    [
      'a selector of labels that are no text',
      inPlacement('{ all: true }', '{ selector: { matchLabels: { tier: 5 } } }'),
      ['schema/wrong-type @ 5'],
    ],
  ])('%s', (_, change, expected) => {
    const files = aRepository(change)
    expect(pointedAt(files, validateFiles(files).findings)).toEqual(expected)
  })

  test.each<[string, Change, string]>([
    ['an unknown key', inEnvironment('  domain:', '  domian:'), 'did you mean `domain`?'],
    ['a choice', inEnvironment('cloud: aws', 'cloud: awz'), 'did you mean `aws`?'],
    ['a number for text', inEnvironment('example.com', '1.5'), 'put it in quotes: "1.5"'],
    ['nothing for a map', inEnvironment('tunnel: {}', 'tunnel:'), 'write `{}` where nothing is to be set'],
    ['a name', inEnvironment('name: cluster1', 'name: Cluster_1'), 'for example `cluster-1`'],
    ['a number out of range', inEnvironment('replicas: 5', 'replicas: 10'), 'Voters of each region'],
  ])('the remedy for %s', (_, change, hint) => {
    expect(validateFiles(aRepository(change)).findings.map((each) => each.hint)).toEqual([hint])
  })
})
