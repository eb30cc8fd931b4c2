import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { editObject, unplugCluster, writeCluster } from '../../engine/commands/demo/clusters.ts'
import { deliver, platformMaker, scaleVault } from '../engine/commands/a-platform.ts'
import { isthmus, pushAll, write } from '../engine/commands/a-shell.ts'

const root = join(import.meta.dirname, '..', '..')
/** Markup, a quote, a turn of direction, and no place to break. */
const HOSTILE = `<img src=x onerror="document.title='owned'">‮${'a-long-name-without-an-end-'.repeat(8)}`

export interface RunningDashboard {
  readonly url: string
  readonly work: string
  readonly clusters: string
  readonly fingerprints: readonly string[]
  stop(): Promise<void>
}

/** The reference as merged, with drifts, a region that is dark, a history, an open proposal, an exception, and a hostile cluster. */
export async function aDashboard(): Promise<RunningDashboard> {
  const { work, clusters } = (await platformMaker())()
  await deliver(work, clusters)
  await scaleVault(clusters, 'cluster1', 2)
  await editObject(clusters, 'cluster2', 'NetworkPolicy vault/vault-peers', (object) => ({
    ...object,
    spec: { ...(object.spec as object), ingress: [{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }] },
  }))
  await writeCluster(clusters, 'cluster2', [hostileGateway()])
  write(clusters, 'cluster2/broken.yaml', `a: [${HOSTILE}`)
  await unplugCluster(clusters, 'cluster3')
  write(work, 'exceptions/load-test.yaml', EXCEPTION)
  write(work, 'isthmus.yaml', 'apiVersion: isthmus.dev/v1alpha1\nkind: Configuration\n')
  pushAll(work, 'Live with it')
  const { out } = await isthmus(work, 'drift', '--from', clusters, '--publish', '--output', 'json')
  const { drifts } = JSON.parse(out) as { drifts: { fingerprint: string }[] }
  const environment = readFileSync(join(work, 'environments/gdw.yaml'), 'utf8')
  write(work, 'environments/gdw.yaml', environment.replace(/replicasPerCluster: 3/, 'replicasPerCluster: 5'))
  pushAll(work, 'Five of each')
  await isthmus(work, 'propose')
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      join(root, 'engine/cli.ts'),
      'dashboard',
      '-C',
      work,
      '--from',
      clusters,
      '--listen',
      '0',
      '--output',
      'json',
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer]
  const { url: page } = JSON.parse(chunk.toString('utf8')) as { url: string }
  const url = page.replace(/\/$/, '')
  const ended = once(child, 'exit')
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  return { url, work, clusters, fingerprints: drifts.map((each) => each.fingerprint), stop }
}

function hostileGateway() {
  return {
    apiVersion: 'submariner.io/v1',
    kind: 'Gateway',
    metadata: { name: 'gateway', namespace: 'submariner-operator' },
    status: {
      haStatus: 'active',
      connections: [
        {
          status: 'connected',
          endpoint: { cluster_id: 'cluster1' },
          latencyRTT: { average: '16.2ms' },
        },
        { status: 'error', statusMessage: HOSTILE, endpoint: { cluster_id: 'cluster3' } },
      ],
    },
  }
}

const EXCEPTION = `apiVersion: isthmus.dev/v1alpha1
kind: Exception
metadata: { name: load-test }
spec:
  environment: gdw
  policy: vault-cluster2
  object: { apiVersion: apps/v1, kind: StatefulSet, namespace: vault, name: vault }
  pointers: [/spec/replicas]
  clusters: [cluster2]
  until: '2099-12-24'
  because: load test of the new storage
  owner: '@ada'
`
