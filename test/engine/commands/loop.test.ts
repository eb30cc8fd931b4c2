import { cpSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { deliveredObjects, editObject, writeCluster } from '../../../engine/commands/demo/clusters.ts'
import { changedBy } from '../../../engine/commands/demo/managed-fields.ts'
import { readRendered } from '../../../engine/stages/read-rendered.ts'
import { aRepository, fingerprint, git, isthmus, isthmusAt, newFolder, pushAll, read, write } from './a-shell.ts'

const CLUSTERS = ['cluster1', 'cluster2', 'cluster3', 'local-cluster']
const NOON = '2026-03-04T12:00:00Z'

interface DriftJson {
  readonly environment: string
  readonly summary: Record<string, number>
  readonly clusters: readonly { name: string; state: string; lastSeen: string | null }[]
  readonly drifts: readonly {
    fingerprint: string
    policy: string
    component: string
    clusters: string[]
    object: { kind: string; name: string }
    change: string
    fields: { pointer: string; desired: unknown; observed: unknown }[]
    patch?: unknown
    attribution: { manager: string; operation: string; time: string }
    firstSeen: string
    lastSeen: string
    source: { file: string; line: number }
  }[]
}

/** A merged reference and three healthy clusters, made once and copied for each test. */
let template = ''

beforeAll(async () => {
  const { root, work, clusters } = await aRepository()
  await isthmus(work, 'propose')
  await isthmus(work, 'pulls', 'merge', '1', '--as', 'Grace <grace@example.com>')
  git(work, 'pull', '--quiet', '--ff-only')
  const files = new Map(
    readdirSync(join(work, 'rendered/gdw')).map((file) => [`rendered/gdw/${file}`, read(work, `rendered/gdw/${file}`)]),
  )
  const { rendered } = readRendered('gdw', files)
  for (const cluster of CLUSTERS) await writeCluster(clusters, cluster, deliveredObjects(rendered, cluster, NOON))
  template = root
})

function aPlatform(): { work: string; clusters: string; root: string } {
  const root = newFolder()
  cpSync(template, root, { recursive: true })
  return { root, work: join(root, 'work'), clusters: join(root, 'clusters') }
}

async function driftOf(
  work: string,
  clusters: string,
  ...more: string[]
): Promise<{ code: number; report: DriftJson; err: string }> {
  const { code, out, err } = await isthmus(work, 'drift', '--from', clusters, '--output', 'json', ...more)
  return { code, report: JSON.parse(out) as DriftJson, err }
}

async function scaleVault(clusters: string, cluster: string, replicas: number): Promise<void> {
  await editObject(clusters, cluster, 'StatefulSet vault/vault', (object) =>
    changedBy('kubectl', '2026-03-04T11:59:00Z', object, ['spec', 'replicas'], replicas),
  )
}

async function pulls(work: string): Promise<readonly { number: number; state: string; title: string; body: string }[]> {
  const { out } = await isthmus(work, 'pulls', '--output', 'json')
  return (JSON.parse(out) as { pulls: { number: number; state: string; title: string; body: string }[] }).pulls
}

describe('a change', () => {
  test('is proposed once, with the plan as its text and rendered/ as its diff', async () => {
    const { work } = await aRepository()
    expect(await isthmus(work, 'propose')).toMatchObject({ code: 0, out: expect.stringContaining('proposal created') })
    expect((await isthmusAt(NOON, work, 'propose')).out).toContain('up to date')
    const [pull, second] = await pulls(work)
    expect(second).toBeUndefined()
    expect(pull?.body).toContain('vault-cluster1')
    expect((await isthmus(work, 'pulls', 'diff', '1')).out).toContain('+++ b/rendered/gdw/vault-cluster1.yaml')
    expect(git(join(work, '../origin.git'), 'rev-list', '--count', 'main..isthmus/change/gdw').trim()).toBe('1')
  })

  test('is nothing once merged, and says field by field what the next one does', async () => {
    const { work } = aPlatform()
    expect((await isthmus(work, 'propose')).out).toContain('rendered/ is current')
    expect(await isthmus(work, 'expand', '--check')).toMatchObject({ code: 0 })
    write(
      work,
      'environments/gdw.yaml',
      read(work, 'environments/gdw.yaml').replace('replicasPerCluster: 3', 'replicasPerCluster: 5'),
    )
    expect((await isthmus(work, 'expand', '--check')).code).toBe(2)
    const { out } = await isthmus(work, 'plan')
    expect(out).toContain('StatefulSet vault/vault /spec/replicas: 3 → 5')
    pushAll(work, 'Five Vault nodes a region')
    expect((await isthmus(work, 'propose')).out).toContain('proposal created')
    expect((await pulls(work)).find((each) => each.state === 'open')?.body).toContain('`/spec/replicas`: `3` → `5`')
  })

  test('leaves a commit of a person on its branch alone', async () => {
    const { work } = await aRepository()
    await isthmus(work, 'propose')
    git(work, 'fetch', '--quiet', 'origin')
    git(work, 'checkout', '--quiet', '-b', 'isthmus/change/gdw', 'origin/isthmus/change/gdw')
    write(work, 'rendered/gdw/README.md', 'mine')
    git(work, 'commit', '--quiet', '--all', '--message', 'A word of mine')
    git(work, 'push', '--quiet', 'origin', 'isthmus/change/gdw')
    git(work, 'checkout', '--quiet', 'main')
    write(work, 'environments/gdw.yaml', read(work, 'environments/gdw.yaml').replace('example.com', 'example.org'))
    pushAll(work, 'Another domain')
    expect((await isthmus(work, 'propose')).out).toContain('left alone')
    expect(git(join(work, '../origin.git'), 'show', 'isthmus/change/gdw:rendered/gdw/README.md')).toBe('mine')
  })
})

describe('drift', () => {
  test('there is none on what was delivered, and nothing is proposed', async () => {
    const { work, clusters } = aPlatform()
    const { code, report } = await driftOf(work, clusters, '--publish')
    expect(report.drifts).toEqual([])
    expect(report.summary).toMatchObject({ inSync: 4, drifted: 0, unknown: 0, error: 0 })
    expect(code).toBe(0)
    expect((await pulls(work)).filter((each) => each.state === 'open')).toEqual([])
  })

  test('says what, where, by which tool, since when, and which line asked for it', async () => {
    const { work, clusters } = aPlatform()
    await scaleVault(clusters, 'cluster1', 2)
    const { code, report } = await driftOf(work, clusters)
    const line =
      read(work, 'environments/gdw.yaml')
        .split('\n')
        .findIndex((each) => each.includes('replicasPerCluster')) + 1
    expect(code).toBe(2)
    expect(report.drifts).toEqual([
      expect.objectContaining({
        policy: 'vault-cluster1',
        component: 'vault',
        clusters: ['cluster1'],
        object: { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: 'vault', name: 'vault' },
        change: 'different',
        fields: [expect.objectContaining({ pointer: '/spec/replicas', desired: 3, observed: 2 })],
        patch: [{ op: 'replace', path: '/spec/replicas', value: 3 }],
        attribution: { manager: 'kubectl', operation: 'Update', time: '2026-03-04T11:59:00Z' },
        source: { file: 'environments/gdw.yaml', line },
      }),
    ])
    expect(report.clusters.map((each) => each.state)).toEqual(['drifted', 'inSync', 'inSync', 'inSync'])
  })

  test('lives once: opened, unchanged, changed, resolved and closed', async () => {
    const { work, clusters } = aPlatform()
    const publish = (now: string) => isthmusAt(now, work, 'drift', '--from', clusters, '--publish')
    await scaleVault(clusters, 'cluster1', 2)
    const opened = await publish('2026-03-04T12:00:00Z')
    expect(opened.err).toContain('OPENED')
    expect(opened.err).toContain('drift proposal opened')
    const again = await publish('2026-03-04T12:05:00Z')
    expect(again.err).not.toContain('OPENED')
    expect(again.err).toContain('up to date')
    await scaleVault(clusters, 'cluster1', 1)
    const changed = await publish('2026-03-04T12:10:00Z')
    expect(changed.err).toContain('CHANGED')
    expect(changed.err).toContain('drift proposal updated')
    await scaleVault(clusters, 'cluster1', 3)
    const resolved = await publish('2026-03-04T12:15:00Z')
    expect(resolved.err).toContain('RESOLVED')
    expect(resolved.err).toContain('drift proposal closed')
    expect((await pulls(work)).map((each) => each.state).sort()).toEqual(['closed', 'merged'])
  })

  test('keeps its first time over looks and over a deleted proposal branch', async () => {
    const { work, clusters } = aPlatform()
    await scaleVault(clusters, 'cluster1', 2)
    await isthmusAt('2026-03-04T12:00:00Z', work, 'drift', '--from', clusters, '--publish')
    git(join(work, '../origin.git'), 'branch', '--quiet', '-D', 'isthmus/drift/gdw')
    const { out } = await isthmusAt('2026-03-05T12:00:00Z', work, 'drift', '--from', clusters, '--output', 'json')
    const [drift] = (JSON.parse(out) as DriftJson).drifts
    expect(drift).toMatchObject({ firstSeen: '2026-03-04T12:00:00Z', lastSeen: '2026-03-05T12:00:00Z' })
  })

  test('a cluster that goes dark is one incident, unknown, and closes nothing', async () => {
    const { work, clusters } = aPlatform()
    await scaleVault(clusters, 'cluster3', 2)
    await isthmus(work, 'drift', '--from', clusters, '--publish')
    rmSync(join(clusters, 'cluster3'), { recursive: true })
    const dark = await isthmusAt(NOON, work, 'drift', '--from', clusters, '--publish')
    expect(dark.err.match(/OPENED/g)).toHaveLength(1)
    expect(dark.err).toContain('cluster3 dark')
    expect(dark.err).not.toContain('RESOLVED')
    expect(dark.out).toMatch(/cluster3 +unknown, last seen 2026-03-04 05:06 UTC/)
    expect((await pulls(work)).filter((each) => each.state === 'open')).toHaveLength(1)
  })

  test('merging the report acknowledges exactly its values', async () => {
    const { work, clusters } = aPlatform()
    await scaleVault(clusters, 'cluster1', 2)
    const publish = (now: string) => isthmusAt(now, work, 'drift', '--from', clusters, '--publish')
    await publish('2026-03-04T12:00:00Z')
    await isthmusAt('2026-03-04T12:01:00Z', work, 'pulls', 'merge', '2', '--as', 'Grace <grace@example.com>')
    const quiet = await publish('2026-03-04T12:05:00Z')
    expect(quiet.err).not.toContain('OPENED')
    expect((await pulls(work)).filter((each) => each.state === 'open')).toEqual([])
    await scaleVault(clusters, 'cluster1', 1)
    const loud = await publish('2026-03-04T12:10:00Z')
    expect(loud.err).toMatch(/OPENED|CHANGED/)
    expect((await pulls(work)).filter((each) => each.state === 'open')).toHaveLength(1)
  })

  test('a damaged snapshot is never in sync, and what it does not show is not called missing', async () => {
    const { work, clusters } = aPlatform()
    rmSync(join(clusters, 'cluster2', 'StatefulSet_vault_vault.yaml'))
    write(clusters, 'cluster2/broken.yaml', 'a: [')
    const { report } = await driftOf(work, clusters)
    expect(report.drifts).toEqual([])
    expect(report.clusters[1]).toMatchObject({ name: 'cluster2', state: 'error' })
  })

  test('a merged file that does not parse is said, not passed over', async () => {
    const { work, clusters } = aPlatform()
    write(work, 'rendered/gdw/vault-cluster1.yaml', 'a: [')
    pushAll(work, 'Broken by hand')
    const { report } = await driftOf(work, clusters)
    expect(JSON.stringify(report)).toContain('rendered/gdw/vault-cluster1.yaml on the default branch is no YAML')
  })

  test('no secret value comes out', async () => {
    const { work, clusters } = aPlatform()
    const file = readdirSync(join(clusters, 'local-cluster')).find(
      (each) => each.startsWith('Secret_') && read(clusters, `local-cluster/${each}`).includes('stringData'),
    )
    if (file === undefined) throw new Error('the hub has no Secret with data')
    write(
      clusters,
      `local-cluster/${file}`,
      read(clusters, `local-cluster/${file}`).replace(/stringData:/, 'stringData:\n  extra: hunter2hunter2'),
    )
    const text = read(clusters, `local-cluster/${file}`).replace(
      /baseDomain: example.com/,
      'baseDomain: hunter2hunter2.com',
    )
    write(clusters, `local-cluster/${file}`, text)
    const { out } = await isthmus(work, 'drift', '--from', clusters, '--output', 'json')
    expect(out).not.toContain('hunter2')
    expect(out).not.toContain(Buffer.from('hunter2hunter2').toString('base64').slice(0, 12))
  })
})

describe('the other commands', () => {
  test('evaluate gives the verdict of one policy on one cluster', async () => {
    const { work, clusters } = aPlatform()
    const ask = () =>
      isthmus(
        work,
        'evaluate',
        'rendered/gdw/vault-network-cluster1.yaml',
        '--cluster',
        join(clusters, 'cluster1'),
        '--output',
        'json',
      )
    const good = await ask()
    expect(JSON.parse(good.out)).toMatchObject({ compliant: 'Compliant', templates: [{ compliant: 'Compliant' }] })
    expect(good.code).toBe(0)
    rmSync(join(clusters, 'cluster1', 'NetworkPolicy_vault_vault-peers.yaml'))
    const bad = await ask()
    expect(JSON.parse(bad.out)).toMatchObject({ compliant: 'NonCompliant' })
    expect(bad.code).toBe(2)
  })

  test('explain names the line, and says what is a default', async () => {
    const { work } = await aRepository()
    expect((await isthmus(work, 'explain', 'StatefulSet/vault/vault#/spec/replicas')).out).toMatch(
      /= 3\n.*replicasPerCluster, written at environments\/gdw.yaml:\d+/,
    )
    expect((await isthmus(work, 'explain')).out).toMatch(/\/spec\/rendering = concrete +default/)
  })

  test.each(['Environment', 'PolicyPlacement', 'Configuration'])(
    'schema %s is JSON Schema with descriptions',
    async (kind) => {
      const { out, code } = await isthmus(newFolder(), 'schema', kind)
      expect(JSON.parse(out)).toMatchObject({ title: kind, type: 'object', description: expect.any(String) })
      expect(code).toBe(0)
    },
  )

  test('completion knows every command', async () => {
    const { out } = await isthmus(newFolder(), 'completion', 'bash')
    for (const name of [
      'init',
      'validate',
      'expand',
      'plan',
      'propose',
      'drift',
      'evaluate',
      'explain',
      'pulls',
      'schema',
      'demo',
    ])
      expect(out).toContain(name)
  })

  test('every command has examples in its help', async () => {
    for (const name of [
      'init',
      'validate',
      'expand',
      'plan',
      'propose',
      'drift',
      'evaluate',
      'explain',
      'pulls',
      'schema',
      'demo',
      'completion',
    ]) {
      const { out, code } = await isthmus(newFolder(), name, '--help')
      expect(out).toContain('Examples:')
      expect(code).toBe(0)
    }
  })

  test('the demo tells the whole story', async () => {
    const folder = newFolder()
    const { out, code } = await isthmus(folder, 'demo', 'story')
    expect(code).toBe(0)
    for (const words of [
      'pull request #1',
      'merged as',
      'no drift seen',
      '/spec/replicas: 3 → 2',
      'kubectl (Update',
      'environments/gdw.yaml:',
      'NetworkPolicy vault/vault-peers',
      '0.0.0.0/0',
      'cluster3 dark',
      'drift proposal #2 created',
      'RESOLVED',
      'Try next',
    ]) {
      expect(out).toContain(words)
    }
    const before = fingerprint(join(folder, 'story'))
    expect(await isthmus(folder, 'demo', 'story')).toMatchObject({ code: 1 })
    expect(fingerprint(join(folder, 'story'))).toBe(before)
  })
})

describe('a component taken away', () => {
  test('waits for a tick for exactly what goes', async () => {
    const { work, clusters } = aPlatform()
    const text = read(work, 'environments/gdw.yaml')
    write(work, 'environments/gdw.yaml', text.replace(/ {4}database:\n.*\n/, ''))
    write(work, 'placements/gdw.yaml', read(work, 'placements/gdw.yaml').replace(', database', ''))
    expect(await isthmus(work, 'plan')).toMatchObject({ code: 2, err: expect.stringContaining('plan/mass-removal') })
    pushAll(work, 'No database any more')
    await isthmus(work, 'propose')
    const open = async () => (await pulls(work)).find((each) => each.state === 'open')
    expect((await open())?.body).toMatch(/- \[ \] I approve that \d+ objects/)
    expect(await isthmus(work, 'gate', '--from', clusters)).toMatchObject({
      code: 2,
      out: expect.stringContaining('tick the box'),
    })
    expect((await isthmus(work, 'pulls', 'tick', '2', '1', '--as', 'Grace <grace@example.com>')).code).toBe(0)
    expect((await isthmus(work, 'gate', '--from', clusters)).out).toContain('approved by a tick')
  })
})

describe('another version of Isthmus', () => {
  test('never re-renders unasked; upgrade proposes its effect', async () => {
    const { work } = aPlatform()
    const index = read(work, 'rendered/gdw/.isthmus.json')
    write(work, 'rendered/gdw/.isthmus.json', index.replace(/"version": "[^"]+"/, '"version": "0.0.9"'))
    expect((await isthmus(work, 'expand', '--check')).code).toBe(0)
    write(
      work,
      'environments/gdw.yaml',
      read(work, 'environments/gdw.yaml').replace('tunnel: {}', 'tunnel: { gateways: 3 }'),
    )
    pushAll(work, 'As an older version left it')
    expect((await isthmus(work, 'propose')).out).toContain('made by version 0.0.9')
    expect((await pulls(work)).filter((each) => each.state === 'open')).toEqual([])
    expect((await isthmus(work, 'upgrade', '--plan')).out).toContain('tunnel')
    expect((await isthmus(work, 'upgrade')).out).toContain('proposal created')
    expect((await pulls(work)).find((each) => each.state === 'open')?.body).toContain('made by version 0.0.9')
  })
})

describe('waves', () => {
  test('one region a proposal, gated by the others, until the whole change is there', async () => {
    const { work, clusters } = aPlatform()
    write(
      work,
      'environments/gdw.yaml',
      read(work, 'environments/gdw.yaml').replace(
        'vault:\n      replicasPerCluster: 3',
        'vault:\n      replicasPerCluster: 5',
      ),
    )
    pushAll(work, 'Five Vault nodes a region')
    const seen: string[] = []
    for (const number of [2, 3, 4]) {
      const proposed = await isthmus(work, 'propose')
      seen.push(/wave (\S+);/.exec(proposed.out)?.[1] ?? 'last')
      const asked = await isthmus(work, 'gate', '--from', clusters)
      expect(asked).toMatchObject({ code: 0, out: expect.stringContaining('green') })
      await isthmus(work, 'pulls', 'merge', String(number), '--as', 'Grace <grace@example.com>')
      git(work, 'pull', '--quiet', '--ff-only')
      const check = await isthmus(work, 'expand', '--check')
      expect(check).toMatchObject({ code: 0, out: expect.stringContaining(number < 4 ? 'open wave' : 'current') })
      await deliverAgain(work, clusters)
    }
    expect(seen).toEqual(['us-east-1', 'us-east-2', 'last'])
    expect((await isthmus(work, 'propose')).out).toContain('rendered/ is current')
  })

  test('the gate turns red when another region goes dark before the merge', async () => {
    const { work, clusters } = aPlatform()
    write(
      work,
      'environments/gdw.yaml',
      read(work, 'environments/gdw.yaml').replace(
        'vault:\n      replicasPerCluster: 3',
        'vault:\n      replicasPerCluster: 5',
      ),
    )
    pushAll(work, 'Five Vault nodes a region')
    await isthmus(work, 'propose')
    rmSync(join(clusters, 'cluster3'), { recursive: true })
    const asked = await isthmus(work, 'gate', '--from', clusters)
    expect(asked).toMatchObject({
      code: 2,
      out: expect.stringContaining('us-west-2 is not ready: cluster3 is unknown'),
    })
  })
})

async function deliverAgain(work: string, clusters: string): Promise<void> {
  const files = new Map(
    readdirSync(join(work, 'rendered/gdw')).map((file) => [`rendered/gdw/${file}`, read(work, `rendered/gdw/${file}`)]),
  )
  const { rendered } = readRendered('gdw', files)
  for (const cluster of CLUSTERS) await writeCluster(clusters, cluster, deliveredObjects(rendered, cluster, NOON))
}
