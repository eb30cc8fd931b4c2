import { join } from 'node:path'
import { built } from './build.ts'
import type { Cluster } from './cluster.ts'
import type { RunningProcess } from './process.ts'
import { lastLines, start } from './process.ts'

/** cert-manager's issuing controllers on a cluster; ClusterIssuers find their Secrets in `namespace`. */
export async function startCertManager(cluster: Cluster, namespace = 'cert-manager'): Promise<RunningProcess> {
  const log = join(cluster.server.folder, 'cert-manager.log')
  return await start({
    name: `cert-manager ${cluster.name}`,
    command: await built('certManager'),
    args: [cluster.server.kubeconfig, namespace],
    log,
    isReady: async () => lastLines(log, 1000).includes('running '),
  })
}
