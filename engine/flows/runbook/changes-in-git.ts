import { isAsRecorded } from '../../model/as-recorded.ts'
import type { ChangePlan } from '../../model/change-plan.ts'
import type { Repository } from '../../model/git.ts'
import type { Source } from '../../model/observation.ts'
import type { Plan } from '../../model/plan.ts'
import type { Rendered } from '../../model/rendered.ts'
import type { RegionChange, RunbookWave } from '../../model/runbook.ts'
import { isRebuilt } from '../../model/runbook.ts'
import type { StretchedService } from '../../model/stretched.ts'
import { wantedOf } from '../../model/wanted.ts'
import type { WaveRecord } from '../../model/wave.ts'
import { openWaveIn } from '../../model/wave.ts'
import { diff } from '../../stages/diff.ts'
import { renderedOf } from '../../stages/read-rendered.ts'
import type { Presence } from '../../stages/runbook/moves.ts'
import { leftBehind, presenceIn } from '../../stages/runbook/moves.ts'
import type { RunbookInput } from '../../stages/runbook.ts'
import { readMerged } from '../read-merged.ts'
import { wavesOf } from './waves.ts'

const WAITS =
  'what the sources ask for beside this waits until the region is well again, since no wave passes its gate before; then it goes on'

interface Place {
  readonly repository: Repository
  /** Commit whose `rendered/` counts as merged; undefined: the default branch. */
  readonly since: string | undefined
  /** Looks for what stays behind; undefined: nobody is asked. */
  readonly source: Source | undefined
  readonly now: string
}

interface Moving {
  readonly change: Omit<RegionChange, 'members'>
  readonly merged: Rendered
  readonly plan: Plan
  readonly before: readonly StretchedService[]
}

/** What changes in Git on the way, and why that must not begin. While a region is rebuilt that is nothing: its gate is red. */
export async function changesInGit(
  place: Place,
  { change, merged, plan, before }: Moving,
): Promise<Pick<RunbookInput, 'waves' | 'leftBehind' | 'blockers' | 'notes'>> {
  const waves = wavesOf(merged, plan)
  const open = openWaveIn(merged.environment, (await readMerged(place.repository, place.since)).rendered)
  if (isRebuilt(change) && isAsRecorded(before, merged.topology)) {
    const isWaiting = open !== undefined || waves.length > 0
    return { waves: [], leftBehind: [], blockers: [], notes: isWaiting ? [WAITS] : [] }
  }
  const gone = diff(merged, renderedOf(plan))
  return {
    waves,
    leftBehind: leftBehind(gone, merged, await presence(place, merged, gone)),
    blockers: blockersOf(change, open, waves),
    notes: [],
  }
}

/** Only clusters that something stays behind on are looked at. */
async function presence({ source, now }: Place, merged: Rendered, change: ChangePlan): Promise<Presence> {
  const clusters = [...new Set(change.removals.flatMap((each) => each.clusters))]
  if (source === undefined || clusters.length === 0) return presenceIn(undefined)
  return presenceIn(await source.observe(clusters, now, wantedOf(merged)))
}

/** What changes who votes and what is on its way do not go together. */
function blockersOf(
  change: Omit<RegionChange, 'members'>,
  open: WaveRecord | undefined,
  waves: readonly RunbookWave[],
): readonly string[] {
  const isOnItsWay = open !== undefined && change.kind !== 'join'
  const wayOut = change.kind === 'retire' ? 'let it land first' : 'take it back in the sources first'
  return [
    ...(isOnItsWay ? [`an earlier change is on its way (next: ${open.next.join(', ')}): ${wayOut}`] : []),
    ...(isRebuilt(change) && waves.length > 0
      ? ['the sources ask for other members as well: who votes may not change while a region is dead']
      : []),
  ]
}
