import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { aKubeconfig, aKubeServer } from '../adapters/cluster/a-kube-server.ts'
import { problems } from '../model/output-schemas/problems.ts'
import type { Ran } from './a-shell.ts'
import { aRepository, git, isthmus, isthmusAt, pushAll, read, write } from './a-shell.ts'

/** Half of a Vault, seen on one cluster of three. */
const VAULT = `apiVersion: v1
kind: Secret
metadata:
  name: app
  namespace: app
data:
  password: aHVudGVyMmh1bnRlcjI=
`

// Every alert is recorded on its own, and a cluster without anything is worth fifty.
const CONFIGURATION = `apiVersion: isthmus.dev/v1alpha1
kind: Configuration
chats: []
drift: { observations: 2 }
`

const EXCEPTION: Readonly<Record<string, string>> = {
  'exceptions/calm.yaml': `apiVersion: isthmus.dev/v1alpha1
kind: Exception
metadata: { name: calm }
spec:
  environment: gdw
  policy: tunnel
  object: { apiVersion: v1, kind: ConfigMap, namespace: a, name: b }
  clusters: [cluster1]
  until: '2027-01-01'
  because: load test
  owner: Ada
`,
}

describe('drift as it is configured', () => {
  let place: Awaited<ReturnType<typeof aRepository>>
  const publish = (at: string) => isthmusAt(at, place.work, 'drift', '--from', place.clusters, '--publish')

  beforeAll(async () => {
    place = await aRepository()
    await isthmus(place.work, 'expand')
    write(place.work, 'isthmus.yaml', CONFIGURATION)
    pushAll(place.work, 'Rendered')
    write(place.clusters, 'cluster1/secret.yaml', VAULT)
  })

  test('a look that reaches nothing fails, and its report says so', async () => {
    const { url, close } = await aKubeServer()
    await close()
    const kubeconfig = aKubeconfig({ 'local-cluster': url })
    const args = ['drift', '--from', 'hub', '--kubeconfig', kubeconfig, '--output', 'json']
    const blind = await isthmus(place.work, ...args)
    expect([blind.code, blind.err.includes('drift/nothing-seen')]).toEqual([1, true])
    expect(JSON.parse(blind.out)).toMatchObject({ drifts: [], summary: { unknown: 4 } })
  }, 60_000)

  test('a snapshot that lacks every cluster was read, and nothing is known of them', async () => {
    const from = join(place.clusters, 'cluster1')
    const { code, out } = await isthmus(place.work, 'drift', '--from', from, '--output', 'json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ drifts: [], summary: { unknown: 4, inSync: 0 } })
  })

  test('what is gone is not laid at the door of a tool', async () => {
    const { out } = await isthmus(place.work, 'drift', '--from', place.clusters)
    expect(out).toContain('an object that is gone does not say who removed it; asked for by')
    expect(out).not.toContain('by an unknown tool')
  })

  test('what commands print is what is documented', async () => {
    expect(problems('findings', (await isthmus(place.work, 'validate', '--output', 'json')).out)).toEqual([])
    const plan = await isthmus(place.work, 'plan', '--against', 'HEAD~1', '--output', 'json')
    expect((JSON.parse(plan.out) as { plans: unknown[] }).plans).toHaveLength(1)
    expect(problems('plan', plan.out)).toEqual([])
    const drift = await isthmus(place.work, 'drift', '--from', place.clusters, '--output', 'json')
    expect((JSON.parse(drift.out) as { drifts: unknown[] }).drifts).not.toEqual([])
    expect(problems('drift', drift.out)).toEqual([])
    const page = await isthmus(place.work, 'drift', '--from', place.clusters, '--output', 'html')
    expect(page.out).toMatch(/^<!doctype html>.*<\/html>\n$/s)
  })

  test('what holds for a while is listed in every form, though no drift meets it', async () => {
    const [name = ''] = Object.keys(EXCEPTION)
    write(place.work, name, EXCEPTION[name] ?? '')
    pushAll(place.work, 'An exception')
    const as = async (form: string) =>
      (await isthmus(place.work, 'drift', '--from', place.clusters, '--output', form)).out
    const report = JSON.parse(await as('json')) as { temporary: unknown[] }
    expect(report.temporary).toMatchObject([{ kind: 'exception', name: 'calm', owner: 'Ada', hasEnded: false }])
    expect(problems('drift', await as('json'))).toEqual([])
    for (const form of ['text', 'markdown', 'html']) expect(await as(form)).toContain('because load test, Ada')
    rmSync(join(place.work, name))
    pushAll(place.work, 'No exception')
  })

  test('the first look only counts, and the second opens', async () => {
    const typesAfter = async (looking: Promise<Ran>) => {
      const { code, err } = await looking
      expect(code).toBe(2)
      git(place.work, 'fetch', '--quiet', 'origin')
      const lines = git(place.work, 'show', 'origin/isthmus/history:gdw.jsonl').trim().split('\n')
      const types = new Set(lines.map((each) => (JSON.parse(each) as { type: string }).type))
      return { err, types: [...types].filter((each) => ['sighted', 'opened'].includes(each)) }
    }
    const first = await typesAfter(publish('2026-03-04T05:00:00Z'))
    expect(first.types).toEqual(['sighted'])
    expect(first.err).not.toMatch(/proposal opened/)
    const second = await typesAfter(publish('2026-03-04T05:01:00Z'))
    expect(second.types).toEqual(['sighted', 'opened'])
    expect(second.err).toMatch(/drift proposal opened/)
  })

  test('what was deleted of a proposal comes back, and the history has it all', async () => {
    git(place.work, 'push', '--quiet', 'origin', ':refs/heads/isthmus/drift/gdw')
    rmSync(join(place.clusters, 'cluster1/secret.yaml'))
    const again = await isthmusAt(
      '2026-03-05T07:00:00Z',
      place.work,
      'drift',
      '--from',
      place.clusters,
      '--output',
      'json',
    )
    const { drifts } = JSON.parse(again.out) as { drifts: readonly { firstSeen: string }[] }
    expect(new Set(drifts.map((each) => each.firstSeen))).toEqual(new Set(['2026-03-04T05:00:00Z']))
  })

  test('a short redaction key is refused by name, and never printed', async () => {
    const before = read(place.work, 'isthmus.yaml')
    write(place.work, 'key', 'hunter2\n')
    write(
      place.work,
      'isthmus.yaml',
      before.replace('observations: 2', `redactionKey: { file: ${join(place.work, 'key')} }`),
    )
    const { code, err } = await isthmus(place.work, 'drift', '--from', place.clusters)
    expect(code).toBe(1)
    expect(err).toMatch(/drift\.redactionKey is shorter than 16 characters/)
    expect(err).not.toContain('hunter2')
  })
})
