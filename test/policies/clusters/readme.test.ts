import { expect, test } from 'vitest'
import { clusters } from '../../../policies/clusters/index.ts'
import { loadbalancer } from '../../../policies/loadbalancer/index.ts'
import { tunnel } from '../../../policies/tunnel/index.ts'
import type { Expanded } from './a-component-input.ts'
import { aCluster, expandIn, namesOf } from './a-component-input.ts'
import { namesInReadme, rulesInCode } from './a-readme.ts'

const stateful = { vault: {}, database: {} }

/** Situations that together bring out every policy of a component. */
const everything: readonly [string, readonly Expanded[]][] = [
  [
    'clusters',
    [expandIn(clusters), expandIn(clusters, { components: { clusters: { provision: 'hive' }, ...stateful } })],
  ],
  ['tunnel', [expandIn(tunnel, { components: { tunnel: { tcpClampMss: 1200 } } })]],
  [
    'loadbalancer',
    [expandIn(loadbalancer, { components: stateful }), expandIn(loadbalancer, { clusters: [aCluster(0, 'gcp')] })],
  ],
]

test.each(everything)('the README of %s lists its policies', (component, situations) => {
  const names = [...new Set(situations.flatMap(({ drafts }) => namesOf(drafts)))].sort()
  expect(namesInReadme(component, 'What it renders')).toEqual(expect.arrayContaining(names))
  expect(namesInReadme(component, 'What it renders').filter((each) => each.startsWith(component))).toEqual(names)
})

test.each(everything)('the README of %s lists its rules', (component) => {
  expect(namesInReadme(component, 'What it checks')).toEqual(rulesInCode(component))
})
