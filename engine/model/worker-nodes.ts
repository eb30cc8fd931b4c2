import { databaseNodes } from './database-nodes.ts'
import type { Cluster, Environment } from './environment.ts'
import { at } from './json.ts'
import { settingsOf } from './settings-of.ts'

/** Members of one stretched service that run on the general machines of a cluster, each on a node of its own. */
export interface WorkerMembers {
  readonly service: string
  readonly members: number
}

/** Asked by the component that makes machines, which never sees those that run on them. */
export function workerMembers(environment: Environment, cluster: Cluster): readonly WorkerMembers[] {
  return ['vault', 'database'].flatMap((service): readonly WorkerMembers[] => {
    const settings = settingsOf(environment, service)
    // Database nodes with machines of their own are counted there.
    if (settings === undefined || (service === 'database' && databaseNodes(environment, cluster) !== undefined))
      return []
    const members = at(settings, 'replicas', cluster.name) ?? at(settings, 'replicasPerCluster') ?? 3
    return typeof members === 'number' ? [{ service, members }] : []
  })
}
