import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Alert } from '../../engine/model/chat.ts'
import { textAt } from '../../engine/model/json.ts'
import { read, write } from '../engine/commands/a-shell.ts'
import { expand, labelled, memberOf, probed, readerConfig, rekey } from './incidents/acts.ts'
import { following } from './incidents/follow.ts'
import { oneOf } from './incidents/one-alert.ts'
import { makeHealthy } from './propagation/healthy-world.ts'
import { availability } from './propagation/outer-world.ts'
import type { Scene } from './propagation/scene.ts'
import { deliver, HUB_NAMESPACE, startScene, sync } from './propagation/scene.ts'
import type { Cluster } from './testbed/cluster.ts'
import { until } from './testbed/process.ts'

const POLICY = 'policy.open-cluster-management.io/v1'

let scene: Scene
beforeAll(async () => {
  scene = await startScene()
  await look()
})
afterAll(async () => await scene?.stop())

const member = (name: string): Cluster => memberOf(scene.platform, name)

/** What the chat is told after one look. */
async function look(from = 'contexts', ...more: readonly string[]): Promise<readonly Alert[]> {
  const { err } = await scene.publish('--from', from, ...more)
  const alerts = scene.takeAlerts()
  if (alerts.length === 0 && err.includes('failed')) throw new Error(err)
  return alerts
}

async function settledLook(): Promise<readonly Alert[]> {
  await scene.propagation.settle()
  return await look()
}

describe('incident drills: one alert with cause and way out, and one when it is over', () => {
  test('nothing is told of a platform that is well', async () => expect(await settledLook()).toEqual([]))

  test('a region goes dark', async () => {
    const others = ['cluster1', 'cluster2']
    await member('cluster3').kill()
    await availability(scene.platform.hub, 'cluster3', 'Unknown')
    await probed(scene.platform, { nodesReached: '6', nodesUnsealed: '6', autopilotHealthy: 'false' }, others)
    await scene.propagation.settle({ dark: ['cluster3'] })
    oneOf(await look(), 'opened', /cluster3 dark since/, /held as its consequences/, /Way out/)
    expect(await look()).toEqual([])
    await member('cluster3').restart()
    await availability(scene.platform.hub, 'cluster3', 'True')
    await probed(scene.platform, { nodesReached: '9', nodesUnsealed: '9', autopilotHealthy: 'true' }, others)
    oneOf(await settledLook(), 'resolved', /cluster3 no longer dark/)
  })

  test('a gateway is replaced by a node without the label', async () => {
    const { hub } = scene.platform
    const gateways = await member('cluster2').list('submariner.io/v1', 'Gateway', 'submariner-operator')
    const standby = gateways.find((each) => JSON.stringify(each.status).includes('passive'))
    const name = textAt(standby, 'metadata', 'name') ?? ''
    await member('cluster2').remove('submariner.io/v1', 'Gateway', 'submariner-operator', name)
    await labelled(hub, 'cluster2', 'False')
    oneOf(
      await settledLook(),
      'opened',
      /tunnel is unhealthy on cluster2, local-cluster/,
      /No standby gateway.*label/,
      /Way out/,
    )
    await labelled(hub, 'cluster2', 'True')
    await makeHealthy(scene.platform, scene.rendered())
    oneOf(await settledLook(), 'resolved', /tunnel is healthy again/)
  })

  test('a policy is disabled on the hub', async () => {
    const policy = {
      apiVersion: POLICY,
      kind: 'Policy',
      metadata: { name: 'vault-network-cluster1', namespace: HUB_NAMESPACE },
    }
    await scene.platform.hub.mergePatch(policy, { spec: { disabled: true } }, 'kubectl-patch')
    oneOf(await settledLook(), 'opened', /vault-network-cluster1: it is disabled on the hub/, /Way out: sync/)
    await sync(scene)
    oneOf(await settledLook(), 'resolved', /carries what was merged again/)
  })

  test('a placement selects nobody', async () => {
    const apiVersion = 'apps.open-cluster-management.io/v1'
    const rule = { apiVersion, kind: 'PlacementRule', metadata: { name: 'gdw-members', namespace: HUB_NAMESPACE } }
    await scene.platform.hub.mergePatch(
      rule,
      { spec: { clusterSelector: { matchLabels: { region: 'nowhere' } } } },
      'kubectl-patch',
    )
    oneOf(await settledLook(), 'opened', /PlacementRule gdw-members: its decision is empty/, /Way out: sync/)
    await scene.platform.hub.mergePatch(rule, { spec: { clusterSelector: { matchLabels: null } } }, 'kubectl-patch')
    oneOf(await settledLook(), 'resolved', /carries what was merged again/)
  })

  test('a dead peer stays in Raft', async () => {
    await probed(scene.platform, { voters: '10', autopilotHealthy: 'false' })
    oneOf(
      await settledLook(),
      'opened',
      /vault is unhealthy on cluster1, cluster2, cluster3/,
      /more are peers that nobody removed/,
      /Way out/,
    )
    await probed(scene.platform, { voters: '9', autopilotHealthy: 'true' })
    oneOf(await settledLook(), 'resolved', /vault is healthy again/)
  })

  test('the root CA is re-keyed', async () => {
    const putBack = await rekey(scene)
    oneOf(
      await settledLook(),
      'opened',
      /Secret pki-intermediates\/vault-bootstrap/,
      /re-keyed/,
      /Way out/,
      /platform-ca/,
    )
    await putBack()
    oneOf(await settledLook(), 'resolved', /what the hub holds again/)
  })

  test('a join list is stale', async () => {
    const { server } = member('cluster2')
    const env = { ...process.env, KUBE_EDITOR: 'sed -i s/vault-2.cluster3/vault-9.cluster9/' }
    const edit = () =>
      execFileSync('kubectl', ['--kubeconfig', server.kubeconfig, 'edit', 'configmap', 'vault-config', '-n', 'vault'], {
        env,
        stdio: 'pipe',
      })
    edit()
    oneOf(
      await settledLook(),
      'opened',
      /vault-config differs on cluster2/,
      /lacks .*vault-2\.cluster3/,
      /Way out: put it back/,
    )
    env.KUBE_EDITOR = 'sed -i s/vault-9.cluster9/vault-2.cluster3/'
    edit()
    oneOf(await settledLook(), 'resolved', /vault-config is as desired again/)
  })

  test('the sync is stuck', async () => {
    const before = read(scene.work, 'environments/gdw.yaml')
    write(
      scene.work,
      'environments/gdw.yaml',
      before.replace('database:\n', 'database:\n      storage: { size: 200Gi }\n'),
    )
    await expand(scene.work, 'More room')
    oneOf(
      await settledLook(),
      'opened',
      /database-cluster1: its spec on the hub is not the merged one/,
      /Way out: sync/,
    )
    write(scene.work, 'environments/gdw.yaml', before)
    await expand(scene.work, 'As before')
    oneOf(await settledLook(), 'resolved', /carries what was merged again/)
  })

  test.each(['contexts', 'hub'])('the hub restarts, looked at through %s', async (source) => {
    await scene.platform.hub.kill()
    oneOf(await look(source), 'opened', /local-cluster.* dark since/, /cannot be reached|ECONNREFUSED/, /Way out/)
    await scene.platform.hub.restart()
    oneOf(await look(source), 'resolved', /no longer dark/)
  })

  test('the hub restarts under drift --watch, which goes on and invents nothing', async () => {
    const policy = {
      apiVersion: POLICY,
      kind: 'Policy',
      metadata: { name: 'certs-operator', namespace: HUB_NAMESPACE },
    }
    const watch = following(scene.work, '--from', 'hub', '--kubeconfig', scene.platform.kubeconfig)
    await watch.line(/cluster1: inSync/)
    const before = watch.lines.length
    await scene.platform.hub.kill()
    await scene.platform.hub.restart()
    await scene.platform.hub.mergePatch(policy, { spec: { disabled: true } }, 'kubectl-patch')
    await watch.line(/\+ undelivered certs-operator: it is disabled/)
    await sync(scene)
    await watch.line(/- undelivered certs-operator/)
    await watch.stop()
    expect(watch.lines.slice(before).filter((each) => each.includes('drift'))).toEqual([])
  })

  test('a token expires', async () => {
    const file = await readerConfig(scene, 'cluster1')
    expect(await look('contexts', '--kubeconfig', file)).toEqual([])
    await member('cluster1').remove('v1', 'ServiceAccount', 'default', 'isthmus-reader')
    const alerts = await until('the token to be refused', 20_000, async () => {
      const found = await look('contexts', '--kubeconfig', file)
      return found.length > 0 && found
    })
    oneOf(
      alerts,
      'opened',
      /the login on cluster1 is refused/,
      /401/,
      /the token has expired or was revoked: log in again/,
    )
    oneOf(await look(), 'resolved', /no login is refused any more/)
  })

  test('a hotfix by hand', async () => {
    const image = (tag: string) =>
      member('cluster3').kubectl([
        'set',
        'image',
        'statefulset/cockroachdb',
        '-n',
        'cockroachdb',
        `cockroachdb=docker.io/cockroachdb/cockroach:${tag}`,
      ])
    await image('v26.1.1-hotfix')
    oneOf(
      await settledLook(),
      'opened',
      /StatefulSet cockroachdb\/cockroachdb differs on cluster3/,
      /v26\.1\.1-hotfix/,
      /Changed by kubectl-set/,
      /Way out: put it back/,
    )
    await image('v26.1.0')
    oneOf(await settledLook(), 'resolved', /is as desired again on cluster3/)
  })

  test('a namespace is deleted', async () => {
    const cluster = member('cluster2')
    await cluster.kubectl(['delete', 'namespace', 'cockroachdb', '--wait=true', '--timeout=60s'])
    oneOf(
      await settledLook(),
      'opened',
      /Namespace cockroachdb is missing on cluster2/,
      /objects in it are missing with it/,
      /Way out: create the namespace again/,
    )
    await deliver(scene, 'enforce')
    await makeHealthy(scene.platform, scene.rendered())
    oneOf(await settledLook(), 'resolved', /Namespace cockroachdb is as desired again/)
  })
})
