import { cpSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { deliveredObjects, editObject, writeCluster } from '../../../engine/commands/demo/clusters.ts'
import { changedBy } from '../../../engine/commands/demo/managed-fields.ts'
import { readRendered } from '../../../engine/stages/read-rendered.ts'
import { aRepository, git, isthmus, isthmusAt, newFolder, pushAll, read, write } from './a-shell.ts'

const CLUSTERS = ['cluster1', 'cluster2', 'cluster3']
const NOON = '2026-03-04T12:00:00Z'
const ADA = 'Ada <ada@example.com>'
const GRACE = 'Grace <grace@example.com>'

const ENVIRONMENT = `apiVersion: isthmus.dev/v1alpha1
kind: Environment
metadata: { name: gdw }
spec:
  hub: { namespace: isthmus-gdw, clusterSet: gdw }
  domain: { base: example.com }
  clusters:
    - { name: cluster1, cloud: aws, region: us-east-1, network: { pods: 10.128.0.0/14, services: 172.28.0.0/16, machines: 10.0.0.0/16 } }
    - { name: cluster2, cloud: aws, region: us-east-2, network: { pods: 10.132.0.0/14, services: 172.29.0.0/16, machines: 10.1.0.0/16 } }
    - { name: cluster3, cloud: aws, region: us-west-2, network: { pods: 10.136.0.0/14, services: 172.30.0.0/16, machines: 10.2.0.0/16 } }
  components: {}
`
const PLACEMENT = `apiVersion: isthmus.dev/v1alpha1
kind: PolicyPlacement
metadata: { name: gdw-app }
spec: { environment: gdw, policies: [app], clusters: { all: true } }
`
const MANIFEST = `# what the application reads
apiVersion: v1
kind: ConfigMap
metadata: { name: app, namespace: app }
data:
  mode: "slow"   # until the new disks are there
  greeting: hello
`

const OTHER = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other, namespace: app }\ndata: { more: slow }\n'

/** A merged application on three clusters that look as it says. */
let template = ''

beforeAll(async () => {
  const { root, work, clusters } = await aRepository()
  write(work, 'environments/gdw.yaml', ENVIRONMENT)
  write(work, 'placements/gdw.yaml', PLACEMENT)
  write(work, 'policies/app/policy.yaml', 'apiVersion: isthmus.dev/v1alpha1\nkind: AuthoredPolicy\n')
  write(work, 'policies/app/config.yaml', MANIFEST)
  write(work, 'policies/app/other.yaml', OTHER)
  write(work, 'CODEOWNERS', '* @org/platform\n/policies/app/ @org/app\n')
  pushAll(work, 'An application')
  await isthmus(work, 'propose')
  await isthmus(work, 'pulls', 'merge', '1', '--as', GRACE)
  git(work, 'pull', '--quiet', '--ff-only')
  const files = new Map(
    readdirSync(join(work, 'rendered/gdw')).map((file) => [`rendered/gdw/${file}`, read(work, `rendered/gdw/${file}`)]),
  )
  const { rendered } = readRendered('gdw', files)
  for (const cluster of CLUSTERS) await writeCluster(clusters, cluster, deliveredObjects(rendered, cluster, NOON))
  template = root
})

function aPlatform(): { work: string; clusters: string; origin: string } {
  const root = newFolder()
  cpSync(template, root, { recursive: true })
  return { work: join(root, 'work'), clusters: join(root, 'clusters'), origin: join(root, 'origin.git') }
}

interface Pull {
  readonly number: number
  readonly state: string
  readonly title: string
  readonly branch: string
  readonly body: string
  readonly comments: readonly { by: string; text: string }[]
}

async function pulls(work: string): Promise<readonly Pull[]> {
  return (JSON.parse((await isthmus(work, 'pulls', '--output', 'json')).out) as { pulls: Pull[] }).pulls
}

interface Look {
  readonly drifts: readonly { fingerprint: string; clusters: string[]; object: { kind: string; name: string } }[]
  readonly excepted?: readonly { because: string; until: string; owner: string }[]
  readonly findings?: readonly { rule: string }[]
}

async function look(work: string, clusters: string, now = NOON, ...more: string[]): Promise<Look> {
  const { out } = await isthmusAt(now, work, 'drift', '--from', clusters, '--output', 'json', ...more)
  return JSON.parse(out) as Look
}

async function publish(work: string, clusters: string, now: string): Promise<string> {
  return (await isthmusAt(now, work, 'drift', '--from', clusters, '--publish')).err
}

async function setMode(clusters: string, mode: string, ...on: string[]): Promise<void> {
  for (const cluster of on)
    await editObject(clusters, cluster, 'ConfigMap app/app', (object) =>
      changedBy('kubectl', '2026-03-04T11:59:00Z', object, ['data', 'mode'], mode),
    )
}

async function onlyDrift(work: string, clusters: string): Promise<string> {
  const { drifts } = await look(work, clusters)
  expect(drifts).toHaveLength(1)
  return drifts[0]?.fingerprint ?? ''
}

describe('adopt', () => {
  test('the whole story: drift, tick, proposal, merge, no drift', async () => {
    const { work, clusters, origin } = aPlatform()
    await setMode(clusters, 'fast', 'cluster1', 'cluster2', 'cluster3')
    await publish(work, clusters, '2026-03-04T12:00:00Z')
    const [report] = (await pulls(work)).filter((each) => each.state === 'open')
    const id = /^- \[ \] adopt ([0-9a-f]{16}):/m.exec(report?.body ?? '')?.[1] ?? ''
    expect(await isthmus(work, 'pulls', 'tick', String(report?.number), `adopt ${id}`, '--as', ADA)).toMatchObject({
      code: 0,
    })

    const number = String(report?.number)
    await isthmus(work, 'pulls', 'comment', number, `/isthmus put-back ${id}\n/isthmus ignore ${id}`, '--as', ADA)
    const told = await publish(work, clusters, '2026-03-04T12:05:00Z')
    expect(told).toContain('adopt')
    const adoption = (await pulls(work)).find((each) => each.branch === `isthmus/adopt/${id}`)
    expect(adoption).toMatchObject({ state: 'open', title: expect.stringContaining('Adopt ConfigMap app/app') })
    expect(adoption?.body).toContain('**Ada** ')
    expect(adoption?.body).toContain('must not approve it. Owners: @org/app.')
    expect(adoption?.body).toContain('`/data/mode`: `slow` → `fast`')
    const diff = git(origin, 'diff', '-U0', 'main', `isthmus/adopt/${id}`, '--', 'policies')
    expect(diff.split('\n').filter((line) => /^[-+] /.test(line))).toEqual([
      '-  mode: "slow"   # until the new disks are there',
      '+  mode: "fast"   # until the new disks are there',
    ])
    expect(git(origin, 'rev-list', '--count', `main..isthmus/adopt/${id}`).trim()).toBe('1')
    const answered = (await pulls(work)).find((each) => each.number === report?.number)?.comments
    expect(answered?.map((each) => each.by)).toEqual(['Ada', 'isthmus', 'isthmus', 'isthmus'])
    expect(answered?.slice(1).map((each) => each.text)).toEqual([
      expect.stringContaining('needs a last day'),
      expect.stringContaining('proposed in file:'),
      expect.stringContaining('oc patch ConfigMap app'),
    ])

    const own = await isthmus(work, 'pulls', 'merge', String(adoption?.number), '--as', ADA)
    expect(own).toMatchObject({ code: 1, err: expect.stringContaining('forge/same-person') })
    expect(await isthmus(work, 'pulls', 'merge', String(adoption?.number), '--as', GRACE)).toMatchObject({ code: 0 })
    expect(await publish(work, clusters, '2026-03-04T13:10:00Z')).toContain('a full observation shows no drift')
    git(work, 'pull', '--quiet', '--ff-only')
    expect(await isthmus(work, 'expand', '--check')).toMatchObject({ code: 0 })
  })

  test('two of one policy: the one that is merged later is made anew on the other', async () => {
    const { work, clusters } = aPlatform()
    await setMode(clusters, 'fast', ...CLUSTERS)
    for (const cluster of CLUSTERS)
      await editObject(clusters, cluster, 'ConfigMap app/other', (object) =>
        changedBy('kubectl', '2026-03-04T11:59:00Z', object, ['data', 'more'], 'fast'),
      )
    await publish(work, clusters, '2026-03-04T12:00:00Z')
    const [report] = (await pulls(work)).filter((each) => each.state === 'open')
    const ids = [...(report?.body ?? '').matchAll(/^- \[ \] adopt ([0-9a-f]{16}):/gm)].map((each) => each[1] ?? '')
    expect(ids).toHaveLength(2)
    for (const id of ids) await isthmus(work, 'pulls', 'tick', String(report?.number), `adopt ${id}`, '--as', ADA)
    await publish(work, clusters, '2026-03-04T12:05:00Z')
    await publish(work, clusters, '2026-03-04T13:05:00Z')
    const adoptions = (await pulls(work)).filter((each) => each.branch.startsWith('isthmus/adopt/'))
    const [first = '', second = ''] = adoptions.map((each) => String(each.number))
    const merge = (number: string) => isthmus(work, 'pulls', 'merge', number, '--as', GRACE)
    expect(await merge(first)).toMatchObject({ code: 0 })
    expect((await merge(second)).err).toContain('git/conflict')
    console.log(await publish(work, clusters, '2026-03-04T12:10:00Z'))
    expect(await merge(second)).toMatchObject({ code: 0 })
    expect(await publish(work, clusters, '2026-03-04T13:15:00Z')).toContain('a full observation shows no drift')
  })

  test('says why not, and changes nothing', async () => {
    const { work, clusters } = aPlatform()
    await setMode(clusters, 'fast', 'cluster2')
    const id = await onlyDrift(work, clusters)
    const { out, code } = await isthmusAt(NOON, work, 'resolve', id, '--from', clusters, '--adopt')
    expect(out).toMatch(/also decides \/data\/mode for cluster1, cluster3/)
    expect(code).toBe(2)
    expect(await pulls(work)).toHaveLength(1)
  })
})

describe('ignore', () => {
  test('is an exception that every report lists until it ends', async () => {
    const { work, clusters } = aPlatform()
    await setMode(clusters, 'fast', 'cluster2')
    const id = await onlyDrift(work, clusters)
    const until = ['--ignore-until', '2026-03-10', '--because', 'load test', '--as', ADA]
    expect(await isthmusAt(NOON, work, 'resolve', id, '--from', clusters, ...until)).toMatchObject({ code: 0 })
    const exception = (await pulls(work)).find((each) => each.branch === `isthmus/ignore/${id}`)
    expect(exception?.title).toContain('until 2026-03-10')
    await isthmus(work, 'pulls', 'merge', String(exception?.number), '--as', GRACE)
    const { out } = await isthmusAt('2026-03-10T23:00:00Z', work, 'drift', '--from', clusters, '--output', 'markdown')
    expect(out).toContain('load test')
    expect(out).toContain('no drift seen')
    // Named in the list of what holds for a while, and in no drift.
    expect(out.split('/data/mode')).toHaveLength(2)
    expect((await look(work, clusters, '2026-03-10T23:00:00Z')).drifts).toEqual([])
    const late = await look(work, clusters, '2026-03-11T00:00:00Z')
    expect(late.drifts).toHaveLength(1)
    expect(late.findings).toEqual([expect.objectContaining({ rule: 'exception/expired', severity: 'warning' })])
  })
})

describe('enforce here', () => {
  test('binds the policy to its clusters until a day, after which a proposal takes it out', async () => {
    const { work, clusters, origin } = aPlatform()
    await setMode(clusters, 'fast', 'cluster2')
    const id = await onlyDrift(work, clusters)
    const until = ['--enforce-here', '--until', '2026-03-11', '--as', ADA]
    await isthmusAt(NOON, work, 'resolve', id, '--from', clusters, ...until)
    const override = (await pulls(work)).find((each) => each.branch === `isthmus/enforce-here/${id}`)
    expect(override?.body).toContain('through 2026-03-11')
    expect(override?.body).toContain('Nothing else of this policy differs')
    const rendered = git(
      origin,
      'diff',
      '-U0',
      'main',
      `isthmus/enforce-here/${id}`,
      '--',
      'rendered/gdw/placements.yaml',
    )
    for (const words of [
      '+bindingOverrides:',
      '+  remediationAction: enforce',
      '+subFilter: restricted',
      '+          - cluster2',
    ])
      expect(rendered).toContain(words)
    await isthmus(work, 'pulls', 'merge', String(override?.number), '--as', GRACE)
    git(work, 'pull', '--quiet', '--ff-only')
    expect(await isthmusAt('2026-03-12T00:00:00Z', work, 'expand', '--check')).toMatchObject({ code: 0 })
    const late = await isthmusAt('2026-03-12T00:00:00Z', work, 'validate')
    expect(late).toMatchObject({ code: 0, err: expect.stringContaining('still does') })
    expect(await publish(work, clusters, '2026-03-12T00:00:00Z')).toContain('has run out; taking it out: created')
    const end = (await pulls(work)).find((each) => each.title.includes('no longer'))
    expect(git(origin, 'diff', '--name-status', 'main', end?.branch ?? '')).toContain(
      `D\tplacements/enforce-${id}.yaml`,
    )
  })
})

describe('put back', () => {
  test('tells the command, and nothing lands in Git', async () => {
    const { work, clusters } = aPlatform()
    await setMode(clusters, 'fast', 'cluster2')
    const id = await onlyDrift(work, clusters)
    const before = await pulls(work)
    const { out, code } = await isthmus(work, 'resolve', id.slice(0, 6), '--from', clusters, '--put-back')
    expect(out).toContain(
      `oc patch ConfigMap app -n app --type=json -p '[{"op":"replace","path":"/data/mode","value":"slow"}]'`,
    )
    expect(code).toBe(0)
    expect(await pulls(work)).toEqual(before)
  })

  test.each<[string[], RegExp]>([
    [[], /say one way out/],
    [['--adopt', '--put-back'], /say one way out/],
    [['--enforce-here'], /needs its last day/],
    [['--enforce-here', '--until', '2026-02-30'], /is no day/],
    [['--ignore-until', '2026-04-01'], /takes a reason/],
    [['--ignore-until', '2026-01-01', '--because', 'too late'], /no drift has the id/],
  ])('a command line that makes no sense is told so: %j', async (options, words) => {
    const { work, clusters } = aPlatform()
    const { code, err } = await isthmus(work, 'resolve', 'ffff', '--from', clusters, ...options)
    expect(err).toMatch(words)
    expect(code).toBe(1)
  })
})
