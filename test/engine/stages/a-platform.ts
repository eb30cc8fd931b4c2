import type { Component } from '../../../engine/model/component.ts'
import type { Cluster, Environment } from '../../../engine/model/environment.ts'
import type { ExpandInput } from '../../../engine/model/expansion.ts'
import type { PolicyPlacement } from '../../../engine/model/policy-placement.ts'
import { schemaOf } from '../../../engine/model/schema.ts'

/** A cluster with networks of its own, by position. */
export function aCluster(index: number, change: Partial<Cluster> = {}): Cluster {
  const region = `region-${index}`
  return {
    name: `c${index}`,
    cloud: 'aws',
    region,
    zones: [`${region}a`, `${region}b`, `${region}c`],
    labels: {},
    network: {
      pods: `10.${128 + 4 * index}.0.0/14`,
      services: `172.${20 + index}.0.0/16`,
      machines: `10.${index}.0.0/16`,
      hostPrefix: 23,
    },
    ...change,
  }
}

export function anEnvironment(
  clusters: readonly Cluster[],
  components: Record<string, Record<string, unknown>> = {},
): Environment {
  return {
    apiVersion: 'isthmus.dev/v1alpha1',
    kind: 'Environment',
    metadata: { name: 'env' },
    spec: {
      hub: { namespace: 'isthmus-env', clusterSet: 'env' },
      domain: { base: 'example.com' },
      survive: 'region',
      production: true,
      rendering: 'concrete',
      clusters: [...clusters],
      components,
    },
  }
}

export function aPlacement(change: Partial<PolicyPlacement['spec']> = {}): PolicyPlacement {
  return {
    apiVersion: 'isthmus.dev/v1alpha1',
    kind: 'PolicyPlacement',
    metadata: { name: 'all' },
    spec: {
      environment: 'env',
      policies: ['sample'],
      clusters: { all: true },
      api: 'PlacementRule',
      remediationAction: 'inform',
      rollout: 'by-region',
      ...change,
    },
  }
}

/** A component with one policy a target: a hub ConfigMap, and on each cluster a ConfigMap that may say its region. */
export function aComponent(change: Partial<Component> & { says?: 'same' | 'region' } = {}): Component {
  const { says = 'same', ...rest } = change
  return {
    name: 'sample',
    summary: 'a sample',
    needs: [],
    stateful: false,
    settings: schemaOf({ type: 'object' }),
    check: () => [],
    expand: ({ clusters, from }) => [
      {
        name: 'sample-hub',
        description: 'on the hub',
        target: 'hub',
        severity: 'low',
        templates: [
          {
            kind: 'configuration',
            name: 'map',
            role: 'desired',
            objects: [{ complianceType: 'musthave', object: aMap('hub', 'x') }],
          },
        ],
      },
      ...clusters.map((cluster) => ({
        name: 'sample',
        description: 'on a member',
        target: { cluster: cluster.name },
        severity: 'high' as const,
        templates: [
          {
            kind: 'configuration' as const,
            name: 'served',
            role: 'fact' as const,
            objects: [{ complianceType: 'musthave' as const, object: aMap('fact', 'x') }],
          },
          {
            kind: 'configuration' as const,
            name: 'map',
            role: 'desired' as const,
            after: ['served'],
            objects: [
              {
                complianceType: 'musthave' as const,
                object: {
                  ...aMap('member', 'x'),
                  data: { region: says === 'same' ? 'one' : from.cluster(cluster.name).region },
                },
              },
            ],
          },
        ],
      })),
    ],
    ...rest,
  }
}

function aMap(name: string, value: string) {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'app' }, data: { value } }
}

export function anInput(
  environment: Environment,
  placements: readonly PolicyPlacement[],
  components: readonly Component[],
): ExpandInput {
  return {
    environment: { value: environment, origin: { file: 'environments/env.yaml', document: 0, pointer: '' } },
    placements: placements.map((value) => ({
      value,
      origin: { file: 'placements/env.yaml', document: 0, pointer: '' },
    })),
    catalog: { apiVersion: 'isthmus.dev/v1alpha1', kind: 'Catalog', images: {}, operators: {} },
    components,
    authored: [],
  }
}
