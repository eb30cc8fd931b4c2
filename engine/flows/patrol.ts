import { observe } from '../effects/observe.ts'
import { viewViolations } from '../effects/view.ts'
import { asRecorded } from '../model/as-recorded.ts'
import type { Component } from '../model/component.ts'
import { driftPath, linkTo } from '../model/dashboard-links.ts'
import type { Condition, Drift, DriftReport } from '../model/drift.ts'
import type { Evidence } from '../model/evidence.ts'
import { evidenceOf } from '../model/evidence.ts'
import type { ExceptedReport } from '../model/exception.ts'
import { Failure } from '../model/failure.ts'
import type { Finding } from '../model/finding.ts'
import type { Repository } from '../model/git.ts'
import type { Json } from '../model/json.ts'
import type { NoiseRule } from '../model/noise-rules/noise-rule.ts'
import type { Observation, Source } from '../model/observation.ts'
import { HUB_CLUSTER } from '../model/plan.ts'
import { newKnownTexts, redactReport } from '../model/redact-report.ts'
import type { Rendered } from '../model/rendered.ts'
import type { StretchedService } from '../model/stretched.ts'
import { temporaryIn } from '../model/temporary-in.ts'
import { toleranceLines } from '../model/tolerance.ts'
import { topologyOfRendered } from '../model/topology/recorded.ts'
import type { Topology } from '../model/topology.ts'
import { wantedOf } from '../model/wanted.ts'
import { severalEnvironments } from '../model/which-environment.ts'
import { compare } from '../stages/compare.ts'
import { explainValue } from '../stages/explain.ts'
import { applyExceptions } from '../stages/ignore.ts'
import type { KnownLooks } from '../stages/judge/known-looks.ts'
import type { JudgeInput, Memory } from '../stages/judge.ts'
import { judge } from '../stages/judge.ts'
import type { KnownStatuses } from '../stages/read-hub/statuses.ts'
import { readHub } from '../stages/read-hub.ts'
import type { Expanded } from './expand-all.ts'
import { expandAll } from './expand-all.ts'
import type { Merged } from './read-merged.ts'
import { readMerged } from './read-merged.ts'
import { renderedIn } from './rendered-in.ts'

export interface PatrolInput {
  readonly repository: Repository
  readonly source: Source
  readonly components: readonly Component[]
  readonly environment: string | undefined
  readonly memory: (environment: string) => Promise<Memory>
  readonly parseYaml: (text: string) => Json
  readonly now: string
  /** Key of the digests that stand for secrets. */
  readonly redactionKey?: string | undefined
  /** Where the dashboard is read: every drift then names its page. */
  readonly dashboard?: string | undefined
  /** The noise rules in force: those that isthmus.yaml leaves on. */
  readonly noise: readonly NoiseRule[]
}

/** A report, and by what the end of a drift is explained. */
export interface Look {
  readonly report: ExceptedReport
  readonly evidence: Evidence
  /** What was merged, to be drawn. */
  readonly topology: Topology
  /** What it was made of. */
  readonly observation: Observation
}

/** What is needed to judge any look at an environment: what was merged, once read. */
export interface Prepared {
  readonly environment: string
  readonly commit: string
  readonly rendered: Rendered
  /** The sources of the same commit. */
  readonly expanded: Expanded
  /** `rendered/` of all environments, by path from the repository root. */
  readonly files: ReadonlyMap<string, string>
  judge(observation: Observation): Promise<ExceptedReport>
}

/** Observes an environment once and judges it against what was merged. */
export async function patrol(input: PatrolInput): Promise<ExceptedReport> {
  return (await look(input)).report
}

export async function look(input: PatrolInput): Promise<Look> {
  const { commit, rendered, judge: judging } = await preparePatrol(input)
  const observation = await observe(input.source, rendered, input.now)
  return {
    report: await judging(observation),
    evidence: evidenceOf(commit, rendered, observation),
    topology: topologyOfRendered(rendered),
    observation,
  }
}

export async function preparePatrol(input: PatrolInput): Promise<Prepared> {
  const merged = await readMerged(input.repository)
  const environment = environmentOf(merged, input.environment)
  const { rendered, unreadable } = renderedIn(environment, merged.rendered)
  const { hubNamespace } = wantedOf(rendered)
  const expanded = expandAll({ files: merged.sources, findings: [] }, input.components, environment, input.now)
  const lineOf = sourceOf(expanded, environment)
  const known: KnownLooks = new Map()
  const texts = newKnownTexts()
  const statuses: KnownStatuses = {}
  const judging = async (observation: Observation) => {
    const judged = judge({
      rendered,
      observation: await viewViolations(input.source, rendered, readHub(observation, hubNamespace, statuses)),
      compare: (template, objects) => compare(template, objects, { parseYaml: input.parseYaml, server: 'live' }),
      sourceOf: lineOf,
      memory: await input.memory(environment),
      redactionKey: input.redactionKey,
      known,
      noise: input.noise,
    })
    const report = withTolerances(
      { ...judged, notEvaluated: [...unreadable.map(notRead), ...judged.notEvaluated] },
      asRecorded(expanded.environments[0]?.stretched.services ?? [], rendered.topology),
      rendered.clusters,
    )
    const { desired } = expanded
    const temporary = temporaryIn(desired, environment, observation.observedAt)
    const excepted = applyExceptions(
      withPages(report, input.dashboard),
      desired.exceptions ?? [],
      expanded.findings.filter(isOfWaysOut),
    )
    return redactReport(temporary.length > 0 ? { ...excepted, temporary } : excepted, texts)
  }
  return { environment, commit: merged.commit, rendered, expanded, files: merged.rendered, judge: judging }
}

/** A merged file that does not parse reaches no hub, and nothing in it was compared. */
function notRead(file: string): Condition {
  const message = `${file} on the default branch is no YAML: nothing in it was compared; \`isthmus propose\` mends it`
  return { policy: file.slice(file.lastIndexOf('/') + 1), component: '', cluster: HUB_CLUSTER, template: '', message }
}

/** What is dark is one incident; what it costs is said with it. */
function withTolerances(
  report: DriftReport,
  services: readonly StretchedService[],
  clusters: Rendered['clusters'],
): DriftReport {
  const dark = report.clusters.flatMap((each) => (each.state === 'unknown' ? [each.name] : []))
  const notes = report.drifts.flatMap(({ component, note }) => (note === undefined ? [] : [[component, note] as const]))
  const tolerances = toleranceLines(services, dark, clusters, new Map(notes))
  return tolerances.length === 0 ? report : { ...report, tolerances }
}

function isOfWaysOut({ file, rule }: Finding): boolean {
  return file.startsWith('exceptions/') || /^(?:exception|override)\//.test(rule)
}

function environmentOf(merged: Merged, wanted: string | undefined): string {
  const [first, second] = merged.environments
  const all = merged.environments.join(', ')
  if (first === undefined) {
    throw new Failure(
      'drift/nothing-merged',
      'the default branch has no rendered/ folder, so there is nothing to compare with',
      {
        hint: 'run `isthmus expand`, commit and merge rendered/, or merge the change proposal',
      },
    )
  }
  if (wanted === undefined && second === undefined) return first
  if (wanted !== undefined && merged.environments.includes(wanted)) return wanted
  throw wanted === undefined
    ? severalEnvironments(merged.environments)
    : new Failure('usage/unknown-environment', `nothing of an environment ${wanted} is merged`, {
        hint: `merged are: ${all}`,
      })
}

/** The line that asked for a value: the sources of the same commit, expanded again; the rendered file where they say nothing. */
function sourceOf({ environments, documents }: Expanded, environment: string): JudgeInput['sourceOf'] {
  const policies = new Map(environments.flatMap((each) => each.plan.policies.map((policy) => [policy.name, policy])))
  return (name, pointer) => {
    const policy = policies.get(name)
    const [place] = policy ? explainValue(policy, pointer, documents) : []
    const { file, line } = place ?? { file: `rendered/${environment}/${name}.yaml`, line: 1 }
    return { file, line }
  }
}

function withPages(report: DriftReport, dashboard: string | undefined): DriftReport {
  if (dashboard === undefined) return report
  const pageOf = ({ fingerprint }: Drift) => linkTo(dashboard, driftPath(report.environment, fingerprint))
  return { ...report, drifts: report.drifts.map((each) => ({ ...each, page: pageOf(each) })) }
}
