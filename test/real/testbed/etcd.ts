import { join } from 'node:path'
import { built } from './build.ts'
import { freePorts } from './ports.ts'
import type { RunningProcess } from './process.ts'
import { start } from './process.ts'

export interface Etcd extends RunningProcess {
  readonly url: string
}

/** One etcd for all API servers: each keeps its objects below a prefix of its own. */
export async function startEtcd(folder: string): Promise<Etcd> {
  const [client = 0, peer = 0] = await freePorts(2)
  const [url, peerUrl] = [`http://127.0.0.1:${client}`, `http://127.0.0.1:${peer}`]
  const running = await start({
    name: 'etcd',
    command: await built('etcd'),
    args: [
      `--data-dir=${join(folder, 'etcd')}`,
      `--listen-client-urls=${url}`,
      `--advertise-client-urls=${url}`,
      `--listen-peer-urls=${peerUrl}`,
      `--initial-advertise-peer-urls=${peerUrl}`,
      `--initial-cluster=default=${peerUrl}`,
      // What is in a test bed may be lost with the power.
      '--unsafe-no-fsync',
      '--log-level=warn',
    ],
    log: join(folder, 'etcd.log'),
    isReady: async () => (await fetch(`${url}/health`)).ok,
  })
  return { ...running, url }
}
