import { readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { openRepository } from '../../../engine/adapters/git.ts'
import { deliveredObjects, writeCluster } from '../../../engine/commands/demo/clusters.ts'
import type { Io } from '../../../engine/commands/io.ts'
import { paletteFor } from '../../../engine/commands/io.ts'
import { main } from '../../../engine/commands/main.ts'
import { readMerged } from '../../../engine/flows/read-merged.ts'
import { readRendered } from '../../../engine/stages/read-rendered.ts'
import { aRepository, fingerprint, isthmus, pushAll, read, write } from './a-shell.ts'

const made: { root: string; work: string; clusters: string } = { root: '', work: '', clusters: '' }

beforeAll(async () => {
  Object.assign(made, await aRepository())
  await isthmus(made.work, 'expand', '--quiet')
  pushAll(made.work, 'Rendered')
  const repository = await openRepository({ directory: made.work, variables: {} })
  const { rendered } = readRendered('gdw', (await readMerged(repository)).rendered)
  for (const name of [...rendered.clusters.map((each) => each.name), 'local-cluster'])
    await writeCluster(made.clusters, name, deliveredObjects(rendered, name, '2026-03-04T05:00:00Z'))
})

const drill = (...args: readonly string[]) =>
  isthmus(made.work, 'drill', '--lose', 'us-east-1', '--from', made.clusters, ...args)

/** While `during` runs, a cluster cannot be reached. */
async function without<T>(cluster: string, during: () => Promise<T>): Promise<T> {
  const [there, away] = [join(made.clusters, cluster), join(made.root, `away-${cluster}`)]
  renameSync(there, away)
  return await during().finally(() => renameSync(away, there))
}

describe('drill', () => {
  test('refuses while another region is dark, says each reason in a sentence, and writes nothing', async () => {
    const before = fingerprint(made.work)
    const { code, out } = await without('cluster2', () => drill())
    expect(code).toBe(2)
    expect(out).toContain('now is not a safe time')
    expect(out).toContain('us-east-2 is not ready: cluster2 is unknown')
    expect(out).toContain('frozen while cluster2 cannot be seen')
    expect(out).not.toContain('aws ec2')
    expect(fingerprint(made.work)).toBe(before)
  })

  test('plans, with the ways to cut and back and what is predicted, and overwrites no evidence', async () => {
    write(made.work, 'drills/2026-03-04-us-east-1.md', 'of this morning\n')
    const { code, out } = await drill()
    expect(code).toBe(0)
    expect(out).toContain('now is a safe time')
    expect(out).toContain('aws ec2 replace-network-acl-association --region us-east-1')
    expect(out).toContain('fails over in')
    expect(read(made.work, 'drills/2026-03-04-us-east-1.md')).toBe('of this morning\n')
    const names = ['2026-03-04-us-east-1-2.json', '2026-03-04-us-east-1-2.md', '2026-03-04-us-east-1.md']
    expect(readdirSync(join(made.work, 'drills')).sort()).toEqual(names)
    const kept = JSON.parse(read(made.work, 'drills/2026-03-04-us-east-1-2.json'))
    expect(kept).toMatchObject({ outcome: 'planned', isSafe: true, anyway: null, region: 'us-east-1' })
  })

  test('goes on anyway for a reason, which the evidence keeps', async () => {
    const { code, out } = await without('cluster2', () => drill('--anyway', 'the auditors are here', '-o', 'json'))
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ isSafe: false, anyway: 'the auditors are here', outcome: 'planned' })
  })

  test('follows the loss and the return, and keeps what was seen', async () => {
    const [there, away] = [join(made.clusters, 'cluster1'), join(made.root, 'away')]
    let out = ''
    const io: Io = {
      cwd: made.work,
      env: process.env,
      out: (text) => {
        out += text
        if (text.includes('now is a safe time')) renameSync(there, away)
        if (text.includes('the region is dark')) renameSync(away, there)
      },
      err: () => undefined,
      isTerminal: false,
      palette: paletteFor(false),
      now: () => '2026-03-04T05:06:07Z',
    }
    const args = ['drill', '--lose', 'us-east-1', '--from', made.clusters, '--watch', '--every', '0.01']
    expect(await main(['node', 'isthmus', ...args], io)).toBe(0)
    expect(out).toContain('lost, back, and everything as it was')
    const path = /evidence: (\S+\.md)/.exec(out)?.[1] ?? ''
    expect(read(made.work, path)).toContain('## What was measured')
    expect(read(made.work, path)).toContain('| 2026-03-04T05:06:07Z | dark |')
  })

  test.each([
    [['--lose', 'nowhere'], 'nowhere is no region or cluster of gdw'],
    [['--lose', 'us-east-1', '--every', 'x'], '--every takes seconds'],
    [['--lose', 'us-east-1', '--anyway', ' '], '--anyway gives no reason'],
    [[], 'a drill needs a region to lose'],
  ])('%j ends with 1 and says what to write', async (args, message) => {
    const { code, err } = await isthmus(made.work, 'drill', '--from', made.clusters, ...args)
    expect([code, err]).toEqual([1, expect.stringContaining(message)])
  })
})
