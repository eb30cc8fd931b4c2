import type { ComponentInput } from '../../engine/model/component.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import type { DatabaseSettings } from './settings.ts'

export type DatabaseInput = ComponentInput<DatabaseSettings>

export const APP = { 'app.kubernetes.io/name': 'cockroachdb' } as const
/** Labels of the one Service by which monitoring finds the nodes; several lead to the same pods. */
export const MONITORED = { ...APP, 'isthmus.dev/monitored': 'true' } as const
export const PORTS = { sql: 26257, http: 8080 } as const

/** The one cluster that runs SQL jobs (rule G20). */
export function primaryOf(input: DatabaseInput): Cluster | undefined {
  const { primary } = input.settings
  return primary === undefined ? input.clusters[0] : input.clusters.find((each) => each.name === primary)
}
