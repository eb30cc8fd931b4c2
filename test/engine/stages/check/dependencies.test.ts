import { expect, test } from 'vitest'
import { MAP, withPolicy } from '../../an-authored-policy.ts'

const other = (spec: string) => ({
  'policies/other/policy.yaml': `apiVersion: isthmus.dev/v1alpha1\nkind: AuthoredPolicy\nspec: ${spec}\n`,
  'policies/other/a.yaml': MAP('other'),
})
const placed = (clusters: string) => ({
  'placements/other.yaml': `apiVersion: isthmus.dev/v1alpha1\nkind: PolicyPlacement\nmetadata: { name: other }\nspec: { environment: gdw, policies: [other], clusters: ${clusters} }\n`,
})
const ON_OTHER = '  dependencies: [{ name: other }]\n'

test.each<[string, string, Record<string, string>, readonly string[]]>([
  ['a policy that is there', ON_OTHER, { ...other('{}'), ...placed('{ all: true }') }, []],
  ['a policy that is not', '  dependencies: [{ name: otter }]\n', {}, ['dependency/unknown-policy @ {']],
  [
    'a policy that is not there for a template',
    '  extraDependencies: [{ name: otter }]\n',
    {},
    ['dependency/unknown-policy @ {'],
  ],
  ['an object of another kind', '  dependencies: [{ name: otter, kind: Thing, apiVersion: x/v1 }]\n', {}, []],
  [
    'a policy on other clusters',
    ON_OTHER,
    { ...other('{}'), ...placed('{ names: [cluster1] }') },
    ['dependency/not-there @ {'],
  ],
  [
    'policies that wait for one another',
    ON_OTHER,
    { ...other('{ dependencies: [{ name: mine }] }'), ...placed('{ all: true }') },
    ['dependency/cycle @ {', 'dependency/cycle @ {'],
  ],
])('%s', (_, spec, files, wanted) => {
  expect(withPolicy(spec, { 'a.yaml': MAP('a') }, { files }).found).toEqual(wanted)
})
