import { readFileSync } from 'node:fs'
import { deliveredObjects } from '../../../../../engine/commands/demo/clusters.ts'
import { expandAll } from '../../../../../engine/flows/expand-all.ts'
import type { DriftReport } from '../../../../../engine/model/drift.ts'
import type { Json, JsonObject } from '../../../../../engine/model/json.ts'
import { isObject, listAt, textAt } from '../../../../../engine/model/json.ts'
import { keyOf } from '../../../../../engine/model/kube.ts'
import type { NoiseRule } from '../../../../../engine/model/noise-rules/noise-rule.ts'
import type { Rendered, RenderedPolicy } from '../../../../../engine/model/rendered.ts'
import { compare } from '../../../../../engine/stages/compare.ts'
import { judge } from '../../../../../engine/stages/judge.ts'
import { renderedOf } from '../../../../../engine/stages/read-rendered.ts'
import { parseYaml } from '../../../../../engine/stages/render/yaml.ts'
import { components } from '../../../../../policies/index.ts'

export const DELIVERED_AT = '2026-01-01T00:00:00Z'
export const OBSERVED_AT = '2026-03-01T00:00:00Z'

export type Fleet = ReadonlyMap<string, readonly JsonObject[]>

/** What the reference asks for, and besides three objects that must not exist anywhere. */
export function referencePlan(): Rendered {
  const files = ['environments/gdw.yaml', 'placements/gdw.yaml'].map((path) => ({
    path,
    text: readFileSync(path, 'utf8'),
  }))
  const [environment] = expandAll({ files, findings: [] }, components).environments
  if (!environment) throw new Error('the reference does not expand')
  const rendered = renderedOf(environment.plan)
  return { ...rendered, policies: [...rendered.policies, guard(rendered.clusters.map((each) => each.name))] }
}

export const FORBIDDEN: readonly JsonObject[] = [
  { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'kubeadmin', namespace: 'kube-system' } },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: { name: 'self-provisioners' } },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'debug', namespace: 'vault' } },
]

function guard(clusters: readonly string[]): RenderedPolicy {
  const templates = FORBIDDEN.map((objectDefinition) => ({ complianceType: 'mustnothave', objectDefinition }))
  const definition = {
    apiVersion: 'policy.open-cluster-management.io/v1',
    kind: 'ConfigurationPolicy',
    metadata: { name: 'guard' },
    spec: { remediationAction: 'inform', severity: 'high', 'object-templates': templates },
  }
  const object = { spec: { 'policy-templates': [{ objectDefinition: definition }] } }
  return { name: 'guard', component: 'guard', stateful: false, clusters, object, file: 'guard.yaml' }
}

export function deliver(rendered: Rendered): Fleet {
  const clusters = [...new Set(rendered.policies.flatMap((each) => each.clusters))]
  return new Map(clusters.map((each) => [each, deliveredObjects(rendered, each, DELIVERED_AT)]))
}

export function report(rendered: Rendered, fleet: Fleet, noise?: readonly NoiseRule[]): DriftReport {
  const clusters = [...fleet].map(([cluster, objects]) => ({
    cluster,
    state: 'seen' as const,
    observedAt: OBSERVED_AT,
    objects,
    problems: [],
  }))
  return judge({
    rendered,
    observation: { source: 'seeded', observedAt: OBSERVED_AT, clusters },
    compare: (template, objects) => compare(template, objects, { parseYaml, server: 'live' }),
    sourceOf: () => ({ file: 'environments/gdw.yaml', line: 1 }),
    memory: { firstSeen: new Map(), lastSeen: new Map() },
    ...(noise ? { noise } : {}),
  })
}

/** One object that a policy asks one cluster for, in full: nothing in it is left to a template on the hub. */
export interface Asked {
  readonly cluster: string
  readonly desired: JsonObject
  readonly type: 'musthave' | 'mustonlyhave'
  readonly id: string
}

export function askedIn(rendered: Rendered): readonly Asked[] {
  return rendered.policies.flatMap((policy) =>
    listAt(policy.object, 'spec', 'policy-templates').flatMap((template) => {
      const definition = isObject(template) ? template.objectDefinition : undefined
      if (textAt(definition, 'metadata', 'annotations', 'isthmus.dev/role') !== 'desired') return []
      return listAt(definition, 'spec', 'object-templates').flatMap((each) =>
        policy.clusters.flatMap((cluster) => askedOf(each, cluster, JSON.stringify(definition))),
      )
    }),
  )
}

function askedOf(template: Json, cluster: string, text: string): readonly Asked[] {
  const desired = isObject(template) ? template.objectDefinition : undefined
  const type = textAt(template, 'complianceType')
  // RHACM resolves templates for a whole definition, so one in a neighbour leaves this one undecided as well.
  if (!isObject(desired) || text.includes('{{') || (type !== 'musthave' && type !== 'mustonlyhave')) return []
  if (textAt(desired, 'metadata', 'name') === undefined) return []
  return [{ cluster, desired, type, id: idOf(desired) }]
}

export function idOf(object: JsonObject): string {
  const { kind, namespace, name } = keyOf(object)
  return `${kind} ${namespace}/${name}`
}
