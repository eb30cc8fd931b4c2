import type { WaveView } from '../../model/dashboard.ts'
import type { ExceptedReport } from '../../model/exception.ts'
import type { Proposal } from '../../model/forge.ts'
import { renderedFolder } from '../../model/rendered.ts'
import { openWaveIn } from '../../model/wave.ts'
import { askGate } from '../gate.ts'
import type { MergedEnvironment } from '../patrol.ts'
import type { DashboardFlowInput } from './input.ts'

/** The wave of the open change proposal with its gate, else the one that was merged last and has others to follow. */
export async function waveOf(
  { environment, rendered, files }: MergedEnvironment,
  report: ExceptedReport,
  proposals: readonly Proposal[],
  input: DashboardFlowInput,
): Promise<WaveView | undefined> {
  const { repository, limits } = input
  const regions = [...new Set(rendered.clusters.map((each) => each.region))]
  const open = proposals.find((each) => each.marker === `change/${environment}` && each.state === 'open')
  const merged = openWaveIn(environment, files)
  const head = open && (await repository.resolve(open.branch))
  if (open === undefined || head === undefined) {
    return merged && { region: merged.region, next: merged.next, regions }
  }
  const proposed = openWaveIn(environment, await repository.readTree(head, renderedFolder(environment)))
  const [removalLimit, moveLimit] = [limits.removals, limits.moves]
  const gate = await askGate({ ...input, environment, head: undefined, removalLimit, moveLimit, report })
  const region = proposed?.region ?? (gate.regions.length === 1 ? gate.regions[0] : undefined)
  return {
    region,
    next: proposed?.next ?? [],
    regions,
    gate: { isGreen: gate.isGreen, checks: gate.checks },
  }
}
