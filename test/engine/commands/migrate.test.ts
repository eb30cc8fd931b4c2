import { join } from 'node:path'
import { expect, test } from 'vitest'
import { aRepository, isthmus, read, write } from './a-shell.ts'

const SET = 'cluster.open-cluster-management.io/clusterset'
const managed = (name: string, own: string) =>
  `---\napiVersion: cluster.open-cluster-management.io/v1\nkind: ManagedCluster\nmetadata: { name: ${name}, labels: { name: ${name}, ${own} } }\n`
const INVENTORY = [
  ...['cluster1', 'cluster2', 'cluster3'].map((name) => managed(name, `${SET}: gdw`)),
  managed('local-cluster', `local-cluster: 'true', ${SET}: default`),
].join('')

test('what the repository renders keeps its clusters at every step, in text, JSON and files', async () => {
  const { work, root } = await aRepository()
  write(root, 'clusters.yaml', INVENTORY)
  const run = (...more: string[]) => isthmus(work, 'migrate', 'placements', '--inventory', '../clusters.yaml', ...more)
  const text = await run()
  expect(text.code).toBe(0)
  expect(text.out).toContain('the same clusters at every step')
  expect(text.out).toContain('`api: both`')
  const placements = read(work, 'placements/gdw.yaml')
  for (const api of ['both', 'Placement']) {
    const next = placements.replaceAll(/^( *)clusters:/gm, `$1api: ${api}\n$1clusters:`)
    write(work, 'placements/gdw.yaml', next)
    expect((await isthmus(work, 'validate', '--quiet')).code).toBe(0)
    const plan = await isthmus(work, 'plan', '--inventory', '../clusters.yaml', '--output', 'json')
    expect(plan.out).not.toContain('"rule": "selection/')
  }
  write(work, 'placements/gdw.yaml', placements)
  const { code } = await run('--into', '../steps')
  expect([code, read(join(root, 'steps'), '1-add.yaml').includes('kind: PlacementRule')]).toEqual([0, false])
  expect(read(join(root, 'steps'), '2-remove.yaml')).toContain('kind: PlacementRule')
})

test('what is missing is asked for', async () => {
  const { work } = await aRepository()
  expect((await isthmus(work, 'migrate', 'placements')).err).toContain('usage/no-inventory')
  expect((await isthmus(work, 'migrate', 'policies')).err).toContain('usage/migrate')
  expect((await isthmus(work, 'migrate', 'placements', '--inventory', 'no.yaml')).err).toContain('inventory/unreadable')
})
