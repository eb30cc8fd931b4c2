import type { Plan } from '../../model/plan.ts'
import type { Rendered } from '../../model/rendered.ts'
import type { RunbookWave } from '../../model/runbook.ts'
import { diff } from '../../stages/diff.ts'
import { renderedOf } from '../../stages/read-rendered.ts'
import { movesOf } from '../../stages/runbook/moves.ts'
import { changedRegions, nextWave } from '../../stages/waves.ts'

/** Every wave of a change as it would be proposed, one after the other, until what is merged is what should be. */
export function wavesOf(merged: Rendered, plan: Plan): readonly RunbookWave[] {
  const waves: RunbookWave[] = []
  const most = merged.clusters.length + plan.environment.spec.clusters.length + 1
  let state = merged
  for (let i = 0; i < most; i++) {
    const after = withClusters(renderedOf(nextWave(state, plan).plan), state)
    const change = diff(state, after)
    if (change.policies.length === 0 && change.others.length === 0) break
    const regions = changedRegions(state, after)
    waves.push({ regions, policies: change.policies.length, ...movesOf(change, state, after) })
    state = after
  }
  return waves
}

/** Clusters that left the sources keep their region until their last wave. */
function withClusters(after: Rendered, before: Rendered): Rendered {
  const gone = before.clusters.filter((each) => !after.clusters.some((one) => one.name === each.name))
  return { ...after, clusters: [...after.clusters, ...gone] }
}
