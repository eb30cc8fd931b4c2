import type { ImportReport, Mistake } from '../../model/imported.ts'
import { explainedShare } from '../../model/imported.ts'
import { describeKey } from '../../model/kube.ts'
import { visible } from '../../model/visible.ts'
import type { Palette } from './text.ts'

/** Mistakes, fields and notes that a terminal shows; the files show all. */
const SHOWN = 12

/** The first day's report as a page: what runs, what is wrong with it, what was written, what was not understood. */
export function importMarkdown(report: ImportReport): string {
  const sections = [
    `# ${report.environment}: the platform as it runs`,
    `Seen at ${report.observedAt} from ${cell(report.source)}. ${headline(report)}`,
    list(
      'Quorums',
      report.quorums.map((each) => each.sentence),
    ),
    ...report.tables.map((each) => section(each.title, table(each.columns, each.rows))),
    section('Mistakes', mistakesTable(report)),
    section(
      'Not named, and why',
      table(
        ['row', 'mistake', 'because'],
        report.unseen.map((each) => [String(each.blueprint), each.what, each.because]),
      ),
    ),
    section('What describes it', written(report)),
    section('Fields without an explanation', unexplained(report)),
    ...(['saw', 'guessed', 'unseen'] as const).map((kind) =>
      list(
        NOTE_TITLES[kind],
        report.notes.filter((each) => each.kind === kind).map((each) => each.text),
      ),
    ),
  ]
  return `${sections.filter((each) => each !== '').join('\n\n')}\n`
}

const NOTE_TITLES = { saw: 'Seen', guessed: 'Guessed: correct these by hand', unseen: 'Could not be seen' } as const

/** The one line that counts. */
export function headline(report: ImportReport): string {
  const all = Object.values(report.share).reduce((sum, each) => sum + each, 0)
  const errors = report.mistakes.filter((each) => each.severity === 'error').length
  return `${percent(report)} of ${all} fields explained (${report.share.component} by components, ${report.share.authored} by authored policies, ${report.share.server + report.share.default} owned or filled in by servers), ${report.share.unexplained} left; ${report.mistakes.length} mistakes, ${errors} of them errors.`
}

function percent(report: ImportReport): string {
  return `${(Math.floor(explainedShare(report.share) * 1000) / 10).toFixed(1)} %`
}

function mistakesTable({ mistakes }: ImportReport): string {
  const rows = mistakes.map((each) => [
    each.severity,
    each.rule,
    each.blueprint === undefined ? '' : String(each.blueprint),
    place(each),
    each.evidence,
    each.remedy,
  ])
  return table(['severity', 'rule', 'row', 'where', 'what the objects show', 'remedy'], rows)
}

function place(each: Mistake): string {
  return `${describeKey(each.object)}${each.pointer === '' ? '' : ` ${each.pointer}`} on ${each.clusters.join(', ')}`
}

function written(report: ImportReport): string {
  const rows = [
    ...report.components.map((name) => [`component ${name}`, 'reproduces what runs']),
    ...report.rejected.map((each) => [`component ${each.component} (not used)`, each.because]),
    ...report.policies.map((each) => [`policies/${each.name}/`, `${each.objects} object(s) as they run`]),
  ]
  return table(['what', 'why'], rows)
}

function unexplained(report: ImportReport): string {
  const rows = report.unexplained.map((each) => [
    each.cluster,
    describeKey(each.object),
    each.pointer,
    JSON.stringify(each.value),
    each.proposal,
    each.because,
  ])
  return table(['cluster', 'object', 'field', 'value', 'proposal', 'because'], rows)
}

function section(title: string, body: string): string {
  return body === '' ? '' : `## ${title}\n\n${body}`
}

function list(title: string, items: readonly string[]): string {
  return section(title, items.map((each) => `- ${cell(each)}`).join('\n'))
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`
  return [line(columns), `|${columns.map(() => '---|').join('')}`, ...rows.map(line)].join('\n')
}

/** Text of others in a table: one line, no markup that could break out of it. */
function cell(text: string): string {
  return visible(text)
    .replaceAll('\\', '\\\\')
    .replaceAll(/[|<>`*_[\]]/g, (each) => `\\${each}`)
}

/** The same for a terminal: what counts, and where the rest is. */
export function importText(report: ImportReport, paint: Palette): string {
  const rules = new Map<string, Mistake[]>()
  for (const each of report.mistakes) rules.set(each.rule, [...(rules.get(each.rule) ?? []), each])
  const unseen = report.notes.filter((each) => each.kind !== 'saw')
  const lines = [
    `${paint.bold(report.environment)}: ${headline(report)}`,
    ...report.quorums.map((each) => `  ${visible(each.sentence)}`),
    ...[...rules.values()].flatMap((same) => ruleLines(same, paint)),
    ...unseen.slice(0, SHOWN).map((each) => paint.dim(`  ${each.kind}: ${visible(each.text)}`)),
    ...(unseen.length > SHOWN ? [paint.dim(`  and ${unseen.length - SHOWN} more notes`)] : []),
    `components: ${report.components.join(', ') || 'none reproduces what runs'}; ${report.policies.length} authored policies`,
  ]
  return `${lines.join('\n')}\n`
}

function ruleLines(same: readonly Mistake[], paint: Palette): readonly string[] {
  const [first] = same
  if (!first) return []
  const colour = first.severity === 'error' ? paint.red : first.severity === 'warning' ? paint.yellow : paint.dim
  const more = same.length > 1 ? ` (and ${same.length - 1} more)` : ''
  const row = first.blueprint === undefined ? '' : paint.dim(` row ${first.blueprint}`)
  return [
    `${colour(first.severity)} ${first.rule}${row}: ${visible(place(first))}${more}`,
    `  ${first.evidence}`,
    paint.dim(`  ${first.remedy}`),
  ]
}
