import { clip } from '../../model/clip.ts'
import { count } from '../../model/count.ts'
import type { ClusterState, DriftReport } from '../../model/drift.ts'
import { driftHeadline } from '../../model/drift-words.ts'
import type { ExceptedReport } from '../../model/exception.ts'
import type { Topology } from '../../model/topology.ts'
import { besideDrift, undeliveredLines } from './beside-drift.ts'
import type { Detail } from './drift-section.ts'
import { driftSection } from './drift-section.ts'
import { BODY_LIMIT, bytesOf, cell, code, fitting, plain } from './markdown.ts'
import { driftPicture } from './pictures.ts'

const WHOLE: Detail = { fields: 2000, valueLength: 4000, choices: false }
const SHORT: Detail = { fields: 20, valueLength: 80, choices: true }
/** What is beside drift may take this much of a proposal's text, so that drifts keep the rest. */
const BESIDE_LIMIT = 15_000
/** Lines above the table of clusters. */
const HEADING = 4
const CLUSTERS_SHOWN = 40
const LONGEST_REASON = 500

export interface BodyOptions {
  /** Where the whole report lies. */
  readonly file: string
  /** Boxes to tick for the ways out. */
  readonly choices?: boolean
  /** What was merged, to show on it where the drift is: the first thing to go where there is no room. */
  readonly topology?: Topology
  /** Bytes. */
  readonly limit?: number
}

/** The whole report, worst first, as the file of the drift proposal holds it. */
export function driftMarkdown(report: ExceptedReport): string {
  return [
    ...opening(report, report.clusters.length),
    ...undeliveredLines(report),
    ...report.drifts.flatMap((each) => driftSection(each, WHOLE)),
    ...besideDrift(report).flat(),
    ...closing(report),
  ].join('\n')
}

/**
 * The report as the text of the drift proposal: worst first, and only whole drifts, so that it stays below what a forge
 * takes. What does not fit is in the files, and the text says so.
 */
export function driftBody(report: ExceptedReport, options: BodyOptions): string {
  const { limit = BODY_LIMIT, choices = true } = options
  const file = code(options.file)
  const head = [...opening(report, CLUSTERS_SHOWN), ...undeliveredLines(report)]
  const top = fitting(
    head.map((each) => [each]),
    BESIDE_LIMIT,
  )
  const beside = fitting(besideDrift(report), BESIDE_LIMIT)
  const tail = [
    ...beside.lines,
    ...(top.left + beside.left > 0 ? [`What else there is beside drift stands in ${file}.`, ''] : []),
    ...closing(report),
  ]
  const shown = report.drifts.map((each) => driftSection(each, { ...SHORT, choices }))
  const drifts = fitting(shown, limit - bytesOf([...top.lines, ...tail]) - 200)
  const further = drifts.left === 0 ? [] : [`**${count(drifts.left, 'further drift')} in ${file}.**`, '']
  const rest = [...drifts.lines, ...further, ...tail]
  const picture = top.left + drifts.left > 0 ? [] : driftPicture(report, options.topology)
  const isDrawn = bytesOf([...top.lines, ...picture, ...rest]) <= limit
  const heading = top.lines.slice(0, HEADING)
  return [...heading, ...(isDrawn ? picture : []), ...top.lines.slice(HEADING), ...rest].join('\n')
}

function opening(report: DriftReport, clusters: number): readonly string[] {
  return [
    `# Drift report: ${plain(report.environment)}`,
    '',
    `Observed ${plain(report.observedAt)} from ${plain(report.source)}: **${plain(driftHeadline(report))}**.`,
    '',
    ...clusterTable(report, clusters),
    ...incidentLines(report, clusters),
  ]
}

/** Where there are many, those in sync are only counted. */
function clusterTable({ clusters }: DriftReport, most: number): readonly string[] {
  const isMany = clusters.length > most
  const listed = (isMany ? clusters.filter((each) => each.state !== 'inSync') : clusters).slice(0, most)
  const rest = clusters.length - listed.length
  const rows = listed.map(
    (each) => `| ${cell(code(each.name))} | ${each.state} | ${plain(each.lastSeen ?? 'never')} | ${reasonText(each)} |`,
  )
  return [
    '| cluster | state | last seen | |',
    '|---|---|---|---|',
    ...rows,
    '',
    ...(rest > 0 ? [`… and ${count(rest, 'further cluster')}${isMany ? ', those in sync among them' : ''}.`, ''] : []),
  ]
}

function reasonText({ reason = '' }: ClusterState): string {
  return plain(clip(reason, LONGEST_REASON))
}

/** A dark cluster is one incident, whatever hangs on it. */
function incidentLines({ clusters, tolerances = [] }: DriftReport, most: number): readonly string[] {
  const dark = clusters.filter((each) => each.state === 'unknown')
  if (dark.length === 0) return []
  return [
    '## Not seen',
    '',
    ...dark
      .slice(0, most)
      .map(
        (each) =>
          `- ${code(each.name)}: ${reasonText(each) || 'no data'}; last seen ${plain(each.lastSeen ?? 'never')}. What it held back is unknown, not in sync.`,
      ),
    ...tolerances.map((each) => `- ${plain(each)}`),
    '',
  ]
}

function closing({ drifts }: DriftReport): readonly string[] {
  if (drifts.length === 0) return []
  return [
    '---',
    '',
    'The tool that changed a field is what the API server recorded (`managedFields`): it names programs, not persons.',
    '',
  ]
}
