import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Drift, DriftReport } from '../../engine/model/drift.ts'
import type { JsonObject } from '../../engine/model/json.ts'
import { describeKey } from '../../engine/model/kube.ts'
import { pulls } from '../engine/commands/a-platform.ts'
import { read, write } from '../engine/commands/a-shell.ts'
import { FIRST_ROUND } from './drift/first-round.ts'
import { HARMLESS } from './drift/harmless.ts'
import type { ManualDrift } from './drift/manual-drift.ts'
import { SECOND_ROUND } from './drift/second-round.ts'
import { dump } from './propagation/dump.ts'
import { makeHealthy } from './propagation/healthy-world.ts'
import type { Scene } from './propagation/scene.ts'
import { deliver, startScene } from './propagation/scene.ts'
import type { Cluster } from './testbed/cluster.ts'

let scene: Scene
beforeAll(async () => {
  scene = await startScene()
})
afterAll(async () => await scene?.stop())

interface Looks {
  readonly hub: DriftReport
  readonly views: DriftReport
  readonly contexts: DriftReport
  readonly directory: DriftReport
}

/** One look by every source at the same state. */
async function looks(name: string): Promise<Looks> {
  await scene.propagation.settle()
  const folder = await dump(scene.platform, scene.rendered(), join(scene.root, name))
  const by = async (...args: readonly string[]) => (await scene.look('--from', ...args)).report
  return {
    hub: await by('hub'),
    views: await by('hub', '--views'),
    contexts: await by('contexts'),
    directory: await by(folder),
  }
}

const member = (name: string): Cluster => {
  const found = scene.platform.members.get(name)
  if (!found) throw new Error(`there is no member ${name}`)
  return found
}

const shown = (report: DriftReport) =>
  report.drifts
    .flatMap((each) => each.clusters.map((cluster) => `${cluster} ${describeKey(each.object)} ${each.change}`))
    .sort()

const states = (report: DriftReport) => report.clusters.map(({ name, state }) => `${name} ${state}`).sort()

/** What a source that sees objects must say of a drift. */
const facts = ({ object, change, fields, attribution }: Drift) => ({ object, change, fields, attribution })

describe('a platform as it was merged', () => {
  test('shows no drift by any source', async () => {
    const all = await looks('first')
    for (const [source, report] of Object.entries(all)) {
      const { drifts, undelivered, unhealthy } = report
      expect({ source, drifts: shown(report), undelivered, unhealthy }).toEqual({
        source,
        drifts: [],
        undelivered: [],
        unhealthy: [],
      })
      expect(drifts).toEqual([])
      expect(new Set(states(report).map((each) => each.split(' ')[1])), source).toEqual(new Set(['inSync']))
    }
    await scene.publish('--from', 'hub')
    expect(scene.takeAlerts()).toEqual([])
  })

  test('the hub is the inventory: every policy reaches the clusters that its placement means', async () => {
    const { selections = [], findings } = await scene.plan('--inventory', 'hub')
    expect(findings.filter((each) => each.rule.startsWith('selection/'))).toEqual([])
    const policies = selections.flatMap((each) => each.policies)
    expect(policies.length).toBeGreaterThan(20)
    for (const { policy, clusters, meant, doubts } of policies)
      expect({ policy, clusters, doubts }).toEqual({ policy, clusters: [...meant].sort(), doubts: [] })
  })

  test('shows none after what servers, controllers and people do all day', async () => {
    for (const { make } of HARMLESS) await make(member('cluster1'))
    for (const [source, report] of Object.entries(await looks('harmless'))) {
      expect({ source, drifts: shown(report) }).toEqual({ source, drifts: [] })
      expect(new Set(states(report).map((each) => each.split(' ')[1])), source).toEqual(new Set(['inSync']))
    }
  })
})

describe.each(
  [FIRST_ROUND, SECOND_ROUND].map((round, i) => ({
    name: `round ${i + 1}: ${round.map((each) => each.title).join(', ')}`,
    round,
    i,
  })),
)('$name', ({ round, i }) => {
  const before = new Map<ManualDrift, JsonObject>()
  let all: Looks

  beforeAll(async () => {
    for (const each of round) {
      const object = await find(each)
      if (object) before.set(each, object)
      await each.make(member(each.cluster))
    }
    all = await looks(`round-${i}`)
  })

  test('every source finds just these, and says the same of every cluster', () => {
    const expected = round.map((each) => `${each.cluster} ${each.object} ${each.change}`).sort()
    for (const [source, report] of Object.entries(all)) {
      expect({ source, drifts: shown(report) }).toEqual({ source, drifts: expected })
      expect({ source, states: states(report) }).toEqual({ source, states: states(all.contexts) })
    }
  })

  test('a plan that would enforce shows just these as overwritten, before anything is merged', async () => {
    const placements = read(scene.work, 'placements/gdw.yaml')
    write(
      scene.work,
      'placements/gdw.yaml',
      placements.replaceAll('remediationAction: inform', 'remediationAction: enforce'),
    )
    const expected = round.map((each) => `${each.cluster} ${each.object} ${each.change}`).sort()
    for (const source of ['contexts', 'hub']) {
      const { overwrites = [] } = await scene.plan('--from', source)
      const drifts = overwrites.flatMap((each) => each.drifts)
      const found = drifts.flatMap((each) =>
        each.clusters.map((cluster) => `${cluster} ${describeKey(each.object)} ${each.change}`),
      )
      expect({ source, found: found.sort(), unseen: overwrites[0]?.unseen }).toEqual({
        source,
        found: expected,
        unseen: [],
      })
    }
    write(scene.work, 'placements/gdw.yaml', placements)
  })

  test.each(round.map((each) => [each.title, each] as const))('%s: field, tool, operation and time', (_, made) => {
    for (const source of ['contexts', 'directory', 'views'] as const) {
      const found = all[source].drifts.find(
        (each) => describeKey(each.object) === made.object && each.clusters.includes(made.cluster),
      )
      if (source === 'views' && found?.fields.length === 0) continue
      const { manager = null, operation = null } = made
      expect({ source, attribution: found?.attribution }).toMatchObject({ source, attribution: { manager, operation } })
      if (made.pointer !== undefined) expect(found?.fields.map((each) => each.pointer)).toEqual([made.pointer])
      if (made.isRedacted) expect(JSON.stringify(found)).not.toMatch(/stolen|c3RvbGVu/)
    }
  })

  test('contexts, the directory and views show equal fields', () => {
    expect(all.directory.drifts.map(facts)).toEqual(all.contexts.drifts.map(facts))
    for (const each of all.views.drifts.filter((one) => one.fields.length > 0)) {
      const same = all.contexts.drifts.find((one) => describeKey(one.object) === describeKey(each.object))
      expect(facts(each)).toEqual(same && facts(same))
    }
    expect(all.views.drifts.some((each) => each.fields.length > 0)).toBe(true)
  })

  test('one proposal, one alert each; put back, and all of it closes', async () => {
    await scene.publish('--from', 'contexts')
    const opened = scene.takeAlerts()
    expect(opened.map((each) => each.event)).toEqual(round.map(() => 'opened'))
    for (const { object, cluster } of round) {
      expect(opened.filter((each) => each.title.includes(`${object} `) && each.title.includes(cluster))).toHaveLength(1)
    }
    const open = (await pulls(scene.work)).filter((each) => each.state === 'open').map((each) => each.title)
    const critical = all.contexts.drifts.filter((each) => each.severity === 'critical').length
    const isMixed = critical > 0 && critical < round.length
    expect(open.sort()).toEqual([
      ...(isMixed ? [expect.stringMatching(/^Critical drift in gdw/)] : []),
      expect.stringMatching(/^Drift in gdw/),
    ])
    for (const each of round) await putBack(each, before.get(each))
    // Operators write the status of what is there again.
    await makeHealthy(scene.platform, scene.rendered())
    await scene.propagation.settle()
    expect(shown((await scene.look('--from', 'hub')).report)).toEqual([])
    await scene.publish('--from', 'contexts')
    expect(scene.takeAlerts().map((each) => each.event)).toEqual(round.map(() => 'resolved'))
    expect((await pulls(scene.work)).filter((each) => each.state === 'open')).toEqual([])
  })
})

describe('what enforcement put back', () => {
  test('is no drift and no alert, and the history tells of it', async () => {
    await deliver(scene, 'enforce')
    // The first time after a change of the policy counts as its roll-out.
    for (let time = 0; time < 2; time++) {
      await member('cluster2').remove('networking.k8s.io/v1', 'NetworkPolicy', 'vault', 'vault-peers')
      await scene.propagation.settle()
    }
    expect(await member('cluster2').get('networking.k8s.io/v1', 'NetworkPolicy', 'vault', 'vault-peers')).toBeDefined()
    for (const source of ['hub', 'contexts']) {
      const { report } = await scene.look('--from', source)
      expect({ source, drifts: shown(report) }).toEqual({ source, drifts: [] })
      expect(states(report)).toEqual([
        'cluster1 inSync',
        'cluster2 reverted',
        'cluster3 inSync',
        'local-cluster inSync',
      ])
      const reverted = report.policies?.filter((each) => each.state === 'reverted')
      expect(reverted).toMatchObject([
        { policy: 'vault-network-cluster2', cluster: 'cluster2', reverted: { times: 1 } },
      ])
    }
    await scene.publish('--from', 'contexts')
    expect(scene.takeAlerts()).toEqual([])
  })
})

const API: Readonly<Record<string, string>> = {
  StatefulSet: 'apps/v1',
  ConfigMap: 'v1',
  Service: 'v1',
  Secret: 'v1',
  Namespace: 'v1',
  CronJob: 'batch/v1',
  Role: 'rbac.authorization.k8s.io/v1',
  ClusterRoleBinding: 'rbac.authorization.k8s.io/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  PodDisruptionBudget: 'policy/v1',
  Certificate: 'cert-manager.io/v1',
  Issuer: 'cert-manager.io/v1',
  ServiceExport: 'multicluster.x-k8s.io/v1alpha1',
  PKISecretEngineRole: 'redhatcop.redhat.io/v1alpha1',
  Route: 'route.openshift.io/v1',
}

async function find({ object, cluster }: ManualDrift): Promise<JsonObject | undefined> {
  const [kind = '', place = ''] = object.split(' ')
  const [namespace, name] = place.includes('/') ? place.split('/') : ['', place]
  return await member(cluster).get(API[kind] ?? '', kind, namespace ?? '', name ?? '')
}

async function putBack(made: ManualDrift, before: JsonObject | undefined): Promise<void> {
  const now = await find(made)
  const { managedFields: _, resourceVersion: __, uid: ___, ...metadata } = (before?.metadata ?? {}) as JsonObject
  const current = now?.metadata as JsonObject | undefined
  const versions = current ? { resourceVersion: current.resourceVersion ?? '', uid: current.uid ?? '' } : {}
  const text = JSON.stringify({ ...before, metadata: { ...metadata, ...versions } })
  await member(made.cluster).kubectl([now ? 'replace' : 'create', '-f', '-'], text)
}
