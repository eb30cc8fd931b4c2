import type { ProposalView } from '../../model/dashboard.ts'
import type { ExceptedReport } from '../../model/exception.ts'
import type { Proposal } from '../../model/forge.ts'
import type { HistoryEvent } from '../../model/history.ts'

const OF_ENVIRONMENT: readonly string[] = ['change', 'drift', 'drift-critical']

/** Proposals of ours that are this environment's, open ones first, newest first. */
export function proposalViews(
  proposals: readonly Proposal[],
  report: ExceptedReport,
  events: readonly HistoryEvent[],
): readonly ProposalView[] {
  const { environment } = report
  const fingerprints = new Set([
    ...report.drifts.map((each) => each.fingerprint),
    ...events.flatMap((each) => (each.type === 'opened' ? [each.drift.fingerprint] : [])),
  ])
  return proposals
    .filter(({ marker, title }) => {
      const [kind, about = ''] = marker.split('/', 2)
      if (OF_ENVIRONMENT.includes(kind ?? '')) return about === environment
      // A drift that ended long ago is at hand no more; the titles of ours name the environment.
      return fingerprints.has(about) || title.startsWith(`${environment}: `)
    })
    .map(({ marker, number, title, state, url, endedAt }) => ({
      kind: kindOf(marker),
      number,
      title,
      state,
      url,
      ...(endedAt === undefined ? {} : { at: endedAt }),
    }))
    .sort((a, b) => Number(b.state === 'open') - Number(a.state === 'open') || b.number - a.number)
}

function kindOf(marker: string): ProposalView['kind'] {
  if (marker.startsWith('change/')) return 'change'
  return /^drift(?:-critical)?\//.test(marker) ? 'drift' : 'other'
}
