import type { DriftReport } from '../../model/drift.ts'
import { driftMarks } from '../../model/drift-marks.ts'
import { driftHeadline } from '../../model/drift-words.ts'
import type { ProposalDraft } from '../../model/forge.ts'
import { recordOf } from '../../model/history.ts'
import type { Json } from '../../model/json.ts'
import { canonical } from '../../model/json.ts'
import { digest } from '../../model/names.ts'
import type { Topology } from '../../model/topology.ts'
import { driftBody } from './drift-markdown.ts'

/** One drift proposal: its text and its files are the report; merging acknowledges what it shows. */
export interface DriftSheet {
  readonly report: DriftReport
  readonly draft: ProposalDraft
  /** The path of its files without `.md` and `.json`. */
  readonly path: string
  /** What is said where it is taken back. */
  readonly over: string
}

const OVER = 'A full observation shows none of these drifts any more.'
const QUIET = 'What is left of these drifts is acknowledged: reports show it, and nobody is told until it changes.'
const ONE_IS_ENOUGH = 'Critical drifts are all that is left, so they need no proposal beside the drift proposal.'

/**
 * The drift proposals of an environment: one of all its drifts and, where critical ones stand among others, a second one of
 * these alone, so that they are merged, closed and seen for themselves. Without drifts it is a sheet that is withdrawn.
 */
export function driftSheets(
  report: DriftReport,
  base: string,
  topology?: Topology,
): Readonly<Record<'whole' | 'critical', DriftSheet>> {
  const critical = report.drifts.filter((each) => each.severity === 'critical')
  const isMixed = critical.length > 0 && critical.length < report.drifts.length
  const draft = driftProposal(report, base, topology)
  const alone = criticalSheet({ ...report, drifts: isMixed ? critical : [] }, base, topology)
  return {
    whole: { report, path: `drift/${report.environment}`, draft, over: report.drifts.length > 0 ? QUIET : OVER },
    critical: { ...alone, over: isMixed ? QUIET : critical.length > 0 ? ONE_IS_ENOUGH : OVER },
  }
}

/** The drift proposal of an environment: its text and its diff are the report; merging acknowledges. */
export function driftProposal(report: DriftReport, base: string, topology?: Topology): ProposalDraft {
  const { environment } = report
  return {
    marker: `drift/${environment}`,
    branch: `isthmus/drift/${environment}`,
    base,
    title: `Drift in ${environment}: ${driftHeadline(report)}`,
    body: bodyOf(driftBody(report, { file: `drift/${environment}.md`, ...drawn(topology) }), report),
    labels: ['isthmus', 'isthmus/drift'],
    identity: identityOf(report),
  }
}

function criticalSheet(report: DriftReport, base: string, topology: Topology | undefined): Omit<DriftSheet, 'over'> {
  const { environment } = report
  const path = `drift/critical/${environment}`
  const text = driftBody(report, { file: `${path}.md`, choices: false, ...drawn(topology) })
  const hint = `These are the critical ones of the drifts in ${environment}. Its drift proposal shows the others, and is where a way out is chosen.`
  return {
    report,
    path,
    draft: {
      marker: `drift-critical/${environment}`,
      branch: `isthmus/drift-critical/${environment}`,
      base,
      title: `Critical drift in ${environment}: ${driftHeadline(report)}`,
      body: bodyOf(`${hint}\n\n${text}`, report),
      labels: ['isthmus', 'isthmus/drift'],
      identity: identityOf(report),
    },
  }
}

function drawn(topology: Topology | undefined) {
  return topology === undefined ? {} : { topology }
}

function bodyOf(text: string, report: DriftReport): string {
  return [
    text,
    '',
    '---',
    'Merging this acknowledges the drifts above: exactly these values stay quiet until they change, or for 30 days (`drift.acknowledgementDays` in isthmus.yaml). Closing it does likewise. Mending the clusters closes it by itself.',
    '',
    driftMarks(report.drifts.map(recordOf)),
  ].join('\n')
}

/** Times change with every look; the proposal only with the set of drifts. */
function identityOf(report: DriftReport): string {
  const drifts = report.drifts.map((each): Json => [each.fingerprint, [...each.clusters]])
  const dark = report.clusters.flatMap((each) =>
    each.state === 'unknown' || each.state === 'error' ? [each.name] : [],
  )
  return digest(canonical([drifts, dark]), 32)
}
