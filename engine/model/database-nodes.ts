import type { Cluster, Environment } from './environment.ts'
import { at } from './json.ts'
import { settingsOf } from './settings-of.ts'

/**
 * Database nodes of a cluster that want machines of their own; undefined where there is no database or it shares
 * machines. Asked by the component that makes machines, which never sees the database's own.
 */
export function databaseNodes(environment: Environment, cluster: Cluster): number | undefined {
  const database = settingsOf(environment, 'database')
  if (database === undefined || at(database, 'dedicatedNodes') === false) return undefined
  const count = at(database, 'replicas', cluster.name) ?? at(database, 'replicasPerCluster') ?? 3
  return typeof count === 'number' ? count : undefined
}
