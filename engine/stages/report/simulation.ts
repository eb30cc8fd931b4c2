import { count } from '../../model/count.ts'
import { moreToLose } from '../../model/quorum.ts'
import type { Span } from '../../model/stretched.ts'
import type { EndpointSurvival, Failover, ServiceSurvival, Survival, SurvivalCase } from '../../model/survival.ts'
import { json } from './json.ts'
import { cell, code, plain } from './markdown.ts'
import type { Palette } from './text.ts'

/** `{environment, lost, survives, services, endpoints, total, weakest, notes}`; `notes` says what could not be observed. */
export function survivalJson(survival: Survival, notes: readonly string[]): string {
  return json({ ...survival, notes })
}

/** `{environment, cases: [{promised, survival}], notes}`. */
export function casesJson(environment: string, cases: readonly SurvivalCase[], notes: readonly string[]): string {
  return json({ environment, cases, notes })
}

/** One loss for a terminal: the verdict, then each service and name with its sum, then the weakest link. */
export function survivalText(survival: Survival, notes: readonly string[], paint: Palette): string {
  const { environment, lost, services, endpoints, weakest } = survival
  const lines = [
    `${paint.bold(environment)} without ${lost.join(', ')}: ${verdict(survival.survives, paint)}`,
    ...services.flatMap((each) => serviceLines(each, paint)),
    ...(endpoints.length > 0 ? ['', ...endpoints.flatMap((each) => endpointLines(each, paint))] : []),
    ...endpointTerms(endpoints),
    '',
    services.length + endpoints.length === 0 ? 'nothing here is stretched over clusters' : waitText(survival),
    ...(weakest === null ? [] : [`weakest link: ${paint.bold(weakest.name)}, ${weakest.why}`]),
    ...notes.map((each) => paint.dim(each)),
  ]
  return `${lines.join('\n')}\n`
}

function serviceLines(service: ServiceSurvival, paint: Palette): readonly string[] {
  const { name, voters, quorum, left, commit, clusters } = service
  return [
    '',
    `${paint.bold(name)}: ${verdict(service.survives, paint)}; ${left} of ${voters} voters left, ${quorum} needed, ${toleranceText(service)}`,
    `  members left: ${clusters.map((each) => `${each.cluster} ${each.left}/${each.members}`).join(', ')} (${sourceText(service)})`,
    ...failoverLines(service.failover),
    ...(commit === null ? [] : [`  writes then wait ${spanText(commit.milliseconds, 'ms')} (${commit.source})`]),
    ...service.notes.map((each) => paint.yellow(`  ${each}`)),
  ]
}

function endpointLines(endpoint: EndpointSurvival, paint: Palette): readonly string[] {
  const { host, clusters, left } = endpoint
  return [
    `${paint.bold(host)}: ${verdict(endpoint.survives, paint)}; ${left.length} of ${clusters.length} endpoints left${left.length > 0 ? `: ${left.join(', ')}` : ''}`,
    ...endpoint.notes.map((each) => paint.yellow(`  ${each}`)),
  ]
}

/** Names of one entry have the same sum: it is written once. */
function endpointTerms(endpoints: readonly EndpointSurvival[]): readonly string[] {
  const texts = endpoints.map((each) => failoverLines(each.failover).join('\n'))
  return [...new Set(texts)].filter((each) => each !== '')
}

function waitText({ survives, total, longest }: Survival): string {
  if (longest === null) return survives ? 'nobody waits' : 'what has stopped stays away until it is mended'
  const most = `, at most ${longest.seconds} s of it ${longest.name}`
  return survives
    ? `users wait ${seconds(total)}${most}`
    : `what has stopped stays away until it is mended; the rest comes back in ${seconds(total)}`
}

function failoverLines(failover: Failover | null): readonly string[] {
  if (failover === null || failover.terms.length === 0) return []
  const terms = failover.terms.map(
    (each) => `    ${spanText(each.seconds, 's').padEnd(12)} ${each.name}: ${each.source}`,
  )
  return [`  fails over in ${seconds(failover.total)} =`, ...terms, ...expectedLines(failover)]
}

function expectedLines({ expected }: Failover): readonly string[] {
  return expected === undefined ? [] : [`    expected: ${seconds(expected.seconds)}, ${expected.source}`]
}

/** Every case on a line. */
export function casesText(
  environment: string,
  cases: readonly SurvivalCase[],
  notes: readonly string[],
  paint: Palette,
): string {
  const rows = cases.map(({ promised, survival }) => ({
    lost: survival.lost.join(', '),
    verdict: survival.survives ? paint.green('survives') : (promised ? paint.red : paint.yellow)('does not survive'),
    rest: `${survival.services.map((each) => `${each.name} ${each.left}/${each.voters}, `).join('')}up to ${survival.total.max} s${promised ? '' : paint.dim(' (not promised)')}`,
    weakest: survival.weakest === null ? [] : [`    weakest: ${survival.weakest.name}, ${survival.weakest.why}`],
  }))
  const lines = [
    `${paint.bold(environment)}: ${count(cases.length, 'case')}`,
    ...rows.flatMap((row) => [`  ${paint.bold(row.lost)}: ${row.verdict}; ${row.rest}`, ...row.weakest]),
    ...notes.map((each) => paint.dim(each)),
  ]
  return `${lines.join('\n')}\n`
}

export function survivalMarkdown(survival: Survival, notes: readonly string[]): string {
  const { environment, lost, survives, services, endpoints, weakest } = survival
  const lines = [
    `### ${plain(environment)} without ${lost.map(code).join(', ')}: ${survives ? 'survives' : 'does not survive'}`,
    '',
    '| what | voters or endpoints left | needed | verdict | fails over in |',
    '|---|---|---|---|---|',
    ...services.map(
      (each) =>
        `| ${plain(each.name)} | ${each.left} of ${each.voters} | ${each.quorum} | ${each.survives ? toleranceText(each) : 'stops'} | ${failoverCell(each.failover)} |`,
    ),
    ...endpoints.map(
      (each) =>
        `| ${cell(code(each.host))} | ${each.left.length} of ${each.clusters.length} | 1 | ${each.survives ? 'answers' : 'fails'} | ${failoverCell(each.failover)} |`,
    ),
    '',
    `${sentence(waitText(survival))}.${weakest === null ? '' : ` Weakest link: ${plain(`${weakest.name}, ${weakest.why}`)}.`}`,
    ...[...services, ...endpoints].flatMap((each) => each.notes.map((note) => `- ${plain(note)}`)),
    ...notes.map((each) => `- ${plain(each)}`),
  ]
  return lines.join('\n')
}

export function casesMarkdown(environment: string, cases: readonly SurvivalCase[], notes: readonly string[]): string {
  const rows = cases.map(({ promised, survival }) => {
    const left = survival.services.map((each) => `${each.name} ${each.left}/${each.voters}`).join(', ')
    const outcome = `${survival.survives ? 'survives' : 'does not survive'}${promised ? '' : ' (not promised)'}`
    return `| ${survival.lost.map((each) => cell(code(each))).join(', ')} | ${outcome} | ${plain(left)} | ${survival.total.max} s | ${plain(survival.weakest?.name ?? '')} |`
  })
  return [
    `### ${plain(environment)}: what survives`,
    '',
    '| lost | verdict | voters left | users wait up to | weakest link |',
    '|---|---|---|---|---|',
    ...rows,
    ...notes.map((each) => `- ${plain(each)}`),
  ].join('\n')
}

function failoverCell(failover: Failover | null): string {
  if (failover === null) return 'never'
  if (failover.terms.length === 0) return '0 s'
  const terms = failover.terms.map((each) => `${plain(each.name)} ${spanText(each.seconds, 's')}`).join(' + ')
  return `${seconds(failover.total)} = ${terms}`
}

function toleranceText({ tolerance, survives }: ServiceSurvival): string {
  return survives ? moreToLose(tolerance) : `${-tolerance} too few`
}

function sourceText({ source }: ServiceSurvival): string {
  return source.kind === 'assumed' ? 'assumed from the environment' : `observed ${source.ageSeconds ?? 0} s ago`
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
}

function verdict(survives: boolean, paint: Palette): string {
  return survives ? paint.green('survives') : paint.red('does not survive')
}

function seconds(span: Span): string {
  return spanText(span, 's')
}

function spanText({ min, max }: Span, unit: string): string {
  return min === max ? `${max} ${unit}` : `${min} to ${max} ${unit}`
}
