import { expect, test } from 'vitest'
import { MAP, withPolicy } from '../../an-authored-policy.ts'

const NAMED = { 'a.yaml': MAP('a', '{ k: $(values.pods) }') }
const DECLARED = '  values: { pods: { type: integer, minimum: 1, maximum: 9 } }\n'
const given = (text: string) => ({ environment: `  values: { mine: ${text} }\n` })

test.each<[string, string, Parameters<typeof withPolicy>[2], Record<string, string>, readonly string[]]>([
  ['given as declared', DECLARED, given('{ pods: 4 }'), NAMED, []],
  ['not given', DECLARED, {}, NAMED, ['value/missing @ spec']],
  ['text for a number', DECLARED, given('{ pods: many }'), NAMED, ['value/wrong-type @ many']],
  ['a fraction for a whole number', DECLARED, given('{ pods: 1.5 }'), NAMED, ['value/wrong-type @ 1.5']],
  ['below the minimum', DECLARED, given('{ pods: 0 }'), NAMED, ['value/wrong-type @ 0']],
  ['above the maximum', DECLARED, given('{ pods: 10 }'), NAMED, ['value/wrong-type @ 10']],
  [
    'none of those listed',
    '  values: { pods: { type: string, enum: [a, b] } }\n',
    given('{ pods: c }'),
    NAMED,
    ['value/wrong-type @ c'],
  ],
  ['a value that nobody declared', DECLARED, given('{ pods: 4, nodes: 3 }'), NAMED, ['value/unknown @ nodes']],
  [
    'values of no policy',
    DECLARED,
    { environment: '  values: { mine: { pods: 4 }, mien: { pods: 4 } }\n' },
    NAMED,
    ['value/unknown-policy @ mien'],
  ],
  ['a list', DECLARED, given('{ pods: [4] }'), NAMED, ['schema/no-form @ [']],
  ['a default that is none', '  values: { pods: { type: integer, default: x } }\n', {}, NAMED, ['value/default @ x']],
  ['a manifest that names what is not declared', '', {}, NAMED, ['value/undeclared @ $(values.pods)']],
  [
    'a value in a key',
    DECLARED,
    given('{ pods: 4 }'),
    { 'a.yaml': MAP('a', '{ "$(values.pods)": $(values.pods) }') },
    ['value/in-key @ "$(values.pods)"'],
  ],
  ['a value that no manifest names', DECLARED, given('{ pods: 4 }'), { 'a.yaml': MAP('a') }, ['value/unused @ pods']],
  [
    'a fact that is given',
    '  values: { pods: { type: string, from: cluster.name } }\n',
    given('{ pods: x }'),
    NAMED,
    ['value/fact @ x'],
  ],
  [
    'a fact with a default',
    '  values: { pods: { type: string, from: cluster.name, default: other } }\n',
    {},
    NAMED,
    ['value/fact @ other'],
  ],
  [
    'a fact that is no text',
    '  values: { pods: { type: integer, from: cluster.name } }\n',
    {},
    NAMED,
    ['value/fact @ integer'],
  ],
  [
    'a fact of a cluster on the hub',
    '  values: { pods: { type: string, from: cluster.name } }\n',
    { placement: '{ hub: true }' },
    NAMED,
    ['value/no-cluster @ mine'],
  ],
  [
    'a value that would change a template',
    '  templates: managed\n  values: { pods: { type: string } }\n',
    given("{ pods: 'x\" }}' }"),
    NAMED,
    ['value/in-template @ \'x"'],
  ],
])('%s', (_, spec, more, manifests, wanted) => {
  expect(withPolicy(spec, manifests, more).found).toEqual(wanted)
})

test.each<[string, string, Record<string, string>, readonly string[]]>([
  ['an entry that names nothing', '  manifests: [{ path: b.yaml }]\n', {}, ['policy/unknown-manifest @ b.yaml']],
  [
    'two entries for one file',
    '  manifests: [{ path: c }, { path: c/d.yaml }]\n',
    { 'c/d.yaml': MAP('d') },
    ['policy/manifest-twice @ c/d.yaml'],
  ],
  [
    'templates switched off where braces are text',
    '  annotations: { policy.open-cluster-management.io/disable-templates: "true" }\n',
    {},
    ['policy/disable-templates @ policy.open-cluster-management.io/disable-templates'],
  ],
  [
    'an order in one template',
    '  orderManifests: true\n  consolidateManifests: true\n',
    {},
    ['policy/order @ orderManifests'],
  ],
  [
    'dependencies and pruning',
    '  orderManifests: true\n  pruneObjectBehavior: DeleteIfCreated\n',
    {},
    ['policy/dependency-prunes @ pruneObjectBehavior'],
  ],
  [
    'a Policy of the hub',
    '',
    { 'p.yaml': 'apiVersion: policy.open-cluster-management.io/v1\nkind: Policy\nmetadata: { name: p }\n' },
    ['policy/root-policy @ Policy'],
  ],
])('%s', (_, spec, manifests, wanted) => {
  expect(withPolicy(spec, { 'a.yaml': MAP('a'), ...manifests }).found).toEqual(wanted)
})
