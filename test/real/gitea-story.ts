import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import { deliveredObjects, editObject, writeCluster } from '../../engine/commands/demo/clusters.ts'
import { changedBy } from '../../engine/commands/demo/managed-fields.ts'
import type { Json, JsonObject } from '../../engine/model/json.ts'
import { at, listAt, textAt } from '../../engine/model/json.ts'
import { readRendered } from '../../engine/stages/read-rendered.ts'
import type { Gitea, GiteaSettings, GiteaUser } from './testbed/gitea.ts'
import { startGitea } from './testbed/gitea.ts'
import type { GiteaRepository, Team } from './testbed/gitea-repository.ts'
import { aGiteaRepository, aTeam, cloneOf } from './testbed/gitea-repository.ts'

const run = promisify(execFile)
const CLUSTERS = ['cluster1', 'cluster2', 'cluster3']

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
export const MANIFEST = `# what the application reads
apiVersion: v1
kind: ConfigMap
metadata: { name: app, namespace: app }
data:
  mode: "slow"   # until the new disks are there
`

/** The smallest platform: three clusters, and one ConfigMap on each. */
export const ONE_POLICY: Readonly<Record<string, string>> = {
  'environments/gdw.yaml': ENVIRONMENT,
  'placements/gdw.yaml': PLACEMENT,
  'policies/app/policy.yaml': 'apiVersion: isthmus.dev/v1alpha1\nkind: AuthoredPolicy\n',
  'policies/app/config.yaml': MANIFEST,
}

/** A desired state on a real Gitea, the people who work on it, and clusters as folders. */
export interface GiteaStory {
  readonly gitea: Gitea
  readonly team: Team
  readonly repository: GiteaRepository
  /** A person's clone. */
  readonly work: string
  readonly clusters: string
  /** What a person pushes to a branch, on top of main. */
  push(files: Readonly<Record<string, string>>, branch?: string): Promise<void>
  pull(number: number): Promise<Json>
  openPulls(): Promise<readonly number[]>
  comment(number: number, by: GiteaUser, body: string): Promise<void>
  /** What Isthmus answered on a pull request. */
  said(number: number): Promise<readonly string[]>
  merge(number: number, by: GiteaUser): Promise<void>
  /** The clusters as RHACM would leave them. */
  deliver(): Promise<void>
  setMode(mode: string): Promise<void>
  stop(): Promise<void>
}

/** Starts Gitea with team and repository; everything is gone after `stop`. */
export async function giteaStory(settings: GiteaSettings = {}): Promise<GiteaStory> {
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-gitea-'))
  const gitea = await startGitea(folder, settings)
  const team = await aTeam(gitea)
  const repository = await aGiteaRepository(gitea, team, 'desired-state')
  const work = cloneOf(repository, folder)
  const clusters = join(folder, 'clusters')
  const pull = (number: number) => repository.api('GET', `/pulls/${number}`)
  return {
    gitea,
    team,
    repository,
    work,
    clusters,
    push: (files, branch = 'main') => push(work, files, branch),
    pull,
    openPulls: async () => {
      const found = listAt(await repository.api('GET', '/pulls?state=open'))
      return found.map((each) => Number(at(each, 'number'))).sort((a, b) => a - b)
    },
    comment: async (number, by, body) =>
      void (await repository.api('POST', `/issues/${number}/comments`, { body }, by)),
    said: async (number) => {
      const all = listAt(await repository.api('GET', `/issues/${number}/comments`))
      return all.flatMap((each) =>
        textAt(each, 'user', 'login') === 'isthmus-bot' ? (textAt(each, 'body') ?? '') : [],
      )
    },
    merge: async (number, by) => {
      // Gitea looks whether a new head can be merged before it lets anybody do it.
      await expect.poll(async () => at(await pull(number), 'mergeable'), { timeout: 10_000 }).toBe(true)
      await repository.api('POST', `/pulls/${number}/merge`, { Do: 'merge', delete_branch_after_merge: true }, by)
      await run('git', ['pull', '-q', '--ff-only'], { cwd: work })
    },
    deliver: () => deliver(work, clusters),
    setMode: async (mode) => {
      for (const each of CLUSTERS) {
        await editObject(clusters, each, 'ConfigMap app/app', (object) =>
          changedBy('kubectl', new Date().toISOString(), object, ['data', 'mode'], mode),
        )
      }
    },
    stop: async () => {
      await gitea.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The files of the desired state; `more` is said in isthmus.yaml beside the forge. */
export function desiredState(
  { gitea, repository }: GiteaStory,
  more: JsonObject = {},
): Readonly<Record<string, string>> {
  const forge = { type: 'gitea', url: gitea.url, repository: repository.name, token: { env: 'ISTHMUS_TOKEN' } }
  // A whole story happens within one hour.
  const limits = { newProposalsPerHour: 20 }
  const kind = { apiVersion: 'isthmus.dev/v1alpha1', kind: 'Configuration' }
  return {
    'isthmus.yaml': JSON.stringify({ ...kind, forge, limits, ...more }),
    ...ONE_POLICY,
    CODEOWNERS: '* @grace\n',
  }
}

async function push(work: string, files: Readonly<Record<string, string>>, branch: string): Promise<void> {
  const git = (...args: readonly string[]) => run('git', [...args], { cwd: work })
  await git('checkout', '-q', 'main')
  await git('pull', '-q', '--ff-only')
  if (branch !== 'main') await git('checkout', '-q', '-b', branch)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(work, path)), { recursive: true })
    writeFileSync(join(work, path), text)
  }
  await git('add', '--all')
  await git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '-q', '-m', 'By a person')
  await git('push', '-q', '-u', 'origin', branch)
  await git('checkout', '-q', 'main')
}

async function deliver(work: string, clusters: string): Promise<void> {
  const place = join(work, 'rendered/gdw')
  const files = new Map(
    readdirSync(place).map((each) => [`rendered/gdw/${each}`, readFileSync(join(place, each), 'utf8')]),
  )
  const { rendered } = readRendered('gdw', files)
  for (const each of CLUSTERS)
    await writeCluster(clusters, each, deliveredObjects(rendered, each, new Date().toISOString()))
}
