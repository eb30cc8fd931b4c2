import { describe, expect, test } from 'vitest'
import type { Change } from './a-repository.ts'
import {
  aRepository,
  CONFIGURATION,
  ENVIRONMENT,
  inEnvironment,
  PLACEMENT,
  pointedAt,
  validateFiles,
} from './a-repository.ts'

describe('documents', () => {
  test.each<[string, Change, readonly string[]]>([
    ['a list', { 'environments/x.yaml': '- a\n' }, ['document/not-a-map @ -']],
    ['no kind', { 'environments/x.yaml': 'metadata: {}\n' }, ['document/no-kind @ metadata']],
    [
      'an unknown kind',
      { 'environments/x.yaml': ENVIRONMENT.replace('Environment', 'Enviroment') },
      ['document/unknown-kind @ Enviroment'],
    ],
    [
      'another apiVersion',
      { 'placements/gdw.yaml': `${PLACEMENT}---\n${PLACEMENT.replace('v1alpha1', 'v1')}` },
      ['document/api-version @ isthmus.dev/v1'],
    ],
    ['no apiVersion', { 'isthmus.yaml': 'kind: Configuration\n' }, ['document/api-version @ kind']],
    [
      'a kind in the wrong place',
      { 'environments/x.yaml': CONFIGURATION },
      ['document/misplaced-kind @ Configuration'],
    ],
    [
      'two configurations',
      { 'isthmus.yaml': `${CONFIGURATION}---\n${CONFIGURATION}` },
      ['document/second @ Configuration'],
    ],
    [
      'no environments',
      { 'environments/gdw.yaml': undefined, 'placements/gdw.yaml': undefined },
      ['environment/none @ '],
    ],
  ])('%s', (_, change, expected) => {
    const files = aRepository(change)
    expect(pointedAt(files, validateFiles(files).findings)).toEqual(expected)
  })

  test('what refers to a document that does not parse is not reported as well', () => {
    const files = aRepository(inEnvironment('{ name: gdw }', '{ name: gdw'))
    const { desired, findings } = validateFiles(files)
    expect(pointedAt(files, findings)).toEqual(['yaml/syntax @ {'])
    expect(desired.environments).toEqual([])
  })

  test('what refers to an environment that is not valid is not reported as well', () => {
    const files = aRepository(inEnvironment('cloud: aws', 'cloud: awz'))
    expect(validateFiles(files).desired.environments).toEqual([])
    expect(pointedAt(files, validateFiles(files).findings)).toEqual(['schema/not-allowed @ awz'])
  })
})
