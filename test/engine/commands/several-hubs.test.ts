import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DriftReport } from '../../../engine/model/drift.ts'
import type { JsonObject } from '../../../engine/model/json.ts'
import type { KubeServer } from '../adapters/cluster/a-kube-server.ts'
import { aKubeconfig, aKubeServer, listPath } from '../adapters/cluster/a-kube-server.ts'
import { aRendered, deliveredTo, managedCluster, replica, rootPolicy, template } from '../stages/judge/status-a-hub.ts'
import { git, isthmus, newFolder, pushAll, write } from './a-shell.ts'
import { ENVIRONMENTS, environmentOf } from './two-environments.ts'

// Two hubs on which everything has the same names: only isthmus.yaml tells whose is which.
const policy = rootPolicy('shop', [template({ name: 'settings' })])
const rendered = aRendered([policy], ['c1'])
const SAYS = {
  east: 'Compliant; notification - configmaps [settings] found as specified in namespace shop',
  west: 'NonCompliant; violation - configmaps [settings] not found in namespace shop',
}

let work: string
let kubeconfig: string
const servers: KubeServer[] = []

function configure(hub: object): void {
  write(work, 'isthmus.yaml', JSON.stringify({ apiVersion: 'isthmus.dev/v1alpha1', kind: 'Configuration', hub }))
}

async function hubThatSays(message: string, more: readonly JsonObject[]): Promise<string> {
  const server = await aKubeServer()
  servers.push(server)
  const says = replica(policy, 'c1', [{ template: 'settings', history: [['2026-03-04T05:00:00Z', message]] }])
  for (const each of [...deliveredTo(rendered), says, ...more]) server.put(listPath(each), each)
  return server.url
}

beforeAll(async () => {
  const root = newFolder()
  work = join(root, 'work')
  git(root, 'init', '--quiet', '--bare', '--initial-branch=main', 'origin.git')
  git(root, 'init', '--quiet', '--initial-branch=main', 'work')
  git(work, 'remote', 'add', 'origin', '../origin.git')
  for (const environment of ENVIRONMENTS) {
    const policies = [{ name: 'shop', component: 'shop', stateful: false, clusters: ['c1'], placement: 'members' }]
    const index = { version: '', environment, clusters: rendered.clusters, policies }
    write(work, `rendered/${environment}/.isthmus.json`, JSON.stringify(index))
    write(work, `rendered/${environment}/shop.yaml`, JSON.stringify(policy))
    const others = rendered.others.map((each) => JSON.stringify(each)).join('\n---\n')
    write(work, `rendered/${environment}/placements.yaml`, others)
    write(work, `environments/${environment}.yaml`, environmentOf(environment))
  }
  pushAll(work, 'Two environments')
  const east = await hubThatSays(SAYS.east, ownCluster('east'))
  const west = await hubThatSays(SAYS.west, ownCluster('west'))
  kubeconfig = aKubeconfig({ 'hub-east': east, 'hub-west': west })
  configure({ context: 'hub-east', environments: { west: 'hub-west' } })
})
afterAll(async () => void (await Promise.all(servers.map((each) => each.close()))))

/** What its hub has of the one cluster. */
function ownCluster(environment: string): readonly JsonObject[] {
  const labels = { name: `${environment}-1`, 'cluster.open-cluster-management.io/clusterset': environment }
  const apiVersion = 'cluster.open-cluster-management.io/v1beta2'
  return [
    managedCluster(`${environment}-1`, { labels }),
    { apiVersion, kind: 'ManagedClusterSet', metadata: { name: environment } },
  ]
}

const ask = (...args: readonly string[]) => isthmus(work, ...args, '--kubeconfig', kubeconfig, '--output', 'json')

describe('each environment is asked for on its own hub', () => {
  test.each([
    ['east', [], 'inSync'],
    ['west', [], 'drifted'],
    ['west', ['--from', 'contexts'], 'drifted'],
    ['east', ['--from', 'contexts'], 'inSync'],
    ['west', ['--hub-context', 'hub-east'], 'inSync'],
  ])('drift of %s %j: %s', async (environment, args, state) => {
    const { out } = await ask('drift', '--environment', environment, ...args)
    const { clusters, undelivered } = JSON.parse(out) as DriftReport
    expect(clusters).toMatchObject([{ name: 'c1', state }])
    expect(undelivered).toEqual([])
  })

  test('plan: whom placements reach is told of the clusters that its hub has', async () => {
    const own = JSON.parse((await ask('plan', '--inventory', 'hub')).out) as JsonObject
    expect(reachedIn(own)).toEqual([
      ['east', ['east-1']],
      ['west', ['west-1']],
    ])
    const one = JSON.parse((await ask('plan', '--inventory', 'hub', '--hub-context', 'hub-east')).out) as JsonObject
    expect(reachedIn(one)).toEqual([
      ['east', ['east-1']],
      ['west', []],
    ])
  })

  test('doctor: each hub for itself; without a word of hubs none', async () => {
    const subjects = async () => {
      const { checks } = JSON.parse((await ask('doctor')).out) as { checks: { id: string; subject: string }[] }
      return checks.filter((each) => each.id.startsWith('hub/')).map((each) => each.subject)
    }
    expect(new Set(await subjects())).toEqual(new Set(['hub-east', 'hub-west']))
    configure({})
    expect(await subjects()).toEqual(['hub'])
    configure({ context: 'hub-east', environments: { west: 'hub-west' } })
  })

  test('serve: one server looks at them all', async () => {
    await isthmus(work, 'serve', '--once', '--quiet', '--kubeconfig', kubeconfig)
    const branches = git(work, 'ls-remote', 'origin')
    expect(branches).toContain('refs/heads/isthmus/drift/west')
    expect(branches).not.toContain('refs/heads/isthmus/drift/east')
  })

  test('migrate: proved over one hub, which has to be named', async () => {
    const migrate = async (...args: readonly string[]) =>
      await ask('migrate', 'placements', '--inventory', 'hub', ...args)
    expect((await migrate()).err).toContain('usage/several-hubs')
    expect((await migrate('--environment', 'west')).code).not.toBe(1)
  })
})

/** Clusters that any policy of an environment reaches. */
function reachedIn(plan: JsonObject): unknown {
  const { selections } = plan as unknown as {
    selections: { environment: string; policies: { clusters: string[] }[] }[]
  }
  return selections.map(({ environment, policies }) => [
    environment,
    [...new Set(policies.flatMap((each) => each.clusters))].sort(),
  ])
}
