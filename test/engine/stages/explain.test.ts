import { expect, test } from 'vitest'
import { explain, explainable } from '../../../engine/stages/explain.ts'
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
