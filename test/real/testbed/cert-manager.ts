import { join } from 'node:path'
import { built } from './build.ts'
import type { Cluster } from './cluster.ts'
import type { RunningProcess } from './process.ts'
import { lastLines, start } from './process.ts'

/**
 * cert-manager's issuing controllers on a cluster; ClusterIssuers find their Secrets in `namespace`. `names`, where given, is a
 * file like /etc/hosts that only they see.
 */
export async function startCertManager(
  cluster: Cluster,
  { namespace = 'cert-manager', names }: { readonly namespace?: string; readonly names?: string } = {},
): Promise<RunningProcess> {
  const log = join(cluster.server.folder, 'cert-manager.log')
  const command = await built('certManager')
  const args = [cluster.server.kubeconfig, namespace]
  return await start({
    name: `cert-manager ${cluster.name}`,
    ...(names === undefined ? { command, args } : withNames(names, command, args)),
    log,
    isReady: async () => lastLines(log, 1000).includes('running '),
  })
}

/** The command in a mount namespace of its own, which ends with it. */
export function withNames(
  names: string,
  command: string,
  args: readonly string[],
): { readonly command: string; readonly args: readonly string[] } {
  const script = 'mount --bind "$1" /etc/hosts && shift && exec "$@"'
  return {
    command: 'unshare',
    args: ['--mount', '--propagation', 'private', 'sh', '-c', script, 'sh', names, command, ...args],
  }
}
