import { describe, expect, test } from 'vitest'
import type { Environment } from '../../../engine/model/environment.ts'
import type { ClusterSelection } from '../../../engine/model/policy-placement.ts'
import { labelsOf, normalizeSelector, selectClusters } from '../../../engine/model/selection.ts'

const network = { pods: '10.128.0.0/14', services: '172.28.0.0/16', machines: '10.0.0.0/16', hostPrefix: 23 }
const environment: Environment = {
  apiVersion: 'isthmus.dev/v1alpha1',
  kind: 'Environment',
  metadata: { name: 'gdw' },
  spec: {
    hub: { namespace: 'isthmus-gdw', clusterSet: 'gdw' },
    domain: { base: 'example.com' },
    survive: 'region',
    production: true,
    rendering: 'concrete',
    clusters: [
      { name: 'one', cloud: 'aws', region: 'us-east-1', zones: [], labels: { tier: 'core' }, network },
      { name: 'two', cloud: 'azure', region: 'eastus', zones: [], labels: {}, network },
      { name: 'three', cloud: 'other', region: 'attic', zones: [], labels: { tier: 'edge', name: 'forged' }, network },
    ],
    components: {},
  },
}

const labels = (matchLabels: Readonly<Record<string, string>>): ClusterSelection => ({ selector: { matchLabels } })
const expression = (
  key: string,
  operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist',
  values?: string[],
): ClusterSelection => ({
  selector: { matchExpressions: [{ key, operator, ...(values && { values }) }] },
})

describe('selectClusters', () => {
  test.each<[string, ClusterSelection, readonly string[]]>([
    ['all', { all: true }, ['one', 'two', 'three']],
    ['the hub', { hub: true }, ['local-cluster']],
    ['names, in the order of the environment', { names: ['three', 'one', 'nowhere'] }, ['one', 'three']],
    ['an empty selector', { selector: {} }, ['one', 'two', 'three']],
    ['a name', labels({ name: 'two' }), ['two']],
    ['a region', labels({ region: 'attic' }), ['three']],
    ['a cloud as RHACM labels it', labels({ cloud: 'Amazon' }), ['one']],
    ['a cloud by its word', labels({ cloud: 'azure' }), ['two']],
    ['the vendor', labels({ vendor: 'OpenShift' }), ['one', 'two', 'three']],
    ['the set', labels({ 'cluster.open-cluster-management.io/clusterset': 'gdw' }), ['one', 'two', 'three']],
    ['another set', labels({ 'cluster.open-cluster-management.io/clusterset': 'other' }), []],
    ['a label of one’s own', labels({ tier: 'core' }), ['one']],
    ['all of several labels', labels({ tier: 'core', region: 'eastus' }), []],
    ['a label that replaces none of ours', labels({ name: 'forged' }), []],
    ['In', expression('region', 'In', ['eastus', 'attic']), ['two', 'three']],
    ['In, by the word of a cloud', expression('cloud', 'In', ['gcp', 'aws']), ['one']],
    ['NotIn, which an absent label meets', expression('tier', 'NotIn', ['core']), ['two', 'three']],
    ['Exists', expression('tier', 'Exists'), ['one', 'three']],
    ['DoesNotExist', expression('tier', 'DoesNotExist'), ['two']],
    ['nothing', {}, []],
  ])('%s', (_, selection, expected) => {
    expect(selectClusters(environment, selection)).toEqual(expected)
  })
})

test('words of clouds become label values, other values stay', () => {
  const selector = {
    matchLabels: { cloud: 'aws', tier: 'aws' },
    matchExpressions: [{ key: 'cloud', operator: 'In' as const, values: ['gcp', 'Azure'] }],
  }
  expect(normalizeSelector(selector)).toEqual({
    matchLabels: { cloud: 'Amazon', tier: 'aws' },
    matchExpressions: [{ key: 'cloud', operator: 'In', values: ['Google', 'Azure'] }],
  })
})

test('labels of our own win over a person’s', () => {
  const [, , third] = environment.spec.clusters
  expect(third && labelsOf(environment, third).get('name')).toBe('three')
})
