import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { built } from './build.ts'
import type { Cluster } from './cluster.ts'
import { startCluster } from './cluster.ts'
import { allServed, definitions, install, keep, kept, restore } from './crds.ts'
import type { Etcd } from './etcd.ts'
import { startEtcd } from './etcd.ts'
import { kubeconfig } from './kubeconfig.ts'

export interface PlatformOptions {
  /** Names of the managed clusters. The hub is `local-cluster`. */
  readonly members: readonly string[]
  /** Further names and addresses by which the API server of a cluster is called. */
  readonly hosts?: (cluster: string) => readonly string[]
  /** Which CRDs are installed, by name such as `issuers.cert-manager.io`; every one unless said. */
  readonly crds?: (name: string) => boolean
}

/** A hub and its managed clusters, each a real API server with every CRD at hand. */
export interface Platform {
  /** Everything the bed writes; gone after `stop`. */
  readonly folder: string
  readonly etcd: Etcd
  readonly hub: Cluster
  /** By name, in the order asked for; without the hub. */
  readonly members: ReadonlyMap<string, Cluster>
  /** One kubeconfig with a context for each cluster; the hub's is `local-cluster` and current. */
  readonly kubeconfig: string
  stop(): Promise<void>
}

export const HUB = 'local-cluster'

export async function startPlatform({ members, hosts, crds = () => true }: PlatformOptions): Promise<Platform> {
  for (const each of ['etcd', 'apiServer', 'controllers'] as const) await built(each)
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-testbed-'))
  const started: { stop(): Promise<void> }[] = []
  const stop = async () => {
    await Promise.all(started.slice(1).map((each) => each.stop()))
    await started[0]?.stop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    const etcd = await startEtcd(folder)
    started.push(etcd)
    const names = [HUB, ...members]
    const wanted = [...(await definitions())].flatMap(([name, each]) => (crds(name) ? [each] : []))
    const values = kept(wanted)
    const clusters = await Promise.all(
      names.map(async (name) => {
        const place = { name, etcd: etcd.url, folder: join(folder, name) }
        if (values) await restore(etcd.url, name, values)
        const cluster = await startCluster(hosts ? { ...place, hosts: hosts(name) } : place)
        started.push(cluster)
        if (!values) await install(cluster, wanted)
        await allServed(cluster, wanted)
        return cluster
      }),
    )
    if (!values) await keep(etcd.url, HUB, wanted)
    const [hub, ...others] = clusters
    if (!hub) throw new Error('there is no hub')
    const file = join(folder, 'kubeconfig')
    const contexts = clusters.map(({ name, server }) => ({ ...server, name, user: 'admin' }))
    writeFileSync(file, kubeconfig(contexts), { mode: 0o600 })
    return { folder, etcd, hub, members: new Map(others.map((each) => [each.name, each])), kubeconfig: file, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
