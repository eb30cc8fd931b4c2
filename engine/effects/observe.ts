import type { Observation, Source } from '../model/observation.ts'
import { HUB_CLUSTER } from '../model/plan.ts'
import type { Rendered } from '../model/rendered.ts'

/** Asks a source for every cluster that the merged plan places something on, the hub included. */
export async function observe(source: Source, rendered: Rendered, observedAt: string): Promise<Observation> {
  const placed = rendered.policies.flatMap((each) => each.clusters)
  const clusters = [...new Set([...rendered.clusters.map((each) => each.name), ...placed])]
  const ordered = [
    ...clusters.filter((each) => each !== HUB_CLUSTER),
    ...clusters.filter((each) => each === HUB_CLUSTER),
  ]
  return await source.observe(ordered, observedAt)
}
