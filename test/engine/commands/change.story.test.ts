import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { deliver, NOON, platformMaker, pulls } from './a-platform.ts'
import { aRepository, git, isthmus, isthmusAt, pushAll, read, write } from './a-shell.ts'

let aPlatform: Awaited<ReturnType<typeof platformMaker>>

beforeAll(async () => {
  aPlatform = await platformMaker()
})

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

describe('policies that leave more clusters than may go unasked', () => {
  test('wait for a tick for exactly these moves', async () => {
    const { work, clusters } = aPlatform()
    write(work, 'isthmus.yaml', `${read(work, 'isthmus.yaml')}limits: { moves: 1, removals: 10000 }\n`)
    write(work, 'placements/gdw.yaml', read(work, 'placements/gdw.yaml').replace('[tunnel, certs, ', '['))
    write(
      work,
      'placements/narrow.yaml',
      'apiVersion: isthmus.dev/v1alpha1\nkind: PolicyPlacement\nmetadata: { name: narrow }\nspec: { environment: gdw, policies: [tunnel, certs], clusters: { names: [cluster1] } }\n',
    )
    expect(await isthmus(work, 'plan')).toMatchObject({ code: 2, err: expect.stringContaining('plan/mass-move') })
    pushAll(work, 'Tunnel and certificates on one cluster')
    await isthmus(work, 'propose')
    const open = (await pulls(work)).find((each) => each.state === 'open')
    expect(open?.body).toContain('come to or leave clusters more than 1 times')
    expect(await isthmus(work, 'gate', '--from', clusters)).toMatchObject({
      code: 2,
      out: expect.stringContaining('tick the box'),
    })
    expect((await isthmus(work, 'pulls', 'tick', '2', '1', '--as', 'Grace <grace@example.com>')).code).toBe(0)
    const after = (await isthmus(work, 'gate', '--from', clusters)).out
    expect(after).toContain('approved by a tick')
    expect(after).not.toContain('tick the box')
  })
})

describe('another version of Isthmus', () => {
  test('of what this version made is none, whatever else waits to be proposed', async () => {
    const { work } = aPlatform()
    const sources = read(work, 'environments/gdw.yaml')
    write(work, 'environments/gdw.yaml', sources.replace('tunnel: {}', 'tunnel: { gateways: 3 }'))
    const plan = () => isthmus(work, 'upgrade', '--plan')
    const NONE = /^gdw: no upgrade, since rendered\/ was made by this version .*\n$/
    expect(await plan()).toMatchObject({ code: 0, out: expect.stringMatching(NONE) })
    pushAll(work, 'More gateways')
    expect((await plan()).out).toMatch(NONE)
    expect(JSON.parse((await isthmus(work, 'upgrade', '--plan', '--output', 'json')).out).plans).toEqual([])
    expect((await isthmus(work, 'upgrade')).out).toMatch(NONE)
    expect((await pulls(work)).filter((each) => each.state === 'open')).toEqual([])
    expect((await isthmus(work, 'propose')).out).toContain('proposal created')
  })

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
    const { out } = await isthmus(work, 'upgrade', '--output', 'markdown')
    expect(out).toMatch(/^### Clusters$/m)
    expect(out).toMatch(/^proposal created: `file:/m)
    expect((await isthmus(work, 'upgrade', '--output', 'markdown')).out).toMatch(/^proposal unchanged: `file:/m)
    expect((await pulls(work)).find((each) => each.state === 'open')?.body).toContain('made by version `0.0.9`')
  })
})

const CONFIGURATION =
  'apiVersion: isthmus.dev/v1alpha1\nkind: Configuration\nforge: { type: local }\nlimits: { newProposalsPerHour: 9 }\n'

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
    // Three waves within one hour.
    write(work, 'isthmus.yaml', CONFIGURATION)
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
      await deliver(work, clusters)
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
