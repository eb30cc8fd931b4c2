import { expect, test } from 'vitest'
import { undeliveredGroups } from '../../../../engine/stages/report/undelivered-groups.ts'

const condition = (policy: string, cluster: string, message: string) => ({
  policy,
  component: 'vault',
  cluster,
  template: '',
  message,
})

test('what is said of several objects is said once, and names them', () => {
  const groups = undeliveredGroups([
    condition('a', 'local-cluster', 'it is disabled'),
    condition('b', 'local-cluster', 'not there'),
    condition('c', 'local-cluster', 'it is disabled'),
    condition('c', 'cluster1', 'it is disabled'),
  ])
  expect(groups.map(({ what, cluster }) => `${what} ${cluster}`)).toEqual([
    'a, c local-cluster',
    'b local-cluster',
    'c cluster1',
  ])
})

test('a stuck sync is one line', () => {
  const all = Array.from({ length: 76 }, (_, i) => condition(`p${i}`, 'local-cluster', 'not there'))
  const groups = undeliveredGroups(all)
  expect(groups.map((each) => each.what)).toEqual([expect.stringMatching(/^p0, .*, p11 and 64 more$/)])
})
