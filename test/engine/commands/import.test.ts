import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeCluster } from '../../../engine/commands/demo/clusters.ts'
import type { SeenCluster } from '../../../engine/model/imported.ts'
import { shop } from '../stages/import/a-running-platform.ts'
import { fingerprint, git, isthmus, newFolder, read, write } from './a-shell.ts'

async function folderOf(clusters: readonly SeenCluster[]): Promise<string> {
  const root = newFolder()
  for (const { name, objects } of clusters) await writeCluster(join(root, 'seen'), name, objects)
  return root
}

test('a platform becomes a repository, expands, and shows no drift; nothing else is written', async () => {
  const root = await folderOf(shop())
  const before = fingerprint(join(root, 'seen'))
  const ran = await isthmus(root, 'import', '--from', 'seen', '--into', 'new/platform')
  expect(ran.err).toBe('')
  expect(ran.code).toBe(0)
  expect(ran.out).toMatch(/100\.0 % of \d+ fields explained/)
  expect(ran.out).toContain('Vault vault/vault: 9 members over 3 region(s)')
  expect(readdirSync(root).sort()).toEqual(['new', 'seen'])
  expect(fingerprint(join(root, 'seen'))).toBe(before)
  const work = join(root, 'new/platform')
  expect(read(work, 'IMPORT.md')).toContain('# shop: the platform as it runs')
  expect(JSON.parse(read(work, 'import.json'))).toMatchObject({ environment: 'shop', components: [] })
  git(work, 'init', '--quiet', '--initial-branch=main')
  expect((await isthmus(work, 'expand')).code).toBe(0)
  git(work, 'add', '--all')
  git(work, 'commit', '--quiet', '--message', 'The platform as it runs')
  const drift = await isthmus(work, 'drift', '--from', '../../seen', '--output', 'json')
  expect(drift.err).toBe('')
  expect(drift.code).toBe(0)
  expect(JSON.parse(drift.out)).toMatchObject({ summary: { inSync: 4, drifted: 0, error: 0 }, drifts: [] })
  const again = await isthmus(root, 'import', '--from', 'seen', '--into', 'again')
  expect(again.code).toBe(0)
  for (const file of ['environments/shop.yaml', 'placements/shop.yaml', 'IMPORT.md', 'import.json'])
    expect(read(join(root, 'again'), file)).toBe(read(work, file))
})

test('where no environment can be written the exit code and the last line say so', async () => {
  const root = await folderOf([{ name: 'Not_a_name', objects: [] }])
  const ran = await isthmus(root, 'import', '--from', 'seen', '--into', 'new')
  expect(ran.code).toBe(2)
  expect(ran.out).toContain('No valid environment can be written')
  expect(ran.out).not.toContain('git init')
  expect(readdirSync(join(root, 'new')).sort()).toEqual(['IMPORT.md', 'import.json'])
})

test('without --into only the report is printed, in three forms', async () => {
  const root = await folderOf(shop())
  const before = fingerprint(root)
  const json = await isthmus(root, 'import', '--from', 'seen', '--output', 'json')
  expect(JSON.parse(json.out)).toMatchObject({ environment: 'shop', share: { unexplained: 0 } })
  expect((await isthmus(root, 'import', '--from', 'seen', '--output', 'markdown')).out).toContain('| cluster | pods |')
  expect((await isthmus(root, 'import', '--from', 'seen')).out).toMatch(/^shop: /)
  expect(fingerprint(root)).toBe(before)
})

test.each([
  ['no source, so the hub, and no kubeconfig', ['import', '--kubeconfig', 'nowhere'], 'cluster/no-kubeconfig'],
  ['a folder that is not there', ['import', '--from', 'nowhere'], 'directory/missing'],
  ['a folder without clusters', ['import', '--from', 'seen/east'], 'import/nothing-there'],
  ['an output folder that holds something', ['import', '--from', 'seen', '--into', 'full'], 'import/not-empty'],
  ['an output folder that is a file', ['import', '--from', 'seen', '--into', 'full/a.txt'], 'import/not-a-folder'],
])('%s is refused before anything is written', async (_, args, code) => {
  const root = await folderOf(shop().slice(0, 2))
  write(root, 'full/a.txt', 'mine')
  const before = fingerprint(root)
  const ran = await isthmus(root, ...args)
  expect(ran.code).toBe(1)
  expect(ran.err).toContain(code)
  expect(fingerprint(root)).toBe(before)
  expect(existsSync(join(root, 'nowhere'))).toBe(false)
})
