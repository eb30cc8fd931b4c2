import type { Condition, Drift, DriftReport } from '../../model/drift.ts'
import { describeKey } from '../../model/kube.ts'
import { asciiJson, cell, code, plain, valueText, withinLimit } from './markdown.ts'
import { attributionText, clustersText, driftHeadline, shortTime } from './words.ts'

const FIELDS_SHOWN = 20

/** The report as the drift proposal carries it: worst first, each drift once, with what can be done about it. */
export function driftMarkdown(report: DriftReport): string {
  return withinLimit([
    `# Drift report: ${plain(report.environment)}`,
    '',
    `Observed ${report.observedAt} from ${plain(report.source)}: **${driftHeadline(report)}**.`,
    '',
    ...clusterTable(report),
    ...incidentLines(report),
    ...report.drifts.flatMap(driftLines),
    ...conditionLines('Unhealthy: as desired, but not working', report.unhealthy),
    ...conditionLines('Action needed: a one-time step of a person', report.actions),
    ...conditionLines('Undelivered: the hub does not carry what was merged', report.undelivered),
    ...conditionLines('Not evaluated: this source cannot tell', report.notEvaluated),
    ...(report.drifts.length > 0
      ? [
          '---',
          '',
          'The tool that changed a field is what the API server recorded (`managedFields`): it names programs, not persons.',
          '',
        ]
      : []),
  ])
}

function clusterTable(report: DriftReport): readonly string[] {
  const rows = report.clusters.map(
    (each) =>
      `| ${code(each.name)} | ${each.state} | ${each.lastSeen ?? 'never'} | ${cell(plain(each.reason ?? ''))} |`,
  )
  return ['| cluster | state | last seen | |', '|---|---|---|---|', ...rows, '']
}

/** A dark cluster is one incident, whatever hangs on it. */
function incidentLines(report: DriftReport): readonly string[] {
  const dark = report.clusters.filter((each) => each.state === 'unknown')
  if (dark.length === 0) return []
  return [
    '## Not seen',
    '',
    ...dark.map(
      (each) =>
        `- ${code(each.name)}: ${plain(each.reason ?? 'no data')}; last seen ${each.lastSeen ?? 'never'}. What it held back is unknown, not in sync.`,
    ),
    '',
  ]
}

function driftLines(drift: Drift): readonly string[] {
  const change = { missing: 'is missing', unexpected: 'must not exist', different: 'differs' }[drift.change]
  return [
    `## ${drift.severity}: ${code(describeKey(drift.object))} ${change} on ${plain(clustersText(drift.clusters))}`,
    '',
    `- asked for by policy ${code(drift.policy)}, ${code(`${drift.source.file}:${drift.source.line}`)}`,
    `- changed by ${plain(attributionText(drift.attribution))}`,
    `- seen since ${shortTime(drift.firstSeen)}; id ${code(drift.fingerprint)}`,
    '',
    ...fieldTable(drift),
    ...wayOut(drift),
  ]
}

function fieldTable(drift: Drift): readonly string[] {
  if (drift.fields.length === 0) return []
  const rows = drift.fields
    .slice(0, FIELDS_SHOWN)
    .map(
      (each) =>
        `| ${cell(code(each.pointer))} | ${cell(code(valueText(each.desired)))} | ${cell(code(valueText(each.observed)))} |`,
    )
  const rest = drift.fields.length - FIELDS_SHOWN
  return [
    '| field | should be | is |',
    '|---|---|---|',
    ...rows,
    '',
    ...(rest > 0 ? [`… and ${rest} further fields in the JSON report.`, ''] : []),
  ]
}

/** Names that a shell reads as they are; a command with any other is not offered. */
const SHELL_SAFE = /^[A-Za-z0-9][A-Za-z0-9.:_-]*$/
const COMMAND_LIMIT = 4000

/** Putting back is the default way out: the one command that mends exactly this. */
function wayOut(drift: Drift): readonly string[] {
  const { kind, name, namespace } = drift.object
  if (![kind, name, namespace || 'x'].every((each) => SHELL_SAFE.test(each))) return []
  const where = namespace === '' ? '' : ` -n ${namespace}`
  if (drift.change === 'unexpected')
    return commandLines('To put it back (remove it):', `oc delete ${kind} ${name}${where}`)
  if (drift.change !== 'different' || !drift.patch || drift.patch.length === 0) return []
  const patch = asciiJson(drift.patch).replaceAll("'", "'\\''")
  return commandLines('To put it back:', `oc patch ${kind} ${name}${where} --type=json -p '${patch}'`)
}

function commandLines(title: string, command: string): readonly string[] {
  return command.length > COMMAND_LIMIT ? [] : [title, '', '```sh', command, '```', '']
}

function conditionLines(title: string, conditions: readonly Condition[]): readonly string[] {
  if (conditions.length === 0) return []
  const byMessage = new Map<string, Condition[]>()
  for (const each of conditions)
    byMessage.set(`${each.component} ${each.message}`, [
      ...(byMessage.get(`${each.component} ${each.message}`) ?? []),
      each,
    ])
  const lines = [...byMessage.values()].flatMap((same) => {
    const [first] = same
    if (!first) return []
    return [
      `- ${plain(first.component)} on ${plain(clustersText([...new Set(same.map((each) => each.cluster))]))}: ${plain(first.message)}`,
    ]
  })
  return [`<details><summary>${title} (${lines.length})</summary>`, '', ...lines, '', '</details>', '']
}
