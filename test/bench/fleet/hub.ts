import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Requests that a hub has answered since its start. */
export interface HubCounts {
  readonly lists: number
  readonly watches: number
  readonly writes: number
  readonly bytes: number
  /** Watches that are open now. */
  readonly open: number
}

export interface LoopbackHub {
  readonly url: string
  readonly replicas: number
  /** The n-th replica changes its mind; resolves when the watches were told. */
  flip(n: number): Promise<void>
  counts(): Promise<HubCounts>
  end(): void
}

/** Starts a hub of its own process for the repository in a folder, and writes a kubeconfig for it. */
export async function startHub(folder: string, kubeconfig: string): Promise<LoopbackHub> {
  const child = fork(fileURLToPath(new URL('hub-process.ts', import.meta.url)), [folder], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  const { url, replicas } = (await told(child)) as { url: string; replicas: number }
  writeFileSync(kubeconfig, JSON.stringify(configFor(url)))
  return {
    url,
    replicas,
    flip: async (n) => {
      child.send({ flip: n })
      await told(child)
    },
    counts: async () => {
      child.send({ count: true })
      return ((await told(child)) as { counts: HubCounts }).counts
    },
    end: () => child.kill(),
  }
}

async function told(child: ChildProcess): Promise<unknown> {
  return await new Promise((resolve, reject) => {
    const settle = (message: unknown) => {
      child.off('error', reject)
      resolve(message)
    }
    child.once('message', settle).once('error', reject)
  })
}

function configFor(server: string) {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'local-cluster',
    clusters: [{ name: 'hub', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'isthmus', user: { token: 'of-the-bench' } }],
    contexts: [{ name: 'local-cluster', context: { cluster: 'hub', user: 'isthmus' } }],
  }
}
