import type { Observation, Source } from '../model/observation.ts'
import { HUB_CLUSTER } from '../model/plan.ts'
import type { Rendered } from '../model/rendered.ts'
import { wantedOf } from '../model/wanted.ts'

/** Asks a source for every cluster that the merged plan places something on. */
export async function observe(source: Source, rendered: Rendered, observedAt: string): Promise<Observation> {
  return await source.observe(clustersOf(rendered), observedAt, wantedOf(rendered))
}

/** The environment's clusters, and last the hub, which knows of the others even where nothing is placed on it. */
export function clustersOf(rendered: Rendered): readonly string[] {
  const placed = rendered.policies.flatMap((each) => each.clusters)
  const clusters = new Set([...rendered.clusters.map((each) => each.name), ...placed])
  return [...[...clusters].filter((each) => each !== HUB_CLUSTER), HUB_CLUSTER]
}
