import type { ChangePlan } from '../../model/change-plan.ts'
import type { DriftReport } from '../../model/drift.ts'
import { mermaidBlock } from '../../model/topology/mermaid.ts'
import { stateOf } from '../../model/topology/state.ts'
import type { Topology } from '../../model/topology.ts'
import { clustersOf } from '../../model/topology.ts'

/** Where a change touches the platform, as a picture; nothing where a picture would say nothing. */
export function planPicture({ picture }: ChangePlan): readonly string[] {
  return picture === undefined ? [] : [...mermaidBlock(picture), '']
}

/** Where the drift is, as a picture; nothing of a single cluster, or where all is as it should be. */
export function driftPicture(report: DriftReport, topology: Topology | undefined): readonly string[] {
  if (topology === undefined || clustersOf(topology).length < 2) return []
  if (report.clusters.every((each) => each.state === 'inSync')) return []
  return [...mermaidBlock({ topology, state: stateOf(topology, report) }), '']
}
