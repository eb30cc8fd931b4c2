import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { deliveredObjects, editObject, writeCluster } from '../../engine/commands/demo/clusters.ts'
import { changedBy } from '../../engine/commands/demo/managed-fields.ts'
import { at, listAt, textAt } from '../../engine/model/json.ts'
import { readRendered } from '../../engine/stages/read-rendered.ts'
import type { Gitea, GiteaUser } from './testbed/gitea.ts'
import { startGitea } from './testbed/gitea.ts'
import type { GiteaRepository, Team } from './testbed/gitea-repository.ts'
import { aGiteaRepository, aTeam, cloneOf } from './testbed/gitea-repository.ts'

const run = promisify(execFile)
const CLI = join(import.meta.dirname, '../../engine/cli.ts')
const CLUSTERS = ['cluster1', 'cluster2', 'cluster3']
const folder = mkdtempSync(join(tmpdir(), 'isthmus-gitea-loop-'))

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
`

interface Stage {
  readonly gitea: Gitea
  readonly team: Team
  readonly repository: GiteaRepository
  readonly work: string
  readonly clusters: string
}
const stage: { now?: Stage } = {}
const times: string[] = []

// A dozen programs one after the other, each with pushes: minutes on a busy machine.
vi.setConfig({ testTimeout: 300_000 })

beforeAll(async () => {
  const gitea = await timed('start Gitea', () => startGitea(folder))
  const team = await aTeam(gitea)
  const repository = await aGiteaRepository(gitea, team, 'desired-state')
  const work = cloneOf(repository, folder)
  stage.now = { gitea, team, repository, work, clusters: join(folder, 'clusters') }
})

afterAll(async () => {
  await stage.now?.gitea.stop()
  rmSync(folder, { recursive: true, force: true })
  process.stderr.write(`the loop on a real Gitea: ${times.join(', ')}\n`)
})

test('desired state, proposal, review, merge, drift, command, adoption, merge, no drift', async () => {
  const { team, work, clusters } = staged()
  await push(desiredState())
  const opened = await timed('propose', () => isthmus('propose'))
  expect(opened).toMatchObject({
    code: 0,
    err: expect.not.stringContaining('error'),
    out: expect.stringContaining('proposal created'),
  })
  expect(await pull(1)).toMatchObject({
    state: 'open',
    user: { login: 'isthmus-bot' },
    labels: expect.arrayContaining([expect.objectContaining({ name: 'isthmus' })]),
    head: { ref: 'isthmus/change/gdw' },
  })
  expect((await isthmus('propose')).out).toContain('up to date')
  await comment(1, team.grace, 'Which clusters does this touch?')
  await merge(1, team.grace)

  await deliver()
  await setMode('fast')
  const drifted = await timed('drift --publish', () => isthmus('drift', '--from', clusters, '--publish'))
  expect(drifted).toMatchObject({ code: 2, err: expect.stringContaining('drift proposal') })
  const body = textAt(await pull(2), 'body') ?? ''
  const id = /^- \[ \] adopt ([0-9a-f]{16}):/m.exec(body)?.[1] ?? ''
  expect(id).toHaveLength(16)

  await comment(2, team.mallory, `/isthmus adopt ${id}`)
  await isthmus('drift', '--from', clusters, '--publish')
  expect(await openPulls()).toEqual([2])
  expect(await said(2)).toEqual([expect.stringMatching(/`mallory` has no write access/)])

  await comment(2, team.ada, `/isthmus adopt ${id}`)
  await timed('adopt', () => isthmus('drift', '--from', clusters, '--publish'))
  expect(await openPulls()).toEqual([2, 3])
  expect(await said(2)).toHaveLength(2)
  await isthmus('drift', '--from', clusters, '--publish')
  expect([await openPulls(), await said(2)]).toMatchObject([[2, 3], { length: 2 }])
  await merge(3, team.grace)
  expect(readFileSync(join(work, 'policies/app/config.yaml'), 'utf8')).toBe(
    MANIFEST.replace('mode: "slow"', 'mode: "fast"'),
  )

  const settled = await timed('drift is gone', () => isthmus('drift', '--from', clusters, '--publish'))
  expect(settled.code).toBe(0)
  expect(await pull(2)).toMatchObject({ state: 'closed', merged: false })
  expect(await openPulls()).toEqual([])
})

test('a branch that a person deletes or pushes to is not lost and not overwritten', async () => {
  const { repository, team, work } = staged()
  await push({ 'policies/app/config.yaml': MANIFEST.replace('"slow"', '"slower"') })
  await isthmus('propose')
  const [number = 0] = await openPulls()
  const branch = '/branches/isthmus%2Fchange%2Fgdw'
  await repository.api('DELETE', branch, undefined, team.ada)
  expect(await isthmus('propose')).toMatchObject({ code: 0 })
  const [again = 0] = await openPulls()
  expect(again).toBeGreaterThan(number)

  const file = {
    content: Buffer.from('by hand\n').toString('base64'),
    message: 'By hand',
    branch: 'isthmus/change/gdw',
  }
  await repository.api('POST', '/contents/rendered/gdw/note.txt', file, team.ada)
  const head = textAt(await repository.api('GET', branch), 'commit', 'id')
  await push({ 'policies/app/config.yaml': MANIFEST.replace('"slow"', '"slowest"') })
  await isthmus('propose')
  await run('git', ['fetch', '-q', 'origin'], { cwd: work })
  await run('git', ['merge-base', '--is-ancestor', head ?? '', 'origin/isthmus/change/gdw'], { cwd: work })
})

function staged(): Stage {
  if (!stage.now) throw new Error('there is no Gitea')
  return stage.now
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const started = Date.now()
  const result = await work()
  times.push(`${what} ${Date.now() - started} ms`)
  return result
}

/** The command line as people run it, with a checkout that is up to date. */
async function isthmus(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const { work, team } = staged()
  await run('git', ['pull', '-q', '--ff-only'], { cwd: work })
  const env = { ...process.env, INIT_CWD: work, ISTHMUS_TOKEN: team.bot.token, NO_COLOR: '1' }
  const argv = ['--disable-warning=ExperimentalWarning', CLI, ...args]
  try {
    const { stdout, stderr } = await run(process.execPath, argv, { cwd: work, env })
    return { code: 0, out: stdout, err: stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as {
      readonly code?: number
      readonly stdout?: string
      readonly stderr?: string
    }
    return { code: code ?? -1, out: stdout ?? '', err: stderr ?? '' }
  }
}

function desiredState(): Readonly<Record<string, string>> {
  const { gitea, repository } = staged()
  const forge = { type: 'gitea', url: gitea.url, repository: repository.name, token: { env: 'ISTHMUS_TOKEN' } }
  // The whole story happens within one hour.
  const limits = { newProposalsPerHour: 20 }
  return {
    'isthmus.yaml': JSON.stringify({ apiVersion: 'isthmus.dev/v1alpha1', kind: 'Configuration', forge, limits }),
    'environments/gdw.yaml': ENVIRONMENT,
    'placements/gdw.yaml': PLACEMENT,
    'policies/app/policy.yaml': 'apiVersion: isthmus.dev/v1alpha1\nkind: AuthoredPolicy\n',
    'policies/app/config.yaml': MANIFEST,
    CODEOWNERS: '* @grace\n',
  }
}

/** What a person pushes to main. */
async function push(files: Readonly<Record<string, string>>): Promise<void> {
  const { work } = staged()
  const git = (...args: readonly string[]) => run('git', [...args], { cwd: work })
  await git('pull', '-q', '--ff-only')
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(work, path)), { recursive: true })
    writeFileSync(join(work, path), text)
  }
  await git('add', '--all')
  await git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '-q', '-m', 'By a person')
  await git('push', '-q')
}

async function pull(number: number) {
  return await staged().repository.api('GET', `/pulls/${number}`)
}

async function openPulls(): Promise<readonly number[]> {
  const found = listAt(await staged().repository.api('GET', '/pulls?state=open'))
  return found.map((each) => Number(at(each, 'number'))).sort((a, b) => a - b)
}

async function comment(number: number, by: GiteaUser, body: string): Promise<void> {
  await staged().repository.api('POST', `/issues/${number}/comments`, { body }, by)
}

/** What Isthmus answered on a proposal. */
async function said(number: number): Promise<readonly string[]> {
  const all = listAt(await staged().repository.api('GET', `/issues/${number}/comments`))
  return all.flatMap((each) => (textAt(each, 'user', 'login') === 'isthmus-bot' ? (textAt(each, 'body') ?? '') : []))
}

/** Gitea looks whether a new head can be merged before it lets anybody do it. */
async function merge(number: number, by: GiteaUser): Promise<void> {
  const { repository, work } = staged()
  await expect.poll(async () => at(await pull(number), 'mergeable'), { timeout: 10_000 }).toBe(true)
  await repository.api('POST', `/pulls/${number}/merge`, { Do: 'merge', delete_branch_after_merge: true }, by)
  await run('git', ['pull', '-q', '--ff-only'], { cwd: work })
}

/** The clusters as RHACM would leave them. */
async function deliver(): Promise<void> {
  const { work, clusters } = staged()
  const place = join(work, 'rendered/gdw')
  const files = new Map(
    readdirSync(place).map((each) => [`rendered/gdw/${each}`, readFileSync(join(place, each), 'utf8')]),
  )
  const { rendered } = readRendered('gdw', files)
  for (const each of CLUSTERS)
    await writeCluster(clusters, each, deliveredObjects(rendered, each, new Date().toISOString()))
}

async function setMode(mode: string): Promise<void> {
  for (const each of CLUSTERS) {
    await editObject(staged().clusters, each, 'ConfigMap app/app', (object) =>
      changedBy('kubectl', new Date().toISOString(), object, ['data', 'mode'], mode),
    )
  }
}
