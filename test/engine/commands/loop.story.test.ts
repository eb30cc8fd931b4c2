import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { problems } from '../model/output-schemas/problems.ts'
import { platformMaker } from './a-platform.ts'
import { aRepository, fingerprint, isthmus, newFolder } from './a-shell.ts'

let aPlatform: Awaited<ReturnType<typeof platformMaker>>

beforeAll(async () => {
  aPlatform = await platformMaker()
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

  test.each(['environment', 'environment.spec.clusters.network.pods', 'vault.seal', 'Configuration.chats.type'])(
    'explain %s without a repository, as its schema promises',
    async (path) => {
      const { out, code } = await isthmus(newFolder(), 'explain', path, '--output', 'json')
      expect(problems('field', out)).toEqual([])
      expect(code).toBe(0)
      expect((await isthmus(newFolder(), 'explain', path)).out).toContain(
        `${(JSON.parse(out) as { path: string }).path} <`,
      )
    },
  )

  test.each(['Environment', 'PolicyPlacement', 'Configuration'])(
    'schema %s is JSON Schema with descriptions',
    async (kind) => {
      const { out, code } = await isthmus(newFolder(), 'schema', kind)
      expect(JSON.parse(out)).toMatchObject({ title: kind, type: 'object', description: expect.any(String) })
      expect(code).toBe(0)
    },
  )

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
