import { readEvents } from '../../effects/history.ts'
import { withdrawProposal } from '../../effects/publish.ts'
import type { ExceptedReport } from '../../model/exception.ts'
import type { Forge } from '../../model/forge.ts'
import { branchOf } from '../../model/forge.ts'
import type { Author, Repository } from '../../model/git.ts'
import { foldHistory } from '../../model/history-state.ts'
import { PROPOSED_WAYS } from '../../model/way-out.ts'

interface Places {
  readonly repository: Repository
  readonly forge: Forge
  readonly author: Author
}

export const OVER = 'The drift that this is for shows no more.'

/**
 * What was asked for a drift that is over, wherever it was asked: `isthmus resolve` leaves no word on the drift proposal.
 * Only what this environment's own history ended is taken back, and only by a look that saw everything.
 */
export async function withdrawOver(report: ExceptedReport, { repository, forge, author }: Places): Promise<void> {
  if (report.summary.unknown + report.summary.error > 0) return
  const shown = new Set(report.drifts.map((each) => each.fingerprint))
  const asked = (await forge.openProposals()).flatMap(({ marker }) => {
    const [way, fingerprint = ''] = marker.split('/')
    return PROPOSED_WAYS.some((each) => each === way) && !shown.has(fingerprint) ? [{ marker, fingerprint }] : []
  })
  if (asked.length === 0) return
  const events = await readEvents(repository, report.environment)
  const { open, sighted } = foldHistory(events)
  const ended = new Set(
    events.flatMap((each) => (each.type === 'resolved' || each.type === 'vanished' ? [each.fingerprint] : [])),
  )
  for (const { marker, fingerprint } of asked) {
    if (!ended.has(fingerprint) || open.has(fingerprint) || sighted.has(fingerprint)) continue
    await withdrawProposal({ repository, forge, author, marker, branch: branchOf(marker) }, OVER)
  }
}
