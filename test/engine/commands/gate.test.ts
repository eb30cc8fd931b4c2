import { beforeAll, expect, test } from 'vitest'
import { aRepository, git, isthmus, write } from './a-shell.ts'

const SECOND = `apiVersion: isthmus.dev/v1alpha1
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
let work = ''

beforeAll(async () => {
  work = (await aRepository()).work
})

const gate = (...args: readonly string[]) => isthmus(work, 'gate', '--from', '../nowhere', ...args)
const GREEN = { code: 0, out: expect.stringContaining('nothing of gdw is merged yet: a first installation goes') }

test('a first installation may be merged, whether its proposal is open or not, and nothing is looked at', async () => {
  expect(await gate()).toMatchObject(GREEN)
  await isthmus(work, 'propose')
  expect(await gate('--environment', 'gdw')).toMatchObject(GREEN)
  expect(await gate('--head', 'isthmus/change/gdw')).toMatchObject(GREEN)
  const { isGreen, checks } = JSON.parse((await gate('--output', 'json')).out)
  expect([isGreen, checks.length]).toEqual([true, 1])
})

test('what there is not has no gate', async () => {
  expect(await gate('--environment', 'gwd')).toMatchObject({ code: 1, out: '' })
  expect(await gate('--head', 'nowhere')).toMatchObject({ code: 1, err: expect.stringContaining('unknown-ref') })
})

test('an environment that comes beside one that runs', async () => {
  await isthmus(work, 'pulls', 'merge', '1', '--as', 'Grace <grace@example.com>')
  git(work, 'pull', '--quiet', '--ff-only')
  git(work, 'checkout', '--quiet', '-b', 'more')
  write(work, 'environments/branch.yaml', SECOND)
  expect((await isthmus(work, 'expand', '--environment', 'branch')).code).toBe(0)
  git(work, 'add', '--all')
  git(work, 'commit', '--quiet', '--message', 'One more')
  git(work, 'push', '--quiet', 'origin', 'more')
  const asked = ['--environment', 'branch']
  expect(await gate(...asked, '--head', 'more')).toMatchObject({ code: 0, out: expect.stringContaining('branch') })
  expect(await gate(...asked)).toMatchObject({ code: 1, err: expect.stringContaining('usage/unknown-environment') })
  // The one that runs is looked at.
  expect(await gate()).toMatchObject({ code: 1, err: expect.stringContaining('nowhere') })
  git(work, 'checkout', '--quiet', 'main')
})
