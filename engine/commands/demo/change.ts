import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { components } from '../../../policies/index.ts'
import { propose } from '../../flows/propose.ts'
import { readMerged } from '../../flows/read-merged.ts'
import { HUB_CLUSTER } from '../../model/plan.ts'
import type { Rendered } from '../../model/rendered.ts'
import { readRendered } from '../../stages/read-rendered.ts'
import { planSummary } from '../../stages/report/plan.ts'
import { configurationIn } from '../configuration.ts'
import { packageVersion, referenceFiles } from '../package.ts'
import { localForgeFor } from '../ports/forge.ts'
import { repositoryIn } from '../ports.ts'
import { referenceStart, starterFiles } from '../starter.ts'
import { deliveredObjects, writeCluster } from './clusters.ts'
import { componentTable, topology } from './overview.ts'
import type { Scene } from './stage.ts'

export async function pushDesiredState({ step, say, git, root, work }: Scene): Promise<void> {
  step(
    'A team pushes its desired state',
    'Two short files: which clusters there are and where, and which policies go to which of them.',
  )
  await mkdir(work)
  await git(root, 'init', '--quiet', '--bare', '--initial-branch=main', 'desired-state.git')
  await git(work, 'init', '--quiet', '--initial-branch=main')
  for (const [path, text] of [...referenceStart(), ...starterFiles()]) {
    await mkdir(dirname(join(work, path)), { recursive: true })
    await writeFile(join(work, path), text)
  }
  await git(work, 'remote', 'add', 'origin', '../desired-state.git')
  await git(work, 'add', '--all')
  await git(work, 'commit', '--quiet', '--message', 'Desired state of the stretched platform')
  await git(work, 'push', '--quiet', '--set-upstream', 'origin', 'main')
  say([...referenceFiles()].map(([path, text]) => `${path.padEnd(24)} ${text.split('\n').length - 1} lines`).join('\n'))
}

export async function proposeAndMerge(scene: Scene): Promise<void> {
  const { io, step, say, git, work } = scene
  step(
    'Isthmus opens a pull request',
    'It expands the description into RHACM policies, checks networks and quorums first, and says in words what changes.',
  )
  const { configuration, repository, forge, author } = await ports(scene)
  const { proposals } = await propose({
    repository,
    forge,
    components,
    author,
    version: packageVersion(),
    removalLimit: configuration.limits.removals,
    now: io.now(),
  })
  for (const { plan, published } of proposals) {
    say(`${planSummary(plan)}\n${componentTable(plan)}`)
    if ('proposal' in published && published.proposal)
      say(`\npull request #${published.proposal.number}: ${published.proposal.title}`)
  }
  const merged = await repository.resolve('isthmus/change/gdw')
  if (merged !== undefined)
    say(`\n${topology(readRendered('gdw', await repository.readTree(merged, 'rendered')).rendered, io.palette)}`)

  step(
    'A person reviews and merges it',
    'From now on rendered/ on the default branch is what was agreed; RHACM would deliver it from there.',
  )
  const [open] = (await forge.list()).filter((each) => each.state === 'open')
  if (!open) throw new Error('the change proposal is not open')
  await forge.merge(open.number, { name: 'Platform Engineer', email: 'engineer@example.com' })
  await git(work, 'pull', '--quiet', '--ff-only')
  const [head] = (await git(work, 'log', '--oneline', '--max-count=1')).split('\n')
  say(`merged as ${head ?? ''}`)
}

/** The three clusters and the hub get what was merged, as RHACM's controller would write it. */
export async function deliver(scene: Scene): Promise<Rendered> {
  const { io, step, say, clusters } = scene
  step(
    'The clusters get what was merged',
    "Each cluster is a folder of objects, written as RHACM's controller would, with its name on every field.",
  )
  const { repository } = await ports(scene)
  const { rendered } = readRendered('gdw', (await readMerged(repository)).rendered)
  for (const cluster of [...rendered.clusters.map((each) => each.name), HUB_CLUSTER]) {
    const objects = deliveredObjects(rendered, cluster, io.now())
    await writeCluster(clusters, cluster, objects)
    say(`${cluster.padEnd(16)} ${objects.length} objects`)
  }
  return rendered
}

export async function ports({ io, work }: Scene) {
  const configuration = await configurationIn(work)
  const repository = await repositoryIn(work, io)
  return {
    configuration,
    repository,
    forge: localForgeFor(repository, io),
    author: configuration.author,
  }
}
