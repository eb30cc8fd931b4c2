import { expect } from 'vitest'
import { expandAll } from '../../../../engine/flows/expand-all.ts'
import type { Imported } from '../../../../engine/flows/import.ts'
import { importPlatform } from '../../../../engine/flows/import.ts'
import type { DriftReport } from '../../../../engine/model/drift.ts'
import type { SeenCluster } from '../../../../engine/model/imported.ts'
import type { Json, JsonObject } from '../../../../engine/model/json.ts'
import type { Observation, Source } from '../../../../engine/model/observation.ts'
import { compare } from '../../../../engine/stages/compare.ts'
import { judge } from '../../../../engine/stages/judge.ts'
import { renderedOf } from '../../../../engine/stages/read-rendered.ts'
import { parseYaml } from '../../../../engine/stages/render/yaml.ts'
import { components } from '../../../../policies/index.ts'

export const NOW = '2026-03-04T05:06:07Z'
export const REGIONS = { east: 'us-east-1', mid: 'us-east-2', west: 'us-west-2' } as const
export const SET = 'cluster.open-cluster-management.io/clusterset'

export function object(
  apiVersion: string,
  kind: string,
  name: string,
  rest: JsonObject = {},
  metadata: JsonObject = {},
): JsonObject {
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      uid: '00000000-0000-4000-8000-000000000000',
      resourceVersion: '7',
      managedFields: [{ manager: 'kubectl', operation: 'Update', fieldsV1: {} }],
      ...metadata,
    },
    ...rest,
  }
}

export function managedCluster(name: string, region: string, set = 'shop'): JsonObject {
  return object(
    'cluster.open-cluster-management.io/v1',
    'ManagedCluster',
    name,
    { spec: { hubAcceptsClient: true } },
    {
      labels: { cloud: 'Amazon', vendor: 'OpenShift', name, region, ...(set === '' ? {} : { [SET]: set }) },
    },
  )
}

/** A Vault of three in a namespace, as its chart installs it, with peers in all regions. */
export function vault(cluster: string, namespace = 'vault'): readonly JsonObject[] {
  const peers = Object.keys(REGIONS).map(
    (each) =>
      `retry_join { leader_api_addr = "https://vault-0.${each}.vault-internal.${namespace}.svc.clusterset.local:8200" }`,
  )
  const hcl = `storage "raft" {\n  path = "/vault/data"\n  ${peers.join('\n  ')}\n}\nseal "awskms" { region = "${REGIONS[cluster as keyof typeof REGIONS] ?? 'us-east-1'}" kms_key_id = "mrk-1" }\n`
  const pod = {
    serviceAccountName: 'vault',
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { topologyKey: 'topology.kubernetes.io/zone', labelSelector: {} },
        ],
      },
    },
    volumes: [{ name: 'config', configMap: { name: 'vault-config', defaultMode: 420 } }],
    containers: [
      {
        name: 'vault',
        image: 'hashicorp/vault:1.20.0',
        command: ['vault', 'server'],
        env: [
          {
            name: 'VAULT_CLUSTER_ADDR',
            value: `https://$(HOSTNAME).${cluster}.vault-internal.${namespace}.svc.clusterset.local:8201`,
          },
        ],
      },
    ],
  }
  const there = { namespace }
  return [
    object('v1', 'ServiceAccount', 'vault', {}, there),
    object('v1', 'ConfigMap', 'vault-config', { data: { 'config.hcl': hcl } }, there),
    object(
      'v1',
      'Service',
      'vault-internal',
      {
        spec: {
          clusterIP: 'None',
          publishNotReadyAddresses: true,
          ports: [{ name: 'https', port: 8200, protocol: 'TCP' }],
        },
      },
      there,
    ),
    object(
      'apps/v1',
      'StatefulSet',
      'vault',
      {
        spec: {
          serviceName: 'vault-internal',
          replicas: 3,
          template: { metadata: { creationTimestamp: null }, spec: pod },
        },
        status: { replicas: 3, readyReplicas: 3 },
      },
      there,
    ),
    object('multicluster.x-k8s.io/v1alpha1', 'ServiceExport', 'vault-internal', {}, there),
  ]
}

/** Three clusters of the set `shop` with a Vault each, and their hub. */
export function shop(): readonly SeenCluster[] {
  const members = Object.entries(REGIONS)
  return [
    { name: 'local-cluster', objects: members.map(([name, region]) => managedCluster(name, region)) },
    ...members.map(([name]) => ({ name, objects: vault(name) })),
  ]
}

/** A source over clusters in memory; what is not among them is unknown. */
export function sourceOf(clusters: readonly SeenCluster[]): Source {
  return {
    name: 'memory',
    observe: async (names, observedAt) => observationOf(clusters, names, observedAt),
  }
}

function observationOf(clusters: readonly SeenCluster[], names: readonly string[], observedAt: string): Observation {
  return {
    source: 'memory',
    observedAt,
    clusters: names.map((cluster) => {
      const found = clusters.find((each) => each.name === cluster)
      return found
        ? { cluster, state: 'seen' as const, observedAt, objects: found.objects, problems: [] }
        : { cluster, state: 'unknown' as const, reason: `no folder ${cluster}`, lastSeen: null }
    }),
  }
}

export async function imported(clusters: readonly SeenCluster[], environment?: string): Promise<Imported> {
  return await importPlatform({
    source: sourceOf(clusters),
    clusters: clusters.map((each) => each.name),
    components,
    environment,
    now: NOW,
  })
}

/** What `isthmus drift` says of the clusters after the files were expanded and merged. */
export function driftOf({ files }: Imported, clusters: readonly SeenCluster[]): DriftReport {
  const expanded = expandAll({ files, findings: [] }, components)
  expect(expanded.findings.filter((each) => each.severity === 'error')).toEqual([])
  const [environment] = expanded.environments
  if (!environment) throw new Error('nothing was expanded')
  const rendered = renderedOf(environment.plan)
  const placed = rendered.policies.flatMap((each) => each.clusters)
  const names = [...new Set([...rendered.clusters.map((each) => each.name), ...placed])]
  return judge({
    rendered,
    observation: observationOf(clusters, names, NOW),
    compare: (template, objects) => compare(template, objects, { parseYaml, server: 'live' }),
    sourceOf: () => ({ file: '', line: 1 }),
    memory: { firstSeen: new Map(), lastSeen: new Map() },
  })
}

/** The environment that was written. */
export function environmentOf({ files }: Imported): Json {
  const found = files.find((each) => each.path.startsWith('environments/'))
  return found ? parseYaml(found.text) : null
}
