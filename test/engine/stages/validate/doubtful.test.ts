import { describe, expect, test } from 'vitest'
import type { Change } from './a-repository.ts'
import {
  aRepository,
  DEFINITION,
  ENVIRONMENT,
  inEnvironment,
  inPlacement,
  MANIFEST,
  PLACEMENT,
  pointedAt,
  validateFiles,
} from './a-repository.ts'

const mine = PLACEMENT.replace('members', 'mine').replace('[tunnel, vault]', '[mine]')
const GENERATOR = 'apiVersion: policy.open-cluster-management.io/v1\nkind: PolicyGenerator\n'

function found(change: Change, unread: readonly string[] = []) {
  const files = aRepository(change)
  return pointedAt(files, validateFiles(files, unread).findings)
}

describe('what is refused is not said again by what refers to it', () => {
  test.each<[string, Change, string]>([
    [
      'an environment of no known kind',
      inEnvironment('Environment', 'Enviroment'),
      'document/unknown-kind @ Enviroment',
    ],
    [
      'one without an apiVersion',
      inEnvironment('apiVersion: isthmus.dev/v1alpha1\n', ''),
      'document/api-version @ kind',
    ],
    ['one with a name that none can have', inEnvironment('name: gdw', 'name: GDW'), 'schema/pattern @ GDW'],
    ['a placement of no known kind', inPlacement('PolicyPlacement', 'Placement'), 'document/unknown-kind @ Placement'],
    ['one of another apiVersion', inPlacement('v1alpha1', 'v1'), 'document/api-version @ isthmus.dev/v1'],
    ['one that does not say its kind', inPlacement('kind: PolicyPlacement\n', ''), 'document/no-kind @ apiVersion'],
    [
      'one for an environment that is misspelt',
      inPlacement('environment: gdw', 'environment: gwd'),
      'placement/unknown-environment @ gwd',
    ],
    ['one of a policy that is misspelt', inPlacement('[tunnel,', '[tunel,'), 'placement/unknown-policy @ tunel'],
    [
      'a component that is misspelt, and needed and placed',
      inEnvironment('tunnel: {}', 'tunel: {}'),
      'environment/unknown-component @ tunel',
    ],
    [
      'a broken manifest beside a generator file',
      { 'placements/mine.yaml': mine, 'policies/mine/a.yaml': GENERATOR, 'policies/mine/b.yaml': 'a: [\n' },
      'yaml/syntax @ [',
    ],
    [
      'a broken generator file',
      {
        'placements/mine.yaml': mine,
        'policies/mine/a.yaml': `${GENERATOR}policies: [\n`,
        'policies/mine/b.yaml': MANIFEST,
      },
      'yaml/syntax @ [',
    ],
  ])('%s', (_, change, expected) => {
    expect(found(change)).toEqual([expected])
  })

  test('nor is what may stand in a file that could not be read', () => {
    expect(found({ 'environments/gdw.yaml': undefined }, ['environments/gdw.yaml'])).toEqual([])
    expect(found({ 'placements/gdw.yaml': undefined }, ['placements/gdw.yaml'])).toEqual([])
    const values = {
      ...inEnvironment('  components:', '  values: { mine: { a: 1 } }\n  components:'),
      'placements/mine.yaml': mine,
    }
    expect(found(values, ['policies/mine/policy.yaml'])).toEqual([])
  })
})

describe('what is absent is said', () => {
  const forgotten = ['environment/unplaced-component @ tunnel', 'environment/unplaced-component @ vault']

  test.each<[string, Change, readonly string[], readonly string[]]>([
    ['no placement', { 'placements/gdw.yaml': undefined }, [], forgotten],
    [
      'no placement, and a policy that was not read',
      { 'placements/gdw.yaml': undefined },
      ['policies/a/b.yaml'],
      forgotten,
    ],
    [
      'no environment',
      { 'environments/gdw.yaml': undefined },
      [],
      ['environment/none @ ', 'placement/unknown-environment @ gdw'],
    ],
    [
      'no environment, and a configuration of another kind',
      { 'environments/gdw.yaml': undefined, 'isthmus.yaml': 'apiVersion: isthmus.dev/v1alpha1\nkind: Config\n' },
      [],
      ['environment/none @ ', 'document/unknown-kind @ Config', 'placement/unknown-environment @ gdw'],
    ],
    [
      'two of a kind, one of which is misspelt',
      {
        'environments/x.yaml': ENVIRONMENT.replace('Environment', 'Enviroment').replace('name: gdw', 'name: x'),
        ...inPlacement('environment: gdw', 'environment: zed'),
      },
      [],
      ['document/unknown-kind @ Enviroment', 'placement/unknown-environment @ zed'],
    ],
    [
      'an authored policy beside a generator file',
      { 'placements/mine.yaml': mine, 'policies/mine/a.yaml': GENERATOR, 'policies/mine/policy.yaml': DEFINITION },
      [],
      ['policy/generator-and-definition @ PolicyGenerator'],
    ],
  ])('%s', (_, change, unread, expected) => {
    expect(found(change, unread)).toEqual(expected)
  })
})
