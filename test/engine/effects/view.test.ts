import { describe, expect, test } from 'vitest'
import { viewViolations } from '../../../engine/effects/view.ts'
import { Failure } from '../../../engine/model/failure.ts'
import type { JsonObject } from '../../../engine/model/json.ts'
import type { Observation, Source } from '../../../engine/model/observation.ts'
import { compare } from '../../../engine/stages/compare.ts'
import { judge } from '../../../engine/stages/judge.ts'
import { readHub } from '../../../engine/stages/read-hub.ts'
import {
  aRendered,
  configMap,
  deliveredTo,
  hubOf,
  NAMESPACE,
  NOW,
  replica,
  rootPolicy,
  template,
} from '../stages/judge/status-a-hub.ts'

const secret: JsonObject = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 's', namespace: 'shop' },
  data: { a: 'eA==' },
}
const policy = rootPolicy('shop', [
  template({ name: 'settings', objects: [configMap('settings', { level: 'info' })] }),
  template({ name: 'fine', objects: [configMap('fine')] }),
  template({ name: 'login', objects: [secret] }),
])
const rendered = aRendered([policy], ['c1'])
const says = (message: string) => [[NOW, message]] as const
const told = [
  {
    template: 'settings',
    history: says('NonCompliant; violation - configmaps [settings] found but not as specified in namespace shop'),
  },
  {
    template: 'fine',
    history: says('Compliant; notification - configmaps [fine] found as specified in namespace shop'),
  },
  { template: 'login', history: says('NonCompliant; violation - secrets [s] not found in namespace shop') },
]

async function reportBy(view: NonNullable<Source['view']>) {
  const asked: string[] = []
  const source: Source = {
    name: 'hub',
    observe: () => Promise.reject(new Error('not asked')),
    view: (viewed) => {
      const { cluster, object } = viewed
      asked.push(`${cluster} ${object.kind} ${object.name}`)
      return view(viewed)
    },
  }
  const hub = hubOf([...deliveredTo(rendered), replica(policy, 'c1', told)])
  const unseen = { cluster: 'c1', state: 'unknown', reason: '', lastSeen: null } as const
  const look: Observation = readHub({ source: 'hub', observedAt: NOW, clusters: [unseen], hub }, NAMESPACE)
  const report = judge({
    rendered,
    observation: await viewViolations(source, rendered, look),
    compare: (definition, objects) => compare(definition, objects, { server: 'live' }),
    sourceOf: () => ({ file: 'x', line: 1 }),
    memory: { firstSeen: new Map(), lastSeen: new Map() },
  })
  return {
    asked,
    report,
    drifts: report.drifts.map((each) => `${each.object.kind} ${each.fields.map((one) => one.observed)}`).sort(),
  }
}

describe('views of what is violated', () => {
  test('give its fields; what is compliant is not read, and Secrets keep to their status', async () => {
    const { asked, drifts, report } = await reportBy(async () => configMap('settings', { level: 'debug' }))
    expect(asked).toEqual(['c1 ConfigMap settings'])
    expect(drifts).toEqual(['ConfigMap debug', 'Secret '])
    expect(report).toMatchObject({ clusters: [{ state: 'drifted' }], notEvaluated: [] })
  })

  test('that fail leave the status as it was', async () => {
    const { drifts } = await reportBy(async () => {
      throw new Failure('cluster/timeout', 'no answer', { hint: 'look' })
    })
    expect(drifts).toEqual(['ConfigMap ', 'Secret '])
  })

  test('an object that was put right meanwhile is no drift any more, one that is gone is', async () => {
    expect((await reportBy(async () => configMap('settings', { level: 'info' }))).drifts).toEqual(['Secret '])
    const { report } = await reportBy(async () => null)
    expect(report.drifts.map((each) => `${each.object.kind} ${each.change}`).sort()).toEqual([
      'ConfigMap missing',
      'Secret missing',
    ])
  })
})
