import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Io } from '../../../engine/commands/io.ts'
import { paletteFor } from '../../../engine/commands/io.ts'
import { main } from '../../../engine/commands/main.ts'
import type { DriftReport } from '../../../engine/model/drift.ts'
import type { JsonObject } from '../../../engine/model/json.ts'
import type { KubeServer } from '../adapters/cluster/a-kube-server.ts'
import { aKubeconfig, aKubeServer, listPath } from '../adapters/cluster/a-kube-server.ts'
import { aRendered, configMap, deliveredTo, replica, rootPolicy, template } from '../stages/judge/status-a-hub.ts'
import { git, isthmus, newFolder, pushAll, write } from './a-shell.ts'

const POLICIES = '/apis/policy.open-cluster-management.io/v1/namespaces'
const policy = rootPolicy('shop', [template({ name: 'settings', objects: [configMap('settings', { level: 'info' })] })])
const rendered = aRendered([policy])
const INDEX = {
  version: '',
  environment: 'gdw',
  clusters: rendered.clusters,
  policies: [{ name: 'shop', component: 'shop', stateful: false, clusters: ['c1', 'c2'], placement: 'p' }],
}

let work: string
let kubeconfig: string
const servers: KubeServer[] = []

async function server(): Promise<KubeServer> {
  const one = await aKubeServer()
  servers.push(one)
  return one
}

beforeAll(async () => {
  const root = newFolder()
  work = join(root, 'work')
  git(root, 'init', '--quiet', '--bare', '--initial-branch=main', 'origin.git')
  git(root, 'init', '--quiet', '--initial-branch=main', 'work')
  git(work, 'remote', 'add', 'origin', '../origin.git')
  write(work, 'rendered/gdw/.isthmus.json', JSON.stringify(INDEX))
  write(work, 'rendered/gdw/shop.yaml', JSON.stringify(policy))
  write(work, 'rendered/gdw/placements.yaml', rendered.others.map((each) => JSON.stringify(each)).join('\n---\n'))
  pushAll(work, 'Rendered')

  const [member, hub] = [await server(), await server()]
  member.put('/api/v1/namespaces/shop/configmaps', configMap('settings', { level: 'debug' }))
  for (const each of deliveredTo(rendered)) hub.put(listPath(each), each)
  const say = (cluster: string, message: string): JsonObject =>
    replica(policy, cluster, [{ template: 'settings', history: [['2026-03-04T05:00:00Z', message]] }])
  hub.put(
    `${POLICIES}/c1/policies`,
    say('c1', 'Compliant; notification - configmaps [settings] found as specified in namespace shop'),
  )
  hub.put(
    `${POLICIES}/c2/policies`,
    say('c2', 'NonCompliant; violation - configmaps [settings] not found in namespace shop'),
  )
  kubeconfig = aKubeconfig({ hub: hub.url, 'admin@one': member.url })
})
afterAll(async () => void (await Promise.all(servers.map((each) => each.close()))))

async function drift(...args: readonly string[]): Promise<{ code: number; report: DriftReport; err: string }> {
  const { code, out, err } = await isthmus(work, 'drift', '--kubeconfig', kubeconfig, '--output', 'json', ...args)
  return { code, err, report: (out === '' ? {} : JSON.parse(out)) as DriftReport }
}

describe('drift from live clusters', () => {
  test('contexts: fields where there is a context, unknown where there is none', async () => {
    const { code, report } = await drift('--from', 'contexts', '--context', 'c1=admin@one')
    expect(code).toBe(2)
    expect(report.clusters).toMatchObject([
      { name: 'c1', state: 'drifted' },
      { name: 'c2', state: 'unknown', reason: 'the kubeconfig has no context c2' },
    ])
    expect(report.drifts.map((each) => each.fields)).toMatchObject([[{ pointer: '/data/level', observed: 'debug' }]])
  })

  test('hub: statuses of every cluster, and what was not delivered', async () => {
    const { code, report } = await drift('--from', 'hub')
    expect(code).toBe(2)
    expect((await drift()).report.clusters).toEqual(report.clusters)
    expect(report.clusters.map((each) => each.state)).toEqual(['inSync', 'drifted'])
    expect(report.undelivered).toEqual([])
    expect(report.drifts).toMatchObject([{ clusters: ['c2'], change: 'missing', fields: [] }])
  })

  test.each([
    [['--from', 'hub', '--hub-context', 'nowhere'], /cluster\/no-context/],
    [['--from', 'hub', '--hub-context', 'no\u001b[2Jwhere'], /no context no\\u\{1b\}\[2Jwhere/],
    [['--from', 'contexts', '--context', 'c1'], /usage\/context/],
    [['--from', 'hub', '--watch', '--every', 'soon'], /usage\/every/],
  ])('%j ends with 1 and says what to write', async (args, message) => {
    const { code, err } = await drift(...args)
    expect(code).toBe(1)
    expect(err).toMatch(message)
  })
})

/** Runs a watch and hands each line over as it comes; a line for which `isLast` holds interrupts it. */
async function following(
  args: readonly string[],
  isLast: (line: string) => boolean,
): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = []
  const io: Io = {
    cwd: work,
    env: { ...process.env, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' },
    out(text) {
      lines.push(text.trimEnd())
      if (isLast(text)) process.emit('SIGINT')
    },
    err: () => {},
    isTerminal: false,
    palette: paletteFor(false),
    now: () => '2026-03-04T05:06:07Z',
  }
  const code = await main(['node', 'isthmus', 'drift', '--watch', ...args], io)
  return { code, lines }
}

describe('drift --watch', () => {
  test('prints a line a change until it is interrupted, as JSON for programs', async () => {
    const hub = servers[1]
    const { code, lines } = await following(
      ['--kubeconfig', kubeconfig, '--output', 'json', '--from', 'hub'],
      (line) => {
        if (line.includes('drift-opened')) hub?.remove(`${POLICIES}/isthmus-gdw/policies`, 'shop')
        return line.includes('"undelivered"')
      },
    )
    expect(code).toBe(2)
    expect(lines.map((line) => JSON.parse(line) as JsonObject)).toMatchObject([
      { type: 'state', cluster: 'c1', after: 'inSync' },
      { type: 'state', cluster: 'c2', policy: '', after: 'drifted' },
      { type: 'state', cluster: 'c2', policy: 'shop' },
      { type: 'drift-opened', cluster: 'c2' },
      { type: 'undelivered', what: 'shop' },
    ])
    await expect.poll(() => hub?.watching()).toBe(0)
  })

  test('polls directories, and ends with 0 where nothing drifts any more', async () => {
    const folder = newFolder()
    const put = (level: string) => write(folder, 'c2/all.json', JSON.stringify(configMap('settings', { level })))
    write(folder, 'c1/all.json', JSON.stringify(configMap('settings', { level: 'info' })))
    put('info')
    const { code, lines } = await following(['--from', folder, '--every', '0.02'], (line) => {
      if (line.includes('c2: inSync')) put('debug')
      if (line.includes('+ drift')) put('info')
      return line.includes('- drift')
    })
    expect(lines).toEqual([
      '2026-03-04T05:06:07Z c1: inSync',
      '2026-03-04T05:06:07Z c2: inSync',
      '2026-03-04T05:06:07Z c2: inSync → drifted',
      '2026-03-04T05:06:07Z c2 shop: inSync → drifted',
      expect.stringMatching(/\+ drift \w+ c2 ConfigMap shop\/settings different: \/data\/level: "info" → "debug"$/),
      '2026-03-04T05:06:07Z c2: drifted → inSync',
      '2026-03-04T05:06:07Z c2 shop: drifted → inSync',
      expect.stringMatching(/- drift \w+ c2 ConfigMap shop\/settings different$/),
    ])
    expect(code).toBe(0)
  })
})
