import type { ChangePlan, PolicyChange } from '../../model/change-plan.ts'
import { removalCount } from '../../model/change-plan.ts'
import { count } from '../../model/count.ts'
import type { ClusterState, Drift } from '../../model/drift.ts'
import { attributionText, driftHeadline, fightText, shortTime, whereText, writerText } from '../../model/drift-words.ts'
import type { ExceptedReport } from '../../model/exception.ts'
import { describeKey } from '../../model/kube.ts'
import { visible } from '../../model/visible.ts'
import { planSummary } from './plan.ts'
import { risksShown } from './risks.ts'
import { takenOutSentences } from './taken-out.ts'
import { temporaryText } from './temporary.ts'
import { undeliveredGroups } from './undelivered-groups.ts'
import { valuePair } from './value-pair.ts'

/** Colours for a terminal; the identity where there is none. */
export interface Palette {
  red(text: string): string
  yellow(text: string): string
  green(text: string): string
  bold(text: string): string
  dim(text: string): string
}

const FIELDS_SHOWN = 10
/** What a screen holds; the rest is counted. */
const CLUSTERS_SHOWN = 12
const POLICIES_SHOWN = 40
const LONGEST_ALIGNED = 40

export interface DriftTextOptions {
  /** Every cluster, however many there are. */
  readonly isWhole?: boolean
  /** Until when a drift was acknowledged (RFC 3339), by fingerprint. */
  readonly quiet?: ReadonlyMap<string, string>
}

/** The drift report for a terminal: fits a screen where the platform is well, however many clusters it has, unless all is asked for. */
export function driftText(report: ExceptedReport, paint: Palette, options: DriftTextOptions = {}): string {
  const { isWhole = false, quiet = new Map<string, string>() } = options
  const lines = [
    `${paint.bold(visible(report.environment))}: ${visible(driftHeadline(report))}`,
    ...clusterLines(report.clusters, paint, isWhole),
    ...(report.tolerances ?? []).map((each) => `  ${paint.yellow(visible(each))}`),
    '',
    ...undeliveredGroups(report.undelivered).map(
      ({ what, cluster, message }) =>
        `${paint.red('undelivered')} ${visible(what)} (${visible(cluster)}): ${visible(message)}`,
    ),
    ...report.drifts.flatMap((each) => driftLines(each, paint, quiet.get(each.fingerprint))),
    ...(report.findings ?? []).map(
      ({ file, line, severity, rule, message }) =>
        `${visible(file)}:${line} ${paint[severity === 'error' ? 'red' : 'yellow'](severity)} ${rule}: ${visible(message)}`,
    ),
    ...temporaryText(report.temporary ?? []).map((each) => paint.yellow(each)),
    ...tail(report, paint),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

/** All of them, or of many those that are not in sync. */
function clusterLines(clusters: readonly ClusterState[], paint: Palette, isWhole: boolean): readonly string[] {
  const isMany = !isWhole && clusters.length > CLUSTERS_SHOWN
  const told = isMany ? clusters.filter((each) => each.state !== 'inSync') : clusters
  const shown = isMany ? told.slice(0, CLUSTERS_SHOWN) : told
  const unsaid = told.length - shown.length
  const well = clusters.length - told.length
  const rest = [
    ...(unsaid > 0 ? [`${unsaid} more that are not in sync`] : []),
    ...(well > 0 ? [`${well} in sync`] : []),
  ]
  const width = columnFor(shown.map((each) => visible(each.name)))
  return [
    ...shown.map((each) => clusterLine(each, paint, width)),
    ...(rest.length > 0 ? [paint.dim(`  … and ${rest.join(', ')} (--verbose lists them)`)] : []),
  ]
}

/** Wide enough for every name that leaves room for what is said of it. */
function columnFor(names: readonly string[]): number {
  return Math.max(16, ...names.map((each) => each.length).filter((each) => each <= LONGEST_ALIGNED))
}

function clusterLine({ name, state, lastSeen, reason }: ClusterState, paint: Palette, width: number): string {
  const isBad = state === 'drifted' || state === 'error'
  const colour = state === 'inSync' ? paint.green : isBad ? paint.red : paint.yellow
  const since = state === 'unknown' ? `, last seen ${lastSeen === null ? 'never' : visible(shortTime(lastSeen))}` : ''
  return `  ${visible(name).padEnd(width)} ${colour(state)}${since}${reason === undefined ? '' : `: ${visible(reason)}`}`
}

function driftLines(drift: Drift, paint: Palette, quietUntil: string | undefined): readonly string[] {
  const { fields, source, policy, note } = drift
  const fight = fightText(drift)
  const rest = fields.length - FIELDS_SHOWN
  return [
    `${paint.red(drift.severity)} ${paint.bold(visible(describeKey(drift.object)))} ${drift.change} on ${visible(whereText(drift))}`,
    ...fields
      .slice(0, FIELDS_SHOWN)
      .map(
        ({ pointer, path = pointer, desired, observed }) =>
          `    ${visible(path)}: ${valuePair(desired, observed).map(visible).join(' → ')}`,
      ),
    ...(rest > 0 ? [`    … and ${count(rest, 'further field')}`] : []),
    ...[note, fight].flatMap((each) => (each === undefined ? [] : [`    ${visible(each)}`])),
    ...(quietUntil === undefined
      ? []
      : [`    acknowledged, and so without an alert or a proposal until ${visible(shortTime(quietUntil))}`]),
    paint.dim(
      `    ${visible(drift.change === 'missing' ? writerText(drift) : `by ${attributionText(drift.attribution)}`)}; asked for by ${visible(source.file)}:${source.line} (policy ${visible(policy)}); id ${drift.fingerprint}`,
    ),
  ]
}

function tail(report: ExceptedReport, paint: Palette): readonly string[] {
  const { unhealthy, actions, notEvaluated, excepted = [], hidden = [] } = report
  const noise = hidden.reduce((sum, each) => sum + each.count, 0)
  const refused = report.clusters.filter((each) => each.refused !== undefined)
  const parts = [
    ...(refused.length > 0 ? [`login refused on ${refused.map((each) => visible(each.name)).join(', ')}`] : []),
    ...(unhealthy.length > 0 ? [`${count(unhealthy.length, 'health check')} not met`] : []),
    ...(actions.length > 0 ? [`${count(actions.length, 'action')} of a person open`] : []),
    ...(notEvaluated.length > 0 ? [`${count(notEvaluated.length, 'template')} that this source cannot evaluate`] : []),
    ...(excepted.length > 0 ? [`${count(excepted.length, 'drift')} lived with by exception`] : []),
    ...(noise > 0 ? [`${count(noise, 'difference')} hidden as noise`] : []),
  ]
  return parts.length > 0 ? [paint.dim(`beside drift: ${parts.join(', ')} (--output json or markdown lists them)`)] : []
}

/** `3 pruned, 12 kept`, counted on each cluster. */
function fates(plan: ChangePlan): string {
  const counts = (['pruned', 'recreated', 'kept'] as const).map(
    (fate) =>
      [fate, plan.removals.filter((each) => each.fate === fate).flatMap((each) => each.clusters).length] as const,
  )
  return counts.flatMap(([fate, n]) => (n > 0 ? [`${n} ${fate}`] : [])).join(', ')
}

/** The plan for a terminal; of many policies the riskiest, unless all is asked for. */
export function planText(plan: ChangePlan, paint: Palette, isWhole = false): string {
  const most = isWhole ? Number.POSITIVE_INFINITY : POLICIES_SHOWN
  const sign = { added: paint.green('+'), changed: paint.yellow('~'), removed: paint.red('-') }
  const risks = risksShown(plan).map((risk) => `  ${paint.red('!')} ${risk.message}`)
  const lines = [
    `${paint.bold(plan.environment)}: ${planSummary(plan)}`,
    ...takenOutSentences(plan).map((each) => `  ${paint.red('!')} ${each}`),
    ...within(risks, most, 'risks', paint),
    ...(plan.removals.length > 0
      ? [`  ${paint.red('!')} ${removalCount(plan)} objects are no longer asked for: ${fates(plan)}`]
      : []),
    ...plan.policies
      .slice(0, most)
      .flatMap((each) => [
        `  ${sign[each.change]} ${each.policy}  ${paint.dim(clustersIn(each, isWhole))}`,
        ...each.fields.map(
          (field) =>
            `      ${field.object === '' ? '' : `${field.object} `}${field.path}: ${valuePair(field.before, field.after).map(visible).join(' → ')}`,
        ),
        ...(each.change === 'changed' ? each.objectsAdded.map((object) => `      ${paint.green('+')} ${object}`) : []),
        ...(each.change === 'changed' ? each.objectsRemoved.map((object) => `      ${paint.red('-')} ${object}`) : []),
      ]),
    ...moreLine(plan.policies.length - most, 'policies that change', paint),
    ...within(
      plan.others.map((each) => `  ${sign[each.change]} ${each.object}`),
      most,
      'placements, bindings and namespaces',
      paint,
    ),
    ...temporaryText(plan.temporary ?? []).map((each) => `  ${paint.yellow(each)}`),
  ]
  return `${lines.join('\n')}\n`
}

function clustersIn({ change, lost, clusters }: PolicyChange, isWhole: boolean): string {
  const where = change === 'removed' ? lost : clusters
  const most = isWhole ? where.length : CLUSTERS_SHOWN
  return [...where.slice(0, most), ...(where.length > most ? [`… and ${where.length - most} more`] : [])].join(' ')
}

function within(lines: readonly string[], most: number, noun: string, paint: Palette): readonly string[] {
  return [...lines.slice(0, most), ...moreLine(lines.length - most, noun, paint)]
}

function moreLine(rest: number, noun: string, paint: Palette): readonly string[] {
  return rest > 0 ? [paint.dim(`  … and ${rest} more ${noun} (--verbose lists them)`)] : []
}
