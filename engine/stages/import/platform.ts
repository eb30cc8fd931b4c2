import type { SeenCluster } from '../../model/imported.ts'
import type { JsonObject } from '../../model/json.ts'
import { listAt, textAt } from '../../model/json.ts'
import { HUB_CLUSTER } from '../../model/plan.ts'
import type { ParseYaml } from './install-config.ts'

/** The running platform, as the rules of the first day's report see it. */
export interface Platform {
  /** Members that were seen, and the hub where it was. */
  readonly seen: readonly SeenCluster[]
  readonly members: readonly string[]
  /** Members of which a file or the list of StatefulSets could not be read. */
  readonly partial?: readonly string[]
  /** The environment as it is to be written. */
  readonly environment: JsonObject
  readonly parseYaml: ParseYaml
  /** RFC 3339 UTC: what certificates are measured against. */
  readonly observedAt: string
}

/** Objects of the hub; undefined where it was not seen. */
export function hubOf({ seen }: Platform): readonly JsonObject[] | undefined {
  return seen.find((each) => each.name === HUB_CLUSTER)?.objects
}

export function seenMembers({ seen }: Platform): readonly SeenCluster[] {
  return seen.filter((each) => each.name !== HUB_CLUSTER)
}

/** The clusters of the environment as written. */
export function clustersOf({ environment }: Platform): readonly JsonObject[] {
  return listAt(environment, 'spec', 'clusters') as readonly JsonObject[]
}

export function regionIn(platform: Platform, cluster: string): string {
  const found = clustersOf(platform).find((each) => textAt(each, 'name') === cluster)
  return textAt(found, 'region') ?? cluster
}
