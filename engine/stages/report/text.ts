import type { ChangePlan } from '../../model/change-plan.ts'
import type { DriftReport } from '../../model/drift.ts'
import { describeKey } from '../../model/kube.ts'
import { visible } from '../../model/visible.ts'
import { valueText } from './markdown.ts'
import { planSummary } from './plan.ts'
import { attributionText, clustersText, count, driftHeadline, shortTime } from './words.ts'

/** Colours for a terminal; the identity where there is none. */
export interface Palette {
  red(text: string): string
  yellow(text: string): string
  green(text: string): string
  bold(text: string): string
  dim(text: string): string
}

/** The drift report for a terminal: fits a screen where the platform is well. */
export function driftText(report: DriftReport, paint: Palette): string {
  const lines = [
    `${paint.bold(report.environment)}: ${driftHeadline(report)}`,
    ...report.clusters.map((each) => {
      const colour =
        each.state === 'inSync'
          ? paint.green
          : each.state === 'drifted' || each.state === 'error'
            ? paint.red
            : paint.yellow
      const since =
        each.state === 'unknown' ? `, last seen ${each.lastSeen === null ? 'never' : shortTime(each.lastSeen)}` : ''
      return `  ${each.name.padEnd(16)} ${colour(each.state)}${since}${each.reason === undefined ? '' : `: ${visible(each.reason)}`}`
    }),
    '',
    ...report.drifts.flatMap((drift) => [
      `${paint.red(drift.severity)} ${paint.bold(describeKey(drift.object))} ${drift.change} on ${clustersText(drift.clusters)}`,
      ...drift.fields
        .slice(0, 10)
        .map(
          (each) => `    ${each.pointer}: ${visible(valueText(each.desired))} → ${visible(valueText(each.observed))}`,
        ),
      ...(drift.fields.length > 10 ? [`    … and ${drift.fields.length - 10} further fields`] : []),
      paint.dim(
        `    by ${attributionText(drift.attribution)}; asked for by ${drift.source.file}:${drift.source.line} (policy ${drift.policy})`,
      ),
    ]),
    ...tail(report, paint),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

function tail(report: DriftReport, paint: Palette): readonly string[] {
  const parts = [
    ...(report.unhealthy.length > 0 ? [`${count(report.unhealthy.length, 'health check')} not met`] : []),
    ...(report.actions.length > 0 ? [`${count(report.actions.length, 'action')} of a person open`] : []),
    ...(report.notEvaluated.length > 0
      ? [`${count(report.notEvaluated.length, 'template')} that this source cannot evaluate`]
      : []),
  ]
  return parts.length > 0 ? [paint.dim(`beside drift: ${parts.join(', ')} (--output json or markdown lists them)`)] : []
}

/** The plan for a terminal. */
export function planText(plan: ChangePlan, paint: Palette): string {
  const sign = { added: paint.green('+'), changed: paint.yellow('~'), removed: paint.red('-') }
  const lines = [
    `${paint.bold(plan.environment)}: ${planSummary(plan)}`,
    ...plan.policies.flatMap((each) => each.risks.map((risk) => `  ${paint.red('!')} ${risk.message}`)),
    ...plan.policies.flatMap((each) => [
      `  ${sign[each.change]} ${each.policy}  ${paint.dim((each.change === 'removed' ? each.lost : each.clusters).join(' '))}`,
      ...each.fields.map(
        (field) =>
          `      ${field.object === '' ? '' : `${field.object} `}${field.path}: ${visible(valueText(field.before))} → ${visible(valueText(field.after))}`,
      ),
      ...(each.change === 'changed' ? each.objectsAdded.map((object) => `      ${paint.green('+')} ${object}`) : []),
      ...(each.change === 'changed' ? each.objectsRemoved.map((object) => `      ${paint.red('-')} ${object}`) : []),
    ]),
    ...plan.others.map((each) => `  ${sign[each.change]} ${each.object}`),
  ]
  return `${lines.join('\n')}\n`
}
