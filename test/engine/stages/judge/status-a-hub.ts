import type { DriftReport } from '../../../../engine/model/drift.ts'
import type { Json, JsonObject } from '../../../../engine/model/json.ts'
import { textAt } from '../../../../engine/model/json.ts'
import type { ClusterObservation, HubObservation } from '../../../../engine/model/observation.ts'
import type { Rendered } from '../../../../engine/model/rendered.ts'
import { compare } from '../../../../engine/stages/compare.ts'
import { judge } from '../../../../engine/stages/judge.ts'
import { readHub } from '../../../../engine/stages/read-hub.ts'

export const NAMESPACE = 'isthmus-gdw'
export const NOW = '2026-03-04T06:00:00Z'
export const POLICY_API = 'policy.open-cluster-management.io/v1'

export interface TemplateSketch {
  readonly name: string
  readonly role?: string
  readonly objects?: readonly JsonObject[]
  readonly spec?: JsonObject
}

export function configMap(name: string, data: JsonObject = {}, namespace = 'shop'): JsonObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data }
}

export function template({
  name,
  role,
  objects = [configMap('settings', { level: 'info' })],
  spec,
}: TemplateSketch): JsonObject {
  return {
    objectDefinition: {
      apiVersion: POLICY_API,
      kind: 'ConfigurationPolicy',
      metadata: { name, annotations: { 'isthmus.dev/role': role ?? 'desired' } },
      spec: {
        remediationAction: role === undefined ? 'inform' : 'InformOnly',
        'object-templates': objects.map((objectDefinition) => ({ complianceType: 'musthave', objectDefinition })),
        ...spec,
      },
    },
  }
}

export function rootPolicy(name: string, templates: readonly JsonObject[], spec: JsonObject = {}): JsonObject {
  return {
    apiVersion: POLICY_API,
    kind: 'Policy',
    metadata: { name, namespace: NAMESPACE, labels: { 'isthmus.dev/environment': 'gdw' } },
    spec: { disabled: false, remediationAction: 'inform', 'policy-templates': templates, ...spec },
  }
}

/** What was merged: the policies on c1 and c2, with one PlacementRule and its binding. */
export function aRendered(policies: readonly JsonObject[], clusters: readonly string[] = ['c1', 'c2']): Rendered {
  const metadata = { name: 'members', namespace: NAMESPACE }
  const key = 'cluster.open-cluster-management.io/clusterset'
  return {
    environment: 'gdw',
    version: '',
    clusters: clusters.map((name) => ({ name, cloud: 'aws', region: name })),
    policies: policies.map((object) => {
      const name = textAt(object, 'metadata', 'name') ?? ''
      return { name, component: 'shop', stateful: false, clusters, object, file: `rendered/gdw/${name}.yaml` }
    }),
    others: [
      {
        apiVersion: 'apps.open-cluster-management.io/v1',
        kind: 'PlacementRule',
        metadata,
        spec: { clusterSelector: { matchExpressions: [{ key, operator: 'In', values: ['gdw'] }] } },
      },
      {
        apiVersion: POLICY_API,
        kind: 'PlacementBinding',
        metadata,
        placementRef: { apiGroup: 'apps.open-cluster-management.io', kind: 'PlacementRule', name: 'members' },
        subjects: policies.map((each) => ({
          apiGroup: 'policy.open-cluster-management.io',
          kind: 'Policy',
          name: textAt(each, 'metadata', 'name') ?? '',
        })),
      },
      {
        apiVersion: 'cluster.open-cluster-management.io/v1beta2',
        kind: 'ManagedClusterSetBinding',
        metadata: { name: 'gdw', namespace: NAMESPACE },
        spec: { clusterSet: 'gdw' },
      },
    ],
  }
}

export interface Told {
  readonly template: string
  /** `time message`, newest first. */
  readonly history: readonly (readonly [time: string, message: string])[]
}

/** The copy of a root Policy in a cluster's namespace, with the status that its agents reported. */
export function replica(
  root: JsonObject,
  cluster: string,
  told: readonly Told[],
  changedAt = '2026-03-04T00:00:00Z',
): JsonObject {
  const name = `${NAMESPACE}.${textAt(root, 'metadata', 'name') ?? ''}`
  const details = told.map(({ template: each, history }) => ({
    templateMeta: { name: each },
    compliant: /^(\w+)/.exec(history[0]?.[1] ?? '')?.[1] ?? '',
    history: history.map(([lastTimestamp, message]) => ({ lastTimestamp, message, eventName: 'e' })),
  }))
  return {
    apiVersion: POLICY_API,
    kind: 'Policy',
    metadata: {
      name,
      namespace: cluster,
      labels: { 'policy.open-cluster-management.io/root-policy': name },
      managedFields: [{ manager: 'propagator', operation: 'Update', time: changedAt, fieldsV1: { 'f:spec': {} } }],
    },
    spec: root.spec ?? null,
    ...(told.length > 0 ? { status: { details } } : {}),
  }
}

export function managedCluster(
  name: string,
  more: { readonly available?: string; readonly labels?: JsonObject } = {},
): JsonObject {
  const condition = {
    type: 'ManagedClusterConditionAvailable',
    status: more.available ?? 'True',
    lastTransitionTime: '2026-03-04T05:00:00Z',
    message: 'Registration agent stopped updating its lease.',
  }
  return {
    apiVersion: 'cluster.open-cluster-management.io/v1',
    kind: 'ManagedCluster',
    metadata: { name, labels: { 'cluster.open-cluster-management.io/clusterset': 'gdw', ...more.labels } },
    status: { conditions: [condition] },
  }
}

/** The merged objects as a hub has them once they are synced and decided. */
export function deliveredTo(rendered: Rendered): readonly JsonObject[] {
  const clusters = rendered.clusters.map((each) => each.name)
  const decisions = clusters.map((clusterName): Json => ({ clusterName, clusterNamespace: clusterName }))
  return [
    ...rendered.policies.map((each) => each.object),
    ...rendered.others.map((each) => (each.kind === 'PlacementRule' ? { ...each, status: { decisions } } : each)),
    ...clusters.map((each) => managedCluster(each)),
  ]
}

export function hubOf(objects: readonly JsonObject[], more: Partial<HubObservation> = {}): HubObservation {
  const listed = ['Policy', 'PlacementRule', 'PlacementBinding', 'ManagedCluster', 'ManagedClusterSetBinding']
  return { objects, listed, shortfalls: [], asOf: NOW, ...more }
}

/** The report on a look at the hub, with further clusters seen themselves. */
export function reportOn(
  rendered: Rendered,
  hub: HubObservation,
  seen: readonly ClusterObservation[] = [],
): DriftReport {
  const unseen = rendered.clusters
    .filter(({ name }) => seen.every((each) => each.cluster !== name))
    .map(({ name: cluster }): ClusterObservation => ({ cluster, state: 'unknown', reason: '', lastSeen: null }))
  return judge({
    rendered,
    observation: readHub({ source: 'hub', observedAt: NOW, clusters: [...seen, ...unseen], hub }, NAMESPACE),
    compare: (definition, objects) => compare(definition, objects, { server: 'live' }),
    sourceOf: () => ({ file: 'environments/gdw.yaml', line: 1 }),
    memory: { firstSeen: new Map(), lastSeen: new Map() },
  })
}
