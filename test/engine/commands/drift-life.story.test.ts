import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type DriftJson, driftOf, NOON, platformMaker, pulls, scaleVault } from './a-platform.ts'
import { git, isthmus, isthmusAt, pushAll, read, write } from './a-shell.ts'

let aPlatform: Awaited<ReturnType<typeof platformMaker>>

beforeAll(async () => {
  aPlatform = await platformMaker()
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
    const look = async (now: string) => (await isthmusAt(now, work, 'drift', '--from', clusters)).out
    expect(await look('2026-03-04T12:06:00Z')).toMatch(/acknowledged, .* until 2026-/)
    await scaleVault(clusters, 'cluster1', 1)
    expect(await look('2026-03-04T12:07:00Z')).not.toContain('acknowledged')
    const loud = await publish('2026-03-04T12:10:00Z')
    expect(loud.err).toMatch(/OPENED|CHANGED/)
    expect((await pulls(work)).filter((each) => each.state === 'open')).toHaveLength(1)
  })

  test('what was acknowledged of one cluster is told and proposed when another one shows it too', async () => {
    const { work, clusters } = aPlatform()
    await scaleVault(clusters, 'cluster1', 2)
    const publish = (now: string) => isthmusAt(now, work, 'drift', '--from', clusters, '--publish')
    await publish('2026-03-04T12:00:00Z')
    await isthmusAt('2026-03-04T12:01:00Z', work, 'pulls', 'merge', '2', '--as', 'Grace <grace@example.com>')
    await publish('2026-03-04T12:05:00Z')
    await scaleVault(clusters, 'cluster3', 2)
    expect((await publish('2026-03-04T12:10:00Z')).err).toContain('CHANGED')
    expect((await pulls(work)).filter((each) => each.state === 'open')).toHaveLength(1)
  })

  test.each(['merge', 'close'])(
    'what a %s acknowledged is told and proposed when it is mended and back',
    async (how) => {
      const { work, clusters } = aPlatform()
      const publish = (now: string) => isthmusAt(now, work, 'drift', '--from', clusters, '--publish')
      await scaleVault(clusters, 'cluster1', 2)
      await publish('2026-03-04T12:00:00Z')
      await isthmusAt('2026-03-04T12:01:00Z', work, 'pulls', how, '2', '--as', 'Grace <grace@example.com>')
      await publish('2026-03-04T12:05:00Z')
      await scaleVault(clusters, 'cluster1', 3)
      await publish('2026-03-04T12:10:00Z')
      await scaleVault(clusters, 'cluster1', 2)
      expect((await publish('2026-03-11T12:00:00Z')).err).toContain('OPENED')
      expect((await pulls(work)).filter((each) => each.state === 'open')).toHaveLength(1)
      await publish('2026-03-11T12:10:00Z')
      expect((await pulls(work)).filter((each) => each.state === 'open')).toHaveLength(1)
    },
  )

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
    const { code, report } = await driftOf(work, clusters)
    expect(JSON.stringify(report)).toContain('rendered/gdw/vault-cluster1.yaml on the default branch is no YAML')
    expect(report.findings).toMatchObject([
      { rule: 'yaml/syntax', severity: 'error', file: 'rendered/gdw/vault-cluster1.yaml', line: 1, column: 4 },
    ])
    expect(code).toBe(2)
    expect((await isthmus(work, 'drift', '--from', clusters)).out).toContain('rendered/gdw/vault-cluster1.yaml:1 error')
  })

  test('an exception that does not parse is a finding, and so is the exit code', async () => {
    const { work, clusters } = aPlatform()
    write(work, 'exceptions/broken.yaml', 'a: [')
    pushAll(work, 'Broken by hand')
    const { code, report } = await driftOf(work, clusters)
    expect(report.findings).toMatchObject([{ rule: 'yaml/syntax', file: 'exceptions/broken.yaml' }])
    expect(code).toBe(2)
  })

  test.each([
    ['is gone', undefined],
    ['was merged with its conflicts', '<<<<<<< HEAD\n{'],
  ])(
    'where the record of rendered/ %s nothing is in sync, nothing is closed, and the gate is not green',
    async (_, text) => {
      const { work, clusters } = aPlatform()
      await scaleVault(clusters, 'cluster1', 2)
      await isthmus(work, 'drift', '--from', clusters, '--publish')
      if (text === undefined) rmSync(join(work, 'rendered/gdw/.isthmus.json'))
      else write(work, 'rendered/gdw/.isthmus.json', text)
      pushAll(work, 'Broken by hand')
      for (const asked of [['drift', '--publish'], ['drift'], ['gate'], ['drill', '--lose', 'us-east-1']]) {
        const { code, err } = await isthmus(work, ...asked, '--from', clusters)
        expect([asked, code]).toEqual([asked, 1])
        expect(err).toContain('rendered/no-index: rendered/gdw/.isthmus.json on the default branch')
      }
      expect((await isthmus(work, 'propose')).err).toContain('rendered/no-index')
      expect((await pulls(work)).filter((each) => each.state === 'open')).toHaveLength(1)
      await isthmus(work, 'expand')
      pushAll(work, 'Written again')
      expect((await driftOf(work, clusters)).code).toBe(2)
    },
  )

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
