import { describe, expect, test } from 'vitest'
import { overwritesOf } from '../../../engine/flows/overwrites.ts'
import type { JsonObject } from '../../../engine/model/json.ts'
import type { ClusterObservation } from '../../../engine/model/observation.ts'
import { parseYaml } from '../../../engine/stages/render/yaml.ts'
import {
  aRendered,
  configMap,
  hubOf,
  managedCluster,
  NOW,
  replica,
  rootPolicy,
  template,
} from '../stages/judge/status-a-hub.ts'

const FOUND = 'Compliant; notification - configmaps [settings] found as specified in namespace shop'
const DIFFERS = 'NonCompliant; violation - configmaps [settings] found but not as specified in namespace shop'

type Spec = readonly JsonObject[]

const root = (action: string, objects: Spec, spec: JsonObject = {}) =>
  rootPolicy('shop', [template({ name: 'settings', objects, spec: { remediationAction: action, ...spec } })], {
    remediationAction: action,
  })

interface Scene {
  readonly before: Spec
  readonly after: Spec
  /** What is on the cluster; absent: only the hub is asked. */
  readonly seen?: readonly JsonObject[]
  readonly said?: string
  readonly spec?: JsonObject
}

async function overwrites({ before, after, seen, said, spec }: Scene) {
  const told = said === undefined ? [] : [{ template: 'settings', history: [[NOW, said] as const] }]
  const cluster: ClusterObservation = seen
    ? { cluster: 'c1', state: 'seen', observedAt: NOW, objects: seen, problems: [] }
    : { cluster: 'c1', state: 'unknown', reason: '', lastSeen: null }
  const asks = root('inform', before)
  const hub = hubOf([asks, replica(asks, 'c1', told), managedCluster('c1')])
  const shop = {
    policy: 'shop',
    component: 'shop',
    change: 'changed',
    clusters: ['c1'],
    gained: [],
    lost: [],
    objectsAdded: [],
    objectsRemoved: [],
    fields: [],
    risks: [{ kind: 'newly-enforced', message: '', clusters: ['c1'] }],
  } as const
  const found = await overwritesOf(
    { environment: 'gdw', policies: [shop], removals: [], others: [] },
    aRendered([root('enforce', after, spec)], ['c1']),
    {
      source: {
        name: 'test',
        observe: async () => ({ source: 'test', observedAt: NOW, clusters: [cluster], hub }),
      },
      parseYaml,
      now: NOW,
    },
  )
  const drifts = found?.drifts.map((each) => [each.object.name, ...each.fields.map((one) => one.pointer)])
  return { drifts, notEvaluated: found?.notEvaluated }
}

const settings = (level: string) => [configMap('settings', { level })]

describe('what a change would overwrite where it enforces', () => {
  test.each([
    [
      'the objects count, though the hub found them as the old form asks',
      { before: settings('info'), after: settings('debug'), seen: settings('info'), said: FOUND },
      { drifts: [['settings', '/data/level']], notEvaluated: 0 },
    ],
    [
      'nothing where they are as asked, whatever the hub said before',
      { before: settings('info'), after: settings('debug'), seen: settings('debug'), said: DIFFERS },
      { drifts: [], notEvaluated: 0 },
    ],
    [
      'the hub alone tells which, where only the remediation changes',
      { before: settings('info'), after: settings('info'), said: DIFFERS },
      { drifts: [['settings']], notEvaluated: 0 },
    ],
    [
      'the hub alone tells that there is nothing',
      { before: settings('info'), after: settings('info'), said: FOUND },
      { drifts: [], notEvaluated: 0 },
    ],
    [
      'the hub alone cannot tell of what it does not ask for yet',
      { before: settings('info'), after: settings('debug'), said: FOUND },
      { drifts: [], notEvaluated: 1 },
    ],
  ])('%s', async (_, scene, expected) => {
    expect(await overwrites(scene)).toEqual(expected)
  })

  const role = (spec: JsonObject): JsonObject => ({
    apiVersion: 'redhatcop.redhat.io/v1alpha1',
    kind: 'PKISecretEngineRole',
    metadata: { name: 'role', namespace: 'shop' },
    spec: { path: 'pki', ...spec },
  })
  const strict = (objects: Spec): JsonObject => ({
    'object-templates': objects.map((objectDefinition) => ({ complianceType: 'mustonlyhave', objectDefinition })),
  })

  test.each([
    ['a default that the server fills in again within the write is no overwriting', { keyBits: 2048 }, []],
    ['any other value nobody asked for is', { keyBits: 4096 }, [['role', '/spec/keyBits']]],
  ])('%s', async (_, there, drifts) => {
    const after = [role({})]
    const scene = { before: settings('info'), after, seen: [role(there)], said: DIFFERS, spec: strict(after) }
    expect(await overwrites(scene)).toEqual({ drifts, notEvaluated: 0 })
  })

  test('a number of replicas that an autoscaler owns is, since RHACM does not know of noise', async () => {
    const stateful = (replicas: number): JsonObject => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { replicas },
    })
    const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }
    const scaler: JsonObject = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { minReplicas: 1, maxReplicas: 9, scaleTargetRef: target },
    }
    const after = [stateful(3)]
    expect(await overwrites({ before: after, after, seen: [stateful(5), scaler], said: DIFFERS })).toEqual({
      drifts: [['web', '/spec/replicas']],
      notEvaluated: 0,
    })
  })
})
