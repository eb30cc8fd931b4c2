import { describe, expect, test } from 'vitest'
import type { Finding } from '../../../../engine/model/finding.ts'
import type { Change } from './a-repository.ts'
import { aRepository, ENVIRONMENT, inEnvironment, inPlacement, pointedAt, validateFiles } from './a-repository.ts'

const isOfSchema = ({ rule }: Finding) => rule.startsWith('schema/')

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
    [
      'a key that is refused, once',
      inEnvironment('  components:', '  roundTrips: { us-east-1: 10 }\n  components:'),
      ['schema/key @ us-east-1'],
    ],
    ['a key without its colon, once', inEnvironment('domain: {', 'domain {'), ['schema/unknown-key @ domain']],
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
    ['a number for text, as it is written', inEnvironment('tier: edge', 'tier: 1.10'), 'put it in quotes: "1.10"'],
    [
      'a number that one reader takes for another',
      inEnvironment('tier: edge', 'tier: 0123'),
      'put it in quotes: "0123"',
    ],
    [
      'a number that no quotes mend',
      inEnvironment('example.com', '1.5'),
      'Base DNS domain; `global.<base>`, `apps.<cluster>.<base>` and `api.<cluster>.<base>` follow from it, imported clusters included; for example "example.com"',
    ],
    ['a number that may be secret', inEnvironment('tier: edge', 'password: 1.10'), 'put it in quotes'],
    ['a value that can only be one', inPlacement('all: true', 'all: false'), 'write `true`, or leave it out'],
    ['a key without its colon', inEnvironment('domain: {', 'domain {'), 'write `domain:` and a plain space after it'],
    [
      'a key before a space that YAML does not know',
      inEnvironment('{ base: ', '{ base:\u00a0'),
      'write `base:` and a plain space after it',
    ],
    [
      'a key that no pair of regions is',
      inEnvironment('  components:', '  roundTrips: { us-east-1: 10 }\n  components:'),
      'a key must be two regions with a slash between them, such as us-east-1/us-east-2',
    ],
    ['nothing for a map', inEnvironment('tunnel: {}', 'tunnel:'), 'write `{}` where nothing is to be set'],
    ['a name', inEnvironment('name: cluster1', 'name: Cluster_1'), 'for example `cluster-1`'],
    ['a number out of range', inEnvironment('replicas: 5', 'replicas: 10'), 'Voters of each region'],
  ])('the remedy for %s', (_, change, hint) => {
    expect(
      validateFiles(aRepository(change))
        .findings.filter(isOfSchema)
        .map((each) => each.hint),
    ).toEqual([hint])
  })
})
