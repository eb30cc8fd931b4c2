import type { Component } from '../model/component.ts'
import type { Cluster, Environment } from '../model/environment.ts'
import type { PlatformInput } from '../model/expansion.ts'
import { componentsUsed } from '../model/expansion.ts'
import { Failure } from '../model/failure.ts'
import type { Finding } from '../model/finding.ts'
import { hasErrors } from '../model/finding.ts'
import type { Repository } from '../model/git.ts'
import type { Source } from '../model/observation.ts'
import { HUB_CLUSTER } from '../model/plan.ts'
import type { Rendered } from '../model/rendered.ts'
import type { RegionChange, RegionChangeKind, Runbook } from '../model/runbook.ts'
import { severalEnvironments, unknownEnvironment } from '../model/which-environment.ts'
import { edit } from '../stages/edit.ts'
import { componentInput } from '../stages/expand/input.ts'
import { stretchedPlatform } from '../stages/expand/stretched.ts'
import { readRendered } from '../stages/read-rendered.ts'
import { runbook } from '../stages/runbook.ts'
import type { Expanded, ExpandedEnvironment, ReadFiles } from './expand-all.ts'
import { expandAll } from './expand-all.ts'
import { platformInput } from './platform-input.ts'
import { readMerged } from './read-merged.ts'
import { changesInGit } from './runbook/changes-in-git.ts'
import { partiesOf } from './runbook/region-change.ts'

export interface RunbookFlowInput {
  readonly repository: Repository
  /** What the sources ask for: the files of the working tree. */
  readonly read: ReadFiles
  readonly components: readonly Component[]
  readonly kind: RegionChangeKind
  /** Region or cluster. */
  readonly word: string
  readonly environment: string | undefined
  /** Commit whose `rendered/` counts as merged; undefined: the default branch. */
  readonly since: string | undefined
  /** Looks for what stays behind; undefined: nobody is asked. */
  readonly source: Source | undefined
  readonly version: string
  readonly now: string
}

export interface RunbookResult {
  readonly findings: readonly Finding[]
  /** The files that the findings are about: without the clusters that retire. */
  readonly files: ReadFiles['files']
  /** Undefined where a finding is an error. */
  readonly runbook: Runbook | undefined
}

/** The runbook of a region's life: from what is merged to what the sources ask for. Nothing is written. */
export async function writeRunbook(input: RunbookFlowInput): Promise<RunbookResult> {
  const asked = expandAll(input.read, input.components, input.environment)
  if (hasErrors(asked.findings)) return { findings: asked.findings, files: input.read.files, runbook: undefined }
  const listed = theOne(asked, input.environment)
  const merged = await mergedState(input, listed.name)
  const without = input.kind === 'retire' ? retired(input, listed) : undefined
  const expanded = without === undefined ? asked : expandAll(without, input.components, listed.name)
  const { files } = without ?? input.read
  if (hasErrors(expanded.findings)) return { findings: expanded.findings, files, runbook: undefined }
  const { plan } = theOne(expanded)
  const change = changeOf(input, merged, listed.plan.environment, plan.environment)
  const over = (clusters: readonly Cluster[]) => inputOver(expanded, clusters, input.components)
  const before = stretchedPlatform(over(clustersBefore(change, listed.plan.environment))).services
  const members = before.flatMap(({ name, members: all }) =>
    all.flatMap(({ cluster, pods }) =>
      change.leaving.some((each) => each.name === cluster) ? [{ service: name, cluster, pods }] : [],
    ),
  )
  const whole = { ...change, members }
  const end = over(plan.environment.spec.clusters)
  const changes = await changesInGit(input, { change, merged, plan, before })
  const result = runbook({
    environment: listed.name,
    change: whole,
    before,
    after: stretchedPlatform(end).services,
    componentSteps: componentsUsed(end).flatMap((each) => each.regionSteps?.(componentInput(each, end), whole) ?? []),
    ...changes,
    notes: [...changes.notes, ...notesOf(input, merged, without !== undefined)],
  })
  return { findings: expanded.findings, files, runbook: result }
}

function theOne({ environments, names }: Expanded, wanted = ''): ExpandedEnvironment {
  const [first, second] = environments
  if (first !== undefined && second === undefined) return first
  throw first === undefined ? unknownEnvironment(wanted, names) : severalEnvironments(names)
}

/** Clusters that lost their line already but still have policies belong to what is merged. */
async function mergedState({ repository, since }: RunbookFlowInput, environment: string): Promise<Rendered> {
  const { rendered } = readRendered(environment, (await readMerged(repository, since)).rendered)
  if (rendered.policies.length === 0)
    throw new Failure('runbook/nothing-merged', `nothing of ${environment} is merged, so no region can change`, {
      hint: 'a first installation goes everywhere at once: merge the change proposal',
    })
  const placed = rendered.policies.flatMap((each) => each.clusters).filter((each) => each !== HUB_CLUSTER)
  const lost = [...new Set(placed)].filter((name) => !rendered.clusters.some((each) => each.name === name))
  return { ...rendered, clusters: [...rendered.clusters, ...lost.map((name) => ({ name, cloud: '', region: name }))] }
}

/** The sources without the clusters that retire, where they still ask for them; undefined where they do not. */
function retired({ read, word }: RunbookFlowInput, { document, plan }: ExpandedEnvironment): ReadFiles | undefined {
  const { clusters } = plan.environment.spec
  const meant = clusters.flatMap((each, i) => (each.name === word || each.region === word ? [i] : [])).reverse()
  const file = read.files.find((each) => each.path === document.file)
  if (meant.length === 0 || file === undefined) return undefined
  if (meant.length === clusters.length)
    throw new Failure('usage/last-region', `${plan.environment.metadata.name} has no other region`, {
      hint: 'remove the environment itself instead',
    })
  const operations = meant.map((i) => ({ op: 'remove', pointer: `/spec/clusters/${i}` }) as const)
  const edited = edit(file.text, document.index, operations)
  if ('refused' in edited)
    throw new Failure('runbook/cannot-edit', `${document.file} cannot be read without it: ${edited.refused}`, {
      hint: 'remove it from spec.clusters in the working tree, and ask again',
    })
  const files = read.files.map((each) => (each === file ? { ...each, text: edited.text } : each))
  return { files, findings: read.findings }
}

function changeOf(
  { kind, word }: RunbookFlowInput,
  merged: Rendered,
  listed: Environment,
  wanted: Environment,
): Omit<RegionChange, 'members'> {
  const known = merged.clusters.map((each) => listed.spec.clusters.find((one) => one.name === each.name) ?? each)
  const parties = partiesOf(kind, word, { ...merged, clusters: known }, wanted.spec.clusters)
  return { kind, ...parties, first: merged.clusters[0]?.name ?? '' }
}

/** The clusters that run now; of one whose line is gone only what `rendered/` records is known, and no more is needed. */
function clustersBefore(change: Omit<RegionChange, 'members'>, listed: Environment): readonly Cluster[] {
  return [...change.staying, ...change.leaving].map(
    ({ name, region, cloud }) =>
      listed.spec.clusters.find((each) => each.name === name) ?? {
        name,
        region,
        cloud: cloud === 'aws' || cloud === 'azure' || cloud === 'gcp' ? cloud : 'other',
        zones: [],
        labels: {},
        network: { pods: '', services: '', machines: '', hostPrefix: 23 },
      },
  )
}

/** What components are asked with, were these the clusters. */
function inputOver(expanded: Expanded, clusters: readonly Cluster[], components: readonly Component[]): PlatformInput {
  const { plan, document } = theOne(expanded)
  const { environment } = plan
  const value = { ...environment, spec: { ...environment.spec, clusters: [...clusters] } }
  return platformInput({ value, document }, expanded.desired.catalog, components)
}

function notesOf({ version, kind }: RunbookFlowInput, merged: Rendered, isListed: boolean): readonly string[] {
  return [
    ...(kind === 'retire' && isListed
      ? [
          'the sources still ask for it: shown as if they did not; do not remove it from spec.clusters before its wave is due',
        ]
      : []),
    ...(merged.version !== '' && merged.version !== version
      ? [`rendered/ was made by Isthmus ${merged.version}: upgrade first, or its differences come along`]
      : []),
  ]
}
