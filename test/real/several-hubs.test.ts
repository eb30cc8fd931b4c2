import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { DriftReport } from '../../engine/model/drift.ts'
import { git, isthmus, newFolder, pushAll, write } from '../engine/commands/a-shell.ts'
import { ENVIRONMENTS, environmentOf } from '../engine/commands/two-environments.ts'
import { isthmusChild } from '../engine/server/a-child.ts'
import type { Cluster } from './testbed/cluster.ts'
import { hasRecordedCrds } from './testbed/crds.ts'
import type { Platform } from './testbed/platform.ts'
import { HUB, startPlatform } from './testbed/platform.ts'

const POLICY = 'policy.open-cluster-management.io/v1'
const bed: { platform?: Platform } = {}
let work = ''

vi.setConfig({ testTimeout: 180_000, hookTimeout: 300_000 })

if (!hasRecordedCrds) console.warn('no recorded CustomResourceDefinitions: there is no hub to look at')

beforeAll(async () => {
  if (!hasRecordedCrds) return
  bed.platform = await startPlatform({ members: ['hub-west'] })
  work = await aRepositoryOfTwo()
  for (const [name, hub] of hubs()) await deliver(name, hub)
})
afterAll(async () => bed.platform?.stop())

/** The hub of each environment. */
function hubs(): ReadonlyMap<string, Cluster> {
  const { platform } = bed
  const west = platform?.members.get('hub-west')
  if (!platform || !west) throw new Error('the test bed is not there')
  return new Map([
    ['east', platform.hub],
    ['west', west],
  ])
}

async function aRepositoryOfTwo(): Promise<string> {
  const root = newFolder()
  const place = join(root, 'work')
  git(root, 'init', '--quiet', '--bare', '--initial-branch=main', 'origin.git')
  git(root, 'init', '--quiet', '--initial-branch=main', 'work')
  git(place, 'remote', 'add', 'origin', '../origin.git')
  for (const each of ENVIRONMENTS) write(place, `environments/${each}.yaml`, environmentOf(each))
  const hub = { context: HUB, environments: { west: 'hub-west' } }
  write(place, 'isthmus.yaml', JSON.stringify({ apiVersion: 'isthmus.dev/v1alpha1', kind: 'Configuration', hub }))
  await isthmus(place, 'expand', '--quiet')
  pushAll(place, 'Two environments')
  return place
}

/** As whatever delivers would, its own environment alone. */
async function deliver(environment: string, hub: Cluster): Promise<void> {
  const folder = join(work, 'rendered', environment)
  await hub.kubectl(['apply', '--server-side', '-f', join(folder, 'namespace.yaml')])
  const rest = readdirSync(folder).filter((each) => /\.yaml$/.test(each) && !/^(kustomization|namespace)\./.test(each))
  await hub.kubectl(['apply', '--server-side', ...rest.flatMap((each) => ['-f', join(folder, each)])])
}

async function missingIn(environment: string, ...args: readonly string[]): Promise<readonly string[]> {
  const kubeconfig = bed.platform?.kubeconfig ?? ''
  const all = ['drift', '--environment', environment, '--kubeconfig', kubeconfig, '--output', 'json', ...args]
  const { undelivered } = JSON.parse((await isthmus(work, ...all)).out) as DriftReport
  return undelivered
    .filter((each) => each.message.startsWith('the hub does not have this policy'))
    .map((each) => each.policy)
}

test.skipIf(!hasRecordedCrds)('each environment is looked at on the hub that manages it', async () => {
  for (const each of ENVIRONMENTS) expect(await missingIn(each)).toEqual([])
  expect(await missingIn('west', '--hub-context', HUB)).toContain('certs-operator')
})

test.skipIf(!hasRecordedCrds)('one server follows both hubs, and goes on when one of them is gone', async () => {
  const { platform } = bed
  const [east, west] = [hubs().get('east'), hubs().get('west')]
  const child = isthmusChild(work, ['serve', '--kubeconfig', platform?.kubeconfig ?? '', '--listen', '0'])
  const changed = (environment: string) =>
    child
      .lines()
      .filter((each) => each.event === 'reconcile' && each.environment === environment)
      .filter((each) => String(each.because).includes('the hub changed')).length
  for (const each of ENVIRONMENTS) await child.until('reconciled', (line) => line.environment === each)
  const settled = async (environment: string) => {
    const known = changed(environment)
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    return changed(environment) === known
  }
  await expect.poll(() => settled('east'), { timeout: 60_000, interval: 0 }).toBe(true)
  const before = { east: changed('east'), west: changed('west') }
  await west?.remove(POLICY, 'Policy', 'isthmus-west', 'certs-operator')
  await expect.poll(() => changed('west'), { timeout: 60_000 }).toBeGreaterThan(before.west)
  expect(changed('east')).toBe(before.east)

  await west?.kill()
  await east?.remove(POLICY, 'Policy', 'isthmus-east', 'certs-operator')
  await expect.poll(() => changed('east'), { timeout: 60_000 }).toBeGreaterThan(before.east)
  expect(child.lines().filter((each) => each.event === 'bug')).toEqual([])
  child.process.kill('SIGTERM')
  expect(await child.ended).toBe(0)
})
