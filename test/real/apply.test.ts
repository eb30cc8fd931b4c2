import { loadAll } from 'js-yaml'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { JsonObject } from '../../engine/model/json.ts'
import { textAt } from '../../engine/model/json.ts'
import { HUB_CLUSTER } from '../../engine/model/plan.ts'
import { render } from '../../engine/stages/render.ts'
import { planOf, repositories } from '../examples/repository.ts'
import { abreast, applyTwice, refusals, removeAll, undecodable } from './apply.ts'
import { carriedBy, clustersOf, policiesOn, templatesOf, withoutTemplates } from './rendered-objects.ts'
import type { Cluster } from './testbed/cluster.ts'
import { hasRecordedCrds } from './testbed/crds.ts'
import type { Platform } from './testbed/platform.ts'
import { startPlatform } from './testbed/platform.ts'

/** Kinds without a published definition at hand; the policies only look at them. */
const UNSERVED = new Set(['policy.open-cluster-management.io/v1 CertificatePolicy', 'submariner.io/v1 Gateway'])
const state: { platform?: Platform; member?: Cluster | undefined } = {}

if (!hasRecordedCrds) console.warn('no recorded CustomResourceDefinitions: rendered objects are not applied')

beforeAll(async () => {
  if (!hasRecordedCrds) return
  state.platform = await startPlatform({ members: ['member'] })
  state.member = state.platform.members.get('member')
})
afterAll(async () => state.platform?.stop())

describe.skipIf(!hasRecordedCrds).each([...repositories.keys()])('%s', (name) => {
  const plan = planOf(name)

  test('the hub takes every rendered object, twice', async () => {
    const hub = started(state.platform).hub
    const objects = [...render(plan, '0.0.0')].flatMap(([file, text]) =>
      file.endsWith('.yaml') && file !== 'kustomization.yaml' ? (loadAll(text) as JsonObject[]) : [],
    )
    expect(objects.length).toBeGreaterThan(10)
    await expectAccepted(hub, objects)
  })

  test.each(clustersOf(plan))('%s takes every object that its policies create, twice', async (cluster) => {
    const carried = policiesOn(plan, cluster).flatMap(carriedBy)
    const created = carried.filter((each) => each.role === 'desired' && each.complianceType !== 'mustnothave')
    const objects = created.map((each) => withoutTemplates(each.object))
    expect(objects.length).toBeGreaterThan(0)
    await expectAccepted(serverOf(cluster), objects)
  })

  test.each(clustersOf(plan))('%s takes every policy template', async (cluster) => {
    const templates = policiesOn(plan, cluster)
      .flatMap((each) => templatesOf(each, cluster))
      .filter(isServed)
    expect(templates.length).toBeGreaterThan(0)
    await makeNamespaces(serverOf(cluster), templates)
    expect(await refusals(serverOf(cluster), templates)).toEqual([])
  })

  test.each(clustersOf(plan))('what only looks at %s names fields that exist', async (cluster) => {
    const carried = policiesOn(plan, cluster).flatMap(carriedBy)
    const looked = carried.filter((each) => each.role !== 'desired').map((each) => withoutTemplates(each.object))
    const named = looked.filter((each) => textAt(each, 'metadata', 'name') !== undefined)
    expect(await undecodable(serverOf(cluster), named.filter(isServed))).toEqual([])
  })
})

describe.skipIf(!hasRecordedCrds)('the servers refuse', () => {
  const plan = planOf('reference')
  const invented = (object: JsonObject): JsonObject => ({
    ...object,
    spec: { ...(object.spec as JsonObject), invented: 1 },
  })
  test.each(['StatefulSet', 'Certificate', 'ConfigurationPolicy'])('an invented field of a %s', async (kind) => {
    const all = policiesOn(plan, 'cluster1').flatMap((each) => [
      ...templatesOf(each, 'cluster1'),
      ...carriedBy(each).flatMap((carried) => (carried.role === 'desired' ? [withoutTemplates(carried.object)] : [])),
    ])
    const object = all.find((each) => each.kind === kind)
    if (!object) throw new Error(`the reference has no ${kind}`)
    await makeNamespaces(serverOf('cluster1'), [object])
    expect((await applyTwice(serverOf('cluster1'), [invented(object)])).refused.join()).toContain('invented')
    expect((await undecodable(serverOf('cluster1'), [invented(object)])).join()).toContain('invented')
  })
})

/** Applies, asserts, and takes everything away whatever came of it, so that one refusal is told once. */
async function expectAccepted(cluster: Cluster, objects: readonly JsonObject[]): Promise<void> {
  await makeNamespaces(cluster, objects)
  try {
    expect(await applyTwice(cluster, objects)).toEqual({ refused: [], changed: [] })
  } finally {
    await removeAll(cluster, objects)
  }
}

/** Namespaces that an object is in and that no policy makes: on OpenShift, or by an operator, they are there. */
async function makeNamespaces(cluster: Cluster, objects: readonly JsonObject[]): Promise<void> {
  const named = new Set(objects.flatMap((each) => textAt(each, 'metadata', 'namespace') ?? []))
  const made = new Set(objects.flatMap((each) => (each.kind === 'Namespace' ? [textAt(each, 'metadata', 'name')] : [])))
  const there = [...named].filter((each) => !made.has(each))
  const namespaces = there.map((each) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: each } }))
  await abreast(namespaces, (each) => cluster.apply(each, { manager: 'openshift', force: true }))
}

function isServed(object: JsonObject): boolean {
  return !UNSERVED.has(`${textAt(object, 'apiVersion')} ${textAt(object, 'kind')}`)
}

/** The hub is itself; every member is played by one server, from which everything is taken away between them. */
function serverOf(cluster: string): Cluster {
  return cluster === HUB_CLUSTER ? started(state.platform).hub : started(state.member)
}

function started<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the test bed is not there')
  return value
}
