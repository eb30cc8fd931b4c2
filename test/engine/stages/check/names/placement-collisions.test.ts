import { dump } from 'js-yaml'
import { expect, test } from 'vitest'
import { expandAll } from '../../../../../engine/flows/expand-all.ts'
import { textAt } from '../../../../../engine/model/json.ts'
import { components } from '../../../../../policies/index.ts'
import { aLooseEnvironment } from '../a-repository.ts'

const HEADER = 'apiVersion: isthmus.dev/v1alpha1\nkind:'
const placement = (name: string, policies: string, more: string) =>
  `${HEADER} PolicyPlacement\nmetadata: { name: ${name} }\nspec: { environment: env, policies: ${policies}, ${more} }\n`
const ALL = 'clusters: { all: true }'
const override = (name: string) =>
  `${HEADER} Override\nmetadata: { name: ${name} }\nspec: { environment: env, policy: certs-operator, clusters: [cluster1], until: "2026-12-24", because: twice, owner: "@ada" }\n`

function expanded(placements: string, edit = (text: string) => text) {
  const files = [
    { path: 'environments/env.yaml', text: edit(dump(aLooseEnvironment())) },
    { path: 'placements/env.yaml', text: placements },
  ]
  return expandAll({ files, findings: [] }, components)
}

test.each<[string, string, readonly string[]]>([
  [
    'one for the hub and the hub part of another',
    `${placement('x', '[tunnel]', ALL)}---\n${placement('x-hub', '[clusters]', 'clusters: { hub: true }')}`,
    ['placements/env.yaml:8'],
  ],
  [
    'a Placement and a PlacementRule',
    `${placement('x', '[tunnel]', `${ALL}, api: Placement`)}---\n${placement('x-placement', '[certs]', ALL)}`,
    ['placements/env.yaml:8'],
  ],
  ['an override and a placement', `${placement('x', '[certs]', ALL)}---\n${override('x')}`, ['placements/env.yaml:8']],
  [
    'names of their own',
    `${placement('x', '[tunnel]', ALL)}---\n${placement('y-hub', '[clusters]', 'clusters: { hub: true }')}---\n${placement('z', '[certs]', ALL)}---\n${override('o')}`,
    [],
  ],
])('%s', (_, placements, wanted) => {
  const { findings } = expanded(placements)
  const errors = findings.filter((each) => each.severity === 'error')
  expect([...new Set(errors.map((each) => each.rule))]).toEqual(wanted.length > 0 ? ['names/duplicate-placement'] : [])
  expect([...new Set(errors.map((each) => `${each.file}:${each.line}`))]).toEqual(wanted)
})

test.each(['hub', 'members'])('a cluster called %s does not take the name of a placement’s other part', (name) => {
  for (const clusters of [ALL, 'clusters: { hub: true }']) {
    const placements = placement('x', '[clusters, tunnel, certs, vault, database]', clusters)
    const { findings, environments } = expanded(placements, (text) =>
      text.replaceAll('name: cluster1', `name: ${name}`),
    )
    expect(findings.filter((each) => each.severity === 'error')).toEqual([])
    const names = environments.flatMap(({ plan }) =>
      plan.bindings.map((each) => `${textAt(each.object, 'kind')} ${textAt(each.object, 'metadata', 'name')}`),
    )
    expect(names.length).toBeGreaterThan(0)
    expect(names.filter((each, i) => names.indexOf(each) !== i)).toEqual([])
  }
})
