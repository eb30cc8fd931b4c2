import { describe, expect, test } from 'vitest'
import type { Change } from './a-repository.ts'
import { aRepository, inEnvironment, inPlacement, PLACEMENT, pointedAt, validateFiles } from './a-repository.ts'

describe('placements', () => {
  const selector = (text: string) => inPlacement('{ all: true }', `{ selector: ${text} }`)
  const second = (from: string, to: string) => ({
    'placements/two.yaml': PLACEMENT.replace('members', 'two').replace('[tunnel, vault]', '[certs]').replace(from, to),
  })
  const withCerts = inEnvironment('tunnel: {}', 'tunnel: {}\n    certs: {}')
  test.each<[string, Change, readonly string[]]>([
    [
      'an unknown environment',
      { ...inPlacement('environment: gdw', 'environment: gwd') },
      ['placement/unknown-environment @ gwd'],
    ],
    ['an unknown policy', inPlacement('tunnel,', 'tunnel, tunel,'), ['placement/unknown-policy @ tunel']],
    ['a component that is not used', inPlacement('tunnel,', 'tunnel, certs,'), ['placement/unused-component @ certs']],
    [
      'a policy twice in one placement',
      inPlacement('tunnel,', 'tunnel, tunnel,'),
      ['placement/duplicate-policy @ tunnel'],
    ],
    [
      'a policy twice over two placements',
      { ...withCerts, ...second('[certs]', '[certs, vault]') },
      ['placement/duplicate-policy @ vault'],
    ],
    [
      'two placements of one name',
      { ...withCerts, ...second('name: two', 'name: members') },
      ['placement/duplicate-name @ members'],
    ],
    [
      'a selector that selects nothing',
      { ...withCerts, ...second('{ all: true }', '{ selector: { matchLabels: { region: eu } } }') },
      ['placement/selects-nothing @ selector'],
    ],
    [
      'an unknown cluster',
      { ...withCerts, ...second('{ all: true }', '{ names: [cluster1, cluster3] }') },
      ['placement/unknown-cluster @ cluster3'],
    ],
    [
      'a cluster named twice',
      { ...withCerts, ...second('{ all: true }', '{ names: [cluster1, cluster1] }') },
      ['placement/duplicate-cluster @ cluster1'],
    ],
    [
      'two ways to select',
      inPlacement('{ all: true }', '{ all: true, names: [cluster1] }'),
      ['placement/selection-combined @ names'],
    ],
    [
      'a stateful component on some clusters',
      inPlacement('{ all: true }', '{ names: [cluster1] }'),
      ['placement/stateful-partial @ vault'],
    ],
    ['a stateful component by a selector of all', selector('{ matchLabels: { vendor: OpenShift } }'), []],
    ['a stateful component by way of the hub', inPlacement('{ all: true }', '{ hub: true }'), []],
    [
      'In without values',
      selector('{ matchExpressions: [{ key: name, operator: In }] }'),
      ['placement/selector-values @ {'],
    ],
    [
      'Exists with values',
      selector('{ matchExpressions: [{ key: name, operator: Exists, values: [a] }] }'),
      ['placement/selector-values @ values'],
    ],
  ])('%s', (_, change, expected) => {
    const files = aRepository(change)
    expect(pointedAt(files, validateFiles(files).findings)).toEqual(expected)
  })

  test.each<[string, Change, string]>([
    ['the nearest cluster', inPlacement('{ all: true }', '{ names: [clustre1] }'), 'did you mean `cluster1`?'],
    [
      'the hub',
      inPlacement('{ all: true }', '{ names: [local-cluster] }'),
      'write `clusters: { hub: true }` for the hub',
    ],
    [
      'the values that a label has',
      selector('{ matchLabels: { cloud: gcp } }'),
      'on its clusters `cloud` is Amazon, Azure',
    ],
    [
      'the nearest label',
      selector('{ matchLabels: { regoin: x } }'),
      'no cluster has the label `regoin`; did you mean `region`?',
    ],
  ])('the remedy names %s', (_, change, hint) => {
    expect(validateFiles(aRepository(change)).findings.map((each) => each.hint)).toContain(hint)
  })
})
