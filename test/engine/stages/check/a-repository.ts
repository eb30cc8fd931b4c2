import { dump } from 'js-yaml'
import type { Expanded } from '../../../../engine/flows/expand-all.ts'
import { expandAll } from '../../../../engine/flows/expand-all.ts'
import { components } from '../../../../policies/index.ts'

/** An object whose single values tests change before it is written. */
export type Loose = { [key: string]: LooseValue }
export type LooseValue = Loose | LooseValue[] | string | number | boolean

const REGIONS = ['us-east-1', 'us-east-2', 'us-west-2', 'ca-central-1', 'eu-west-1']

export function aLooseCluster(i: number, region = REGIONS[i] ?? `region-${i}`): Loose {
  return {
    name: `cluster${i + 1}`,
    cloud: 'aws',
    region,
    zones: ['a', 'b', 'c'].map((zone) => `${region}${zone}`),
    network: {
      pods: `10.${128 + 4 * i}.0.0/14`,
      services: `172.${16 + i}.0.0/16`,
      machines: `10.${i}.0.0/16`,
    },
  }
}

/** The reference platform with `clusters` regions: every component, nothing but defaults. */
export function aLooseEnvironment(clusters = 3): Loose {
  return {
    apiVersion: 'isthmus.dev/v1alpha1',
    kind: 'Environment',
    metadata: { name: 'env' },
    spec: {
      hub: { namespace: 'isthmus-env', clusterSet: 'env' },
      domain: { base: 'example.com' },
      production: false,
      survive: 'region',
      clusters: Array.from({ length: clusters }, (_, i) => aLooseCluster(i)),
      components: {
        clusters: {},
        tunnel: {},
        certs: {},
        vault: {},
        database: { replicationFactor: 9 },
        loadbalancer: {},
      },
    },
  }
}

export function aLoosePlacement(environment: Loose): Loose {
  const used = Object.keys((environment.spec as Loose).components as Loose)
  return {
    apiVersion: 'isthmus.dev/v1alpha1',
    kind: 'PolicyPlacement',
    metadata: { name: 'everything' },
    spec: { environment: 'env', policies: used, clusters: { all: true } },
  }
}

export interface Written {
  readonly expanded: Expanded
  /** Text of a line of a file, from 1. */
  line(file: string, number: number): string
}

/** Writes the objects as the YAML files of a repository and runs the whole pipeline over them. */
export function run(files: Readonly<Record<string, Loose | Loose[] | string>>): Written {
  const sources = Object.entries(files).map(([path, content]) => ({ path, text: textOf(content) }))
  return {
    expanded: expandAll({ files: sources, findings: [] }, components),
    line: (file, number) => sources.find((each) => each.path === file)?.text.split('\n')[number - 1] ?? '',
  }
}

function textOf(content: Loose | Loose[] | string): string {
  if (typeof content === 'string') return content
  return Array.isArray(content) ? content.map((each) => dump(each)).join('---\n') : dump(content)
}

export function runEnvironment(environment: Loose, more: Readonly<Record<string, Loose | string>> = {}): Written {
  return run({ 'environments/env.yaml': environment, 'placements/env.yaml': aLoosePlacement(environment), ...more })
}
