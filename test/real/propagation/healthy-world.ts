import type { Json, JsonObject } from '../../../engine/model/json.ts'
import { at, isObject, listAt, textAt } from '../../../engine/model/json.ts'
import type { Rendered } from '../../../engine/model/rendered.ts'
import type { Cluster } from '../testbed/cluster.ts'
import { ApiError } from '../testbed/kube-client.ts'
import type { Platform } from '../testbed/platform.ts'
import { isSelected, labelsOf, nameOf } from './decide.ts'

/** What operators, nodes and probes write on a platform that is well, and what people owe: done. */
export const OPERATORS = 'operators'

/** Lets the world outside of the policies be as their health and action templates hope for. */
export async function makeHealthy(
  { hub, members }: Pick<Platform, 'hub' | 'members'>,
  rendered: Rendered,
): Promise<void> {
  const clusters: readonly Cluster[] = [hub, ...members.values()]
  await Promise.all(
    clusters.map(async (cluster) => {
      for (const object of await hopesOf(cluster, rendered)) await bring(cluster, object)
    }),
  )
}

/** One object for everything that a cluster's health and action templates say of it. */
async function hopesOf(cluster: Cluster, rendered: Rendered): Promise<readonly JsonObject[]> {
  const hopes = new Map<string, JsonObject>()
  const placed = rendered.policies.filter((each) => each.clusters.includes(cluster.name))
  for (const template of placed.flatMap((each) => listAt(each.object, 'spec', 'policy-templates'))) {
    const definition = at(template, 'objectDefinition')
    const role = textAt(definition, 'metadata', 'annotations', 'isthmus.dev/role')
    if (role !== 'health' && role !== 'action') continue
    for (const [i, each] of listAt(definition, 'spec', 'object-templates').entries()) {
      if (textAt(each, 'complianceType') === 'mustnothave') continue
      for (const object of await hoped(cluster, each, `${nameOf(definition ?? null)}-${i}`)) {
        const id = `${object.kind} ${textAt(object, 'metadata', 'namespace')} ${nameOf(object)}`
        hopes.set(id, together(hopes.get(id) ?? {}, object) as JsonObject)
      }
    }
  }
  return [...hopes.values()]
}

async function hoped(cluster: Cluster, template: Json, name: string): Promise<readonly JsonObject[]> {
  const text = JSON.stringify(at(template, 'objectDefinition') ?? {})
  const now = `${new Date().toISOString().slice(0, 19)}Z`
  const object = JSON.parse(text.replaceAll(/\{\{ if gt .*?\{\{ end \}\}/g, now)) as JsonObject
  const metadata = isObject(object.metadata) ? object.metadata : {}
  const selector = at(template, 'objectSelector')
  if (selector === undefined) return [{ ...object, metadata: { name, ...metadata } }]
  const all = await cluster.list(String(object.apiVersion), String(object.kind))
  return all
    .filter((each) => isSelected(selector, labelsOf(each)))
    .map((each) => ({
      ...object,
      metadata: { name: nameOf(each), namespace: textAt(each, 'metadata', 'namespace') ?? '' },
    }))
}

async function bring(cluster: Cluster, { status, ...object }: JsonObject): Promise<void> {
  const how = { manager: OPERATORS, force: true }
  const key = { apiVersion: String(object.apiVersion), kind: String(object.kind) }
  const place = textAt(object, 'metadata', 'namespace') ?? ''
  if (place !== '' && !(await cluster.get('v1', 'Namespace', '', place)))
    await cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: place } }, how)
  await cluster.apply({ ...REQUIRED[key.kind], ...object }, how)
  if (!isObject(status)) return
  const metadata = { name: nameOf(object), ...(place === '' ? {} : { namespace: place }) }
  const seen = { ...OBSERVED[key.kind], ...counted(whole(status)) }
  try {
    await cluster.applyStatus({ ...key, metadata, status: seen }, how)
  } catch (error) {
    // Some kinds have no status of its own to write to.
    if (!(error instanceof ApiError) || error.status !== 404) throw error
    await cluster.apply({ ...REQUIRED[key.kind], ...object, status: seen }, how)
  }
}

/** What the API wants of objects that others bring. */
const REQUIRED: Readonly<Record<string, JsonObject>> = {
  ManagedClusterAddOn: { spec: {} },
  ClusterVersion: { spec: { clusterID: '00000000-0000-4000-8000-000000000001' } },
  Network: { spec: {} },
  Deployment: {
    spec: {
      selector: { matchLabels: { app: 'operator' } },
      template: {
        metadata: { labels: { app: 'operator' } },
        spec: { containers: [{ name: 'operator', image: 'example.com/operator:1' }] },
      },
    },
  },
}

/** What the API wants of a status. */
const OBSERVED: Readonly<Record<string, JsonObject>> = {
  ClusterVersion: {
    availableUpdates: null,
    desired: { image: 'example.com/release:1', version: '4.20.1' },
    observedGeneration: 1,
    versionHash: 'none',
  },
}

/** A server refuses more ready replicas than there are. */
function counted(status: Json): JsonObject {
  const ready = at(status, 'readyReplicas')
  return { ...(ready === undefined ? {} : { replicas: ready }), ...(isObject(status) ? status : {}) }
}

/** Conditions as operators write them: with a time, a reason and a message. */
function whole(value: Json): Json {
  if (Array.isArray(value)) return value.map(whole)
  if (!isObject(value)) return value
  const entries = Object.entries(value).map(([key, each]): [string, Json] => [
    key,
    key === 'conditions' ? listAt(value, key).map(condition) : whole(each),
  ])
  return Object.fromEntries(entries)
}

function condition(value: Json): Json {
  const lastTransitionTime = `${new Date().toISOString().slice(0, 19)}Z`
  return { lastTransitionTime, reason: 'AsExpected', message: 'as expected', ...(isObject(value) ? value : {}) }
}

function together(a: Json | undefined, b: Json): Json {
  if (Array.isArray(a) && Array.isArray(b))
    return [
      ...a,
      ...b.filter(
        (each) => !a.some((one) => textAt(one, 'type') !== undefined && textAt(one, 'type') === textAt(each, 'type')),
      ),
    ]
  if (!isObject(a) || !isObject(b)) return b
  return { ...a, ...Object.fromEntries(Object.entries(b).map(([key, value]) => [key, together(a[key], value)])) }
}
