import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { platformMaker } from './a-platform.ts'
import { git, isthmus, pushAll, read, write } from './a-shell.ts'

const GRACE = 'Grace <grace@example.com>'

/** Beside the reference: small, without anything that needs settings. */
const BRANCH = `apiVersion: isthmus.dev/v1alpha1
kind: Environment
metadata: { name: branch }
spec:
  hub: { namespace: isthmus-branch, clusterSet: branch }
  domain: { base: branch.example.com }
  clusters:
    - { name: shop, cloud: aws, region: eu-west-1, zones: [eu-west-1a, eu-west-1b, eu-west-1c],
        network: { pods: 10.64.0.0/16, services: 172.24.0.0/16, machines: 10.65.0.0/16 } }
  components:
    clusters: {}
`
const PLACEMENT = `apiVersion: isthmus.dev/v1alpha1
kind: PolicyPlacement
metadata: { name: branch-hub }
spec: { environment: branch, policies: [clusters], clusters: { hub: true } }
`

let make: Awaited<ReturnType<typeof platformMaker>>
beforeAll(async () => {
  make = await platformMaker()
})

const names = (work: string, folder: string) => readdirSync(join(work, folder)).sort()
const remove = (work: string, path: string) => rmSync(join(work, path))

/** A platform whose second environment is rendered and merged, and then no longer asked for. */
async function taken() {
  const { work, clusters } = make()
  write(work, 'environments/branch.yaml', BRANCH)
  write(work, 'placements/branch.yaml', PLACEMENT)
  expect((await isthmus(work, 'expand', '--quiet')).code).toBe(0)
  expect(names(work, 'rendered')).toEqual(['branch', 'gdw'])
  pushAll(work, 'A branch')
  remove(work, 'environments/branch.yaml')
  remove(work, 'placements/branch.yaml')
  pushAll(work, 'Without the branch')
  return { work, clusters }
}

test('expand takes away what nothing asks for any more, --check finds it stale, and a file of somebody is kept', async () => {
  const { work } = await taken()
  const stale = await isthmus(work, 'expand', '--check')
  expect(stale.code).toBe(2)
  expect(stale.out).toContain('rendered/branch: not current; run `isthmus expand` and commit the result')
  expect((await isthmus(work, 'expand', '--check', '--environment', 'gdw')).code).toBe(0)
  write(work, 'rendered/branch/notes.md', 'mine\n')
  const refused = await isthmus(work, 'expand')
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('rendered/branch/notes.md')])
  expect(names(work, 'rendered/branch')).toContain('.isthmus.json')
  remove(work, 'rendered/branch/notes.md')
  const { code, out } = await isthmus(work, 'expand')
  expect([code, out]).toEqual([0, expect.stringMatching(/rendered\/branch: 0 written, \d+ removed, 0 unchanged/)])
  expect(names(work, 'rendered')).toEqual(['gdw'])
  expect((await isthmus(work, 'expand', '--check')).code).toBe(0)
})

test('the last one goes like any other', async () => {
  const { work } = await taken()
  for (const folder of ['environments', 'placements'])
    for (const each of names(work, folder)) remove(work, join(folder, each))
  const validated = await isthmus(work, 'validate')
  expect([validated.code, validated.err]).toEqual([0, expect.stringContaining('branch, gdw would be taken out')])
  const plan = await isthmus(work, 'plan')
  expect([plan.code, plan.out]).toEqual([2, expect.stringContaining('No source asks for gdw any more')])
  expect((await isthmus(work, 'expand', '--check')).code).toBe(2)
  expect((await isthmus(work, 'expand')).code).toBe(0)
  expect((await isthmus(work, 'validate')).code).toBe(2)
})

test('plan says what it means, and that it never goes unasked', async () => {
  const { work } = await taken()
  for (const more of [[], ['--environment', 'branch']]) {
    const { code, out, err } = await isthmus(work, 'plan', ...more)
    expect([code, err]).toEqual([2, expect.stringContaining('a whole environment never goes unasked')])
    expect(out).toContain('No source asks for branch any more, so all that was rendered of it goes.')
    expect(out).toContain('Namespace isthmus-branch goes too')
  }
})

test('its proposal waits for a tick, and once merged nothing is left of it', async () => {
  const { work, clusters } = await taken()
  const proposed = await isthmus(work, 'propose')
  expect([proposed.code, proposed.out]).toEqual([0, expect.stringContaining('gdw: rendered/ is current')])
  expect(proposed.out).toMatch(/branch: \d+ policies removed .*\n {2}proposal created/)
  const gate = () => isthmus(work, 'gate', '--environment', 'branch', '--from', clusters)
  const red = await gate()
  expect([red.code, red.out]).toEqual([2, expect.stringContaining('tick the box on the proposal if that is meant')])
  const pulls = JSON.parse((await isthmus(work, 'pulls', '--output', 'json')).out) as {
    pulls: { number: number; title: string; state: string }[]
  }
  const { number } = pulls.pulls.find((each) => each.state === 'open') ?? { number: 0 }
  await isthmus(work, 'pulls', 'tick', String(number), '1', '--as', GRACE)
  expect((await gate()).code).toBe(0)
  expect((await isthmus(work, 'pulls', 'merge', String(number), '--as', GRACE)).code).toBe(0)
  git(work, 'pull', '--quiet', '--ff-only')
  expect(names(work, 'rendered')).toEqual(['gdw'])
  expect(read(work, 'environments/gdw.yaml')).toContain('name: gdw')
  const again = await isthmus(work, 'propose', '--environment', 'branch')
  expect([again.code, again.err]).toEqual([1, expect.stringContaining('there is no environment branch')])
})

test('a server that looks once takes back the proposal of an environment that came to nothing', async () => {
  const { work, clusters } = make()
  write(work, 'environments/branch.yaml', BRANCH)
  write(work, 'placements/branch.yaml', PLACEMENT)
  pushAll(work, 'A branch')
  await isthmus(work, 'propose', '--environment', 'branch')
  remove(work, 'environments/branch.yaml')
  remove(work, 'placements/branch.yaml')
  pushAll(work, 'Rather not')
  const served = await isthmus(work, 'serve', '--once', '--from', clusters)
  expect([served.code, served.err]).toEqual([0, expect.stringContaining('"withdrawn":["change/branch"]')])
  const { out } = await isthmus(work, 'pulls', '--output', 'json')
  const all = JSON.parse(out) as { pulls: { title: string; state: string }[] }
  expect(all.pulls.filter((each) => each.state === 'open')).toEqual([])
})

test('clusters to practise on are not made of an environment that there is not', async () => {
  const { work } = make()
  const ran = await isthmus(work, 'demo', '--clusters', '../practice', '--environment', 'branch')
  expect([ran.code, ran.err]).toEqual([1, expect.stringContaining('there is no environment branch')])
})

test('a server that looks once at an environment that there is not says so, and fails', async () => {
  const { work, clusters } = make()
  const ran = await isthmus(work, 'serve', '--once', '--from', clusters, '--environment', 'gwd')
  expect([ran.code, ran.err]).toEqual([1, expect.stringContaining('"there":["gdw"]')])
})
