import { clip } from '../../model/clip.ts'
import { conditionGroups } from '../../model/condition-groups.ts'
import { count } from '../../model/count.ts'
import type { Condition, DriftReport, PolicyState } from '../../model/drift.ts'
import { clustersText, shortTime } from '../../model/drift-words.ts'
import type { ExceptedDrift, ExceptedReport } from '../../model/exception.ts'
import { describeKey } from '../../model/kube.ts'
import { code, plain } from './markdown.ts'
import { TEMPORARY_TITLE, temporaryMarkdown } from './temporary.ts'
import { undeliveredGroups } from './undelivered-groups.ts'

const LONGEST_MESSAGE = 1000

/** Everything that a report says beside drifts, one block of lines each; a block without anything to say is empty. */
export function besideDrift(report: ExceptedReport): readonly (readonly string[])[] {
  return [
    folded('Reverted: enforcement put it back, and something keeps changing it', revertedLines(report)),
    folded('Not in sync yet', waitingLines(report)),
    folded('Unhealthy: as desired, but not working', conditionLines(report.unhealthy)),
    folded('Action needed: a one-time step of a person', conditionLines(report.actions)),
    folded('Not evaluated: this source cannot tell', conditionLines(report.notEvaluated)),
    folded('Lived with for now: exceptions in the repository', (report.excepted ?? []).map(exceptedLine)),
    folded(TEMPORARY_TITLE, temporaryMarkdown(report.temporary ?? [])),
    folded(
      'Files that need a look',
      (report.findings ?? []).map((each) => `- ${plain(each.message)}`),
    ),
    hiddenLines(report),
  ]
}

/** What the hub does not carry is always critical, so it is never folded away. */
export function undeliveredLines({ undelivered }: DriftReport): readonly string[] {
  if (undelivered.length === 0) return []
  const lines = undeliveredGroups(undelivered).map(
    ({ what, cluster, message }) => `- ${plain(what)} on ${plain(cluster)}: ${plain(clip(message, LONGEST_MESSAGE))}`,
  )
  return ['## Undelivered: the hub does not carry what was merged', '', ...lines, '']
}

function folded(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return []
  return [`<details><summary>${title} (${lines.length})</summary>`, '', ...lines, '', '</details>', '']
}

function conditionLines(conditions: readonly Condition[]): readonly string[] {
  return conditionGroups(conditions).map(
    ({ component, clusters, message }) =>
      `- ${plain(component)} on ${plain(clustersText(clusters))}: ${plain(clip(message, LONGEST_MESSAGE))}`,
  )
}

function revertedLines({ policies = [] }: DriftReport): readonly string[] {
  return policies.flatMap(({ reverted, ...each }) =>
    reverted ? [`- ${stateText(each)}: ${count(reverted.times, 'time')}, last ${shortTime(reverted.last)}`] : [],
  )
}

function waitingLines({ policies = [] }: DriftReport): readonly string[] {
  return policies
    .filter(({ state }) => state === 'pending' || state === 'notRolledOut')
    .map((each) => `- ${stateText(each)}: ${each.state === 'pending' ? 'pending' : 'not rolled out yet'}`)
}

function stateText({ policy, cluster, reason }: PolicyState): string {
  return `${code(policy)} on ${plain(cluster)}${reason === undefined ? '' : ` (${plain(clip(reason, LONGEST_MESSAGE))})`}`
}

function exceptedLine({ drift, until, because, owner, source }: ExceptedDrift): string {
  const what = `${code(describeKey(drift.object))} on ${plain(clustersText(drift.clusters))}`
  return `- ${what}: until ${plain(until)} because ${plain(because)} (${plain(owner)}, ${code(`${source.file}:${source.line}`)})`
}

function hiddenLines({ hidden = [] }: DriftReport): readonly string[] {
  const total = hidden.reduce((sum, each) => sum + each.count, 0)
  if (total === 0) return []
  const rows = hidden.map((each) => `- ${code(each.rule)}: ${each.count}, ${plain(each.reason)}`)
  const title = `Hidden as noise: ${count(total, 'difference')} by ${count(hidden.length, 'rule')}`
  return [`<details><summary>${title}</summary>`, '', ...rows, '', '</details>', '']
}
