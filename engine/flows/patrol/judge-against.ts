import { viewViolations } from '../../effects/view.ts'
import { asRecorded } from '../../model/as-recorded.ts'
import { driftPath, linkTo } from '../../model/dashboard-links.ts'
import type { SourceFile } from '../../model/document.ts'
import type { Condition, Drift, DriftReport } from '../../model/drift.ts'
import type { ExceptedReport } from '../../model/exception.ts'
import type { Finding } from '../../model/finding.ts'
import type { Json } from '../../model/json.ts'
import type { NoiseRule } from '../../model/noise-rules/noise-rule.ts'
import type { Observation, Source } from '../../model/observation.ts'
import { HUB_CLUSTER } from '../../model/plan.ts'
import { newKnownTexts, redactReport } from '../../model/redact-report.ts'
import type { Rendered } from '../../model/rendered.ts'
import { temporaryIn } from '../../model/temporary-in.ts'
import { toleranceLines } from '../../model/tolerance.ts'
import { wantedOf } from '../../model/wanted.ts'
import { compare } from '../../stages/compare.ts'
import { explainValue } from '../../stages/explain.ts'
import { applyExceptions } from '../../stages/ignore.ts'
import type { KnownLooks } from '../../stages/judge/known-looks.ts'
import type { JudgeInput, Memory } from '../../stages/judge.ts'
import { judge } from '../../stages/judge.ts'
import { unparsed } from '../../stages/load/unparsed.ts'
import type { KnownStatuses } from '../../stages/read-hub/statuses.ts'
import { readHub } from '../../stages/read-hub.ts'
import type { Expanded } from '../expand-all.ts'

/** How a look at an environment is judged, whatever it is judged against. */
export interface JudgeTerms {
  readonly source: Source
  readonly memory: (environment: string) => Promise<Memory>
  readonly parseYaml: (text: string) => Json
  /** The noise rules in force: those that isthmus.yaml leaves on. */
  readonly noise: readonly NoiseRule[]
  /** Key of the digests that stand for secrets. */
  readonly redactionKey?: string | undefined
  /** Where the dashboard is read: every drift then names its page. */
  readonly dashboard?: string | undefined
}

/** What was merged of one environment. */
export interface MergedEnvironment {
  readonly environment: string
  readonly rendered: Rendered
  /** Files of `rendered/` that do not parse. */
  readonly unreadable: readonly SourceFile[]
  /** The sources of the same commit. */
  readonly expanded: Expanded
}

/**
 * Judges one look after the other: what differs from what was merged, with all that a reader has to know beside it, redacted.
 * What did not change since the look before is not judged again.
 */
export function judgeAgainst(
  merged: MergedEnvironment,
  terms: JudgeTerms,
): (observation: Observation) => Promise<ExceptedReport> {
  const judged = differencesFrom(merged, terms)
  const { environment, rendered, unreadable, expanded } = merged
  const { desired, findings } = expanded
  const services = asRecorded(expanded.environments[0]?.stretched.services ?? [], rendered.topology)
  const texts = newKnownTexts()
  const wrong = [...unreadable.map(whereItEnds), ...findings.filter(isOfWaysOut)]
  return async (observation) => {
    const report = await judged(observation)
    const whole = { ...report, notEvaluated: [...unreadable.map(notRead), ...report.notEvaluated] }
    const tolerances = toleranceLines(services, darkIn(whole), rendered.clusters, notesIn(whole))
    const told = withPages(tolerances.length === 0 ? whole : { ...whole, tolerances }, terms.dashboard)
    const excepted = applyExceptions(told, desired.exceptions ?? [], wrong)
    const temporary = temporaryIn(desired, environment, observation.observedAt)
    return redactReport(temporary.length > 0 ? { ...excepted, temporary } : excepted, texts)
  }
}

function differencesFrom(
  { environment, rendered, expanded }: MergedEnvironment,
  { source, memory, parseYaml, redactionKey, noise }: JudgeTerms,
): (observation: Observation) => Promise<DriftReport> {
  const { hubNamespace } = wantedOf(rendered)
  const sourceOf = lineOf(expanded, environment)
  const known: KnownLooks = new Map()
  const statuses: KnownStatuses = {}
  return async (observation) =>
    judge({
      rendered,
      observation: await viewViolations(source, rendered, readHub(observation, hubNamespace, statuses)),
      compare: (template, objects) => compare(template, objects, { parseYaml, server: 'live' }),
      sourceOf,
      memory: await memory(environment),
      redactionKey,
      known,
      noise,
    })
}

/** The line that asked for a value: the sources of the same commit, expanded again; the rendered file where they say nothing. */
function lineOf({ environments, documents }: Expanded, environment: string): JudgeInput['sourceOf'] {
  const policies = new Map(environments.flatMap((each) => each.plan.policies.map((policy) => [policy.name, policy])))
  return (name, pointer) => {
    const policy = policies.get(name)
    const [place] = policy ? explainValue(policy, pointer, documents) : []
    const { file, line } = place ?? { file: `rendered/${environment}/${name}.yaml`, line: 1 }
    return { file, line }
  }
}

/** A merged file that does not parse reaches no hub, and nothing in it was compared. */
function notRead({ path }: SourceFile): Condition {
  const message = `${path} on the default branch is no YAML: nothing in it was compared; ${MENDED}`
  return { policy: policyIn(path), component: '', cluster: HUB_CLUSTER, template: '', message }
}

const MENDED = '`isthmus propose` mends it'

function policyIn(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.yaml$/, '')
}

/** The same as a finding: where nobody can read on. */
function whereItEnds(file: SourceFile): Finding {
  const { message, ...place } = unparsed(file)
  return {
    ...place,
    message: `${message}; nothing in it was compared with what runs`,
    hint: `${MENDED}: what is in rendered/ is written by Isthmus alone`,
  }
}

/** What is dark is one incident; what it costs is said with it. */
function darkIn({ clusters }: DriftReport): readonly string[] {
  return clusters.flatMap((each) => (each.state === 'unknown' ? [each.name] : []))
}

/** What drifts say of the quorum of their component. */
function notesIn({ drifts }: DriftReport): ReadonlyMap<string, string> {
  return new Map(drifts.flatMap(({ component, note }) => (note === undefined ? [] : [[component, note] as const])))
}

function withPages(report: DriftReport, dashboard: string | undefined): DriftReport {
  if (dashboard === undefined) return report
  const pageOf = ({ fingerprint }: Drift) => linkTo(dashboard, driftPath(report.environment, fingerprint))
  return { ...report, drifts: report.drifts.map((each) => ({ ...each, page: pageOf(each) })) }
}

function isOfWaysOut({ file, rule }: Finding): boolean {
  return file.startsWith('exceptions/') || /^(?:exception|override)\//.test(rule)
}
