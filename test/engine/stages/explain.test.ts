import { expect, test } from 'vitest'
import { explain, explainable } from '../../../engine/stages/explain.ts'
import { aWork, reference } from '../flows/ways-out/a-work.ts'
import { aLooseEnvironment, runEnvironment } from './check/a-repository.ts'

const { expanded } = runEnvironment(aLooseEnvironment())
const [environment] = expanded.environments
const ask = (object: string, pointer = '') =>
  environment ? explain(environment.plan, object, pointer, expanded.documents) : []

test.each([
  ['PlacementRule/isthmus-env/everything', '/spec/clusterSelector/matchExpressions/0/key', 'placements/env.yaml'],
  ['PlacementBinding/everything', '', 'placements/env.yaml'],
])('%s is no policy’s, and is asked for by a placement', (object, pointer, file) => {
  const found = ask(object, pointer)
  expect(found).toMatchObject([{ policy: '', clusters: ['local-cluster'] }])
  expect(found.flatMap((each) => each.origins.map((origin) => origin.file))).toEqual([file])
})

test('the hub namespace, and nothing at a pointer that is not there', () => {
  expect(ask('Namespace/isthmus-env', '/metadata/name')).toMatchObject([{ value: 'isthmus-env' }])
  expect(ask('Namespace/isthmus-env', '/spec/nope')).toEqual([])
})

test('no name is not the name of what has none', () => {
  expect(ask('', '/spec')).toEqual([])
  expect(ask('Certificate/', '/spec')).toEqual([])
})

test('a policy is found by its name, and what can be asked for names both', () => {
  expect(ask('vault-cluster1')).toMatchObject([{ policy: 'vault-cluster1', placement: 'everything' }])
  const all = environment ? explainable(environment.plan) : []
  expect(all).toEqual(expect.arrayContaining(['vault-cluster1', 'PlacementRule/isthmus-env/everything']))
})

test.each([
  ['', 1],
  ['/data/mode', 5],
  ['/data/text', 6],
])('a field %s of a manifest is asked for by its own line, not by the file', (pointer, line) => {
  const { expanded } = aWork({
    'environments/gdw.yaml': reference('environments/gdw.yaml'),
    'placements/own.yaml':
      'apiVersion: isthmus.dev/v1alpha1\nkind: PolicyPlacement\nmetadata: { name: own }\nspec: { environment: gdw, policies: [own], clusters: { all: true } }\n',
    'policies/own/policy.yaml': 'apiVersion: isthmus.dev/v1alpha1\nkind: AuthoredPolicy\nspec: {}\n',
    'policies/own/map.yaml':
      "kind: ConfigMap\napiVersion: v1\nmetadata: { name: own, namespace: own }\ndata:\n  mode: slow\n  text: '{{ x }}'\n",
  })
  const plan = expanded.environments[0]?.plan
  const found = plan ? explain(plan, 'ConfigMap/own/own', pointer, expanded.documents) : []
  expect(found.flatMap((each) => each.origins.map((one) => `${one.file}:${one.line}${one.pointer}`))).toEqual([
    `policies/own/map.yaml:${line}${pointer}`,
  ])
})
