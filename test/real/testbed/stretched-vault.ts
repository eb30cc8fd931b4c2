import { dirname, join } from 'node:path'
import type { JsonObject } from '../../../engine/model/json.ts'
import { at, listAt, textAt } from '../../../engine/model/json.ts'
import { built } from './build.ts'
import type { Cluster } from './cluster.ts'
import { forward } from './forward.ts'
import type { Pki } from './pki.ts'
import { HUB_NAMESPACE, issued, startPki } from './pki.ts'
import type { Platform } from './platform.ts'
import { startPlatform } from './platform.ts'
import type { Pod } from './pod.ts'
import { makePod } from './pod.ts'
import type { RunningProcess } from './process.ts'
import { start } from './process.ts'
import type { Member } from './regions.ts'
import {
  API_PORT,
  apiAddress,
  hostsFile,
  jobAddress,
  places,
  podAddress,
  REGIONS,
  ROUND_TRIPS,
  SEAL_ADDRESS,
  SEAL_HOST,
} from './regions.ts'
import type { Rendered } from './rendered.ts'
import { render } from './rendered.ts'
import { createPod, podText, runPod } from './run-pod.ts'
import { SEAL_KEY, startSealVault } from './seal-vault.ts'
import type { VaultTarget } from './vault-client.ts'
import { askVault } from './vault-client.ts'
import type { Wan } from './wan.ts'
import { startWan } from './wan.ts'

export interface Node {
  readonly name: string
  readonly member: Member
  readonly region: string
  readonly address: string
  readonly host: string
  readonly pod: Pod
  /** Undefined while it does not run. */
  running: RunningProcess | undefined
}

export interface StretchedVault {
  readonly platform: Platform
  readonly wan: Wan
  readonly rendered: Rendered
  readonly pki: Pki
  readonly nodes: readonly Node[]
  member(name: Member): Cluster
  /** The same node for a client of the test. */
  target(node: Node, token?: string): VaultTarget
  startNode(node: Node): Promise<void>
  /** Runs a rendered CronJob once, container after container; what they print. */
  runJob(member: Member, namespace: string, cronJob: string): Promise<string>
  stop(): Promise<void>
}

export interface StretchedOptions {
  /** Members whose nodes there are; all three unless named. */
  readonly members?: readonly Member[]
}

const POLICIES = [
  'vault',
  'vault-seal',
  'vault-network',
  'vault-config',
  'vault-services',
  'database',
  'database-certs',
]

/** Groups of the objects that this bed delivers: half of all CRDs, and the half that takes longest stays away. */
const GROUPS = [
  ...['cert-manager.io', 'redhatcop.redhat.io', 'route.openshift.io', 'multicluster.x-k8s.io'],
  ...['monitoring.coreos.com', 'cloudcredential.openshift.io', 'certmanagers.operator.openshift.io'],
]
const isNeeded = (name: string) => GROUPS.some((each) => name.endsWith(each))

/** Everything that nine nodes of Vault in three regions need, up to nodes that run and are not initialised. */
export async function startStretchedVault(options: StretchedOptions = {}): Promise<StretchedVault> {
  const members = options.members ?? (Object.keys(REGIONS) as Member[])
  const started: { stop(): Promise<unknown> }[] = []
  const stop = async () => {
    for (const each of started.reverse()) await each.stop()
  }
  const keep = <T extends { stop(): Promise<unknown> }>(thing: T): T => {
    started.push(thing)
    return thing
  }
  try {
    const hostsOf = (name: string) => (name in REGIONS ? [`api.${name}.example.com`, apiAddress(name as Member)] : [])
    const platform = keep(await startPlatform({ members, hosts: hostsOf, crds: isNeeded }))
    const wan = keep(await startWan({ folder: platform.folder, places: places(members), roundTrips: ROUND_TRIPS }))
    const member = (name: Member): Cluster => {
      const found = platform.members.get(name)
      if (!found) throw new Error(`there is no ${name}`)
      return found
    }
    for (const name of members) keep(await forward(apiAddress(name), API_PORT, member(name).server.port))
    const seal = keep(await startSealVault(join(platform.folder, 'seal'), SEAL_ADDRESS, SEAL_HOST))
    const rendered = await render(join(platform.folder, 'desired'), (components) => {
      components.vault = {
        replicasPerCluster: 3,
        seal: { type: 'transit', address: `https://${SEAL_HOST}:8200`, keyName: SEAL_KEY },
        ...(JSON.parse(process.env.ISTHMUS_VAULT_SETTINGS ?? '{}') as JsonObject),
      }
    })
    await provide(platform, members, seal)
    const names = (name: string) => hostsFile(platform.folder, name as Member)
    const pki = keep(await startPki({ platform, rendered, names, policies: POLICIES }))
    await Promise.all(members.map((name) => issued(member(name), 'vault', 'vault-tls')))
    const ca = textAt(
      await member(members[0] ?? 'cluster1').get('v1', 'ConfigMap', 'vault', 'platform-ca'),
      'data',
      'ca.crt',
    )
    const binaries = dirname(await built('vault'))
    const podIn = (name: Member, namespace: string, address: string) => ({
      ...{ cluster: member(name), namespace, network: wan.namespace(address), hosts: names(name), binaries },
      apiServer: { host: apiAddress(name), port: API_PORT },
    })
    const nodes: Node[] = []
    for (const name of members) {
      const set = await member(name).get('apps/v1', 'StatefulSet', 'vault', 'vault')
      for (const index of [0, 1, 2]) {
        const pod = `vault-${index}`
        const address = podAddress(name, index)
        const template = at(set, 'spec', 'template') ?? null
        const claims = listAt(set, 'spec', 'volumeClaimTemplates').map((each) => textAt(each, 'metadata', 'name') ?? '')
        await createPod(member(name), 'vault', pod, template, claims)
        const folder = join(platform.folder, name, pod)
        nodes.push({
          ...{ name: `${pod}-${name}`, member: name, region: REGIONS[name], address, running: undefined },
          host: `${pod}.${name}.vault-internal.vault.svc.clusterset.local`,
          pod: await makePod({ ...podIn(name, 'vault', address), name: pod, template, claims, folder }),
        })
      }
    }
    keep({ stop: async () => void (await Promise.all(nodes.map((each) => each.running?.kill()))) })
    const target = (node: Node, token?: string): VaultTarget => ({
      ...{ address: node.address, host: node.host, ca: ca ?? '' },
      ...(token === undefined ? {} : { token }),
    })
    return {
      ...{ platform, wan, rendered, pki, nodes, member, target, stop },
      startNode: async (node) => {
        await node.pod.refresh()
        const launch = await node.pod.launch('vault')
        const log = join(platform.folder, `${node.name}.log`)
        const isReady = async () => (await askVault(target(node), { path: 'sys/seal-status' })).status < 500
        node.running = await start({ name: node.name, ...launch, log, isReady })
      },
      runJob: async (name, namespace, cronJob) => {
        const found = await member(name).get('batch/v1', 'CronJob', namespace, cronJob)
        if (!found) throw new Error(`${name} has no CronJob ${namespace}/${cronJob}`)
        const template = at(found, 'spec', 'jobTemplate', 'spec', 'template') ?? null
        await member(name).kubectl(
          ['create', '--namespace', namespace, '--dry-run=server', '-f', '-'],
          podText(cronJob, template, []),
        )
        const folder = join(platform.folder, name, `${cronJob}-${Date.now()}`)
        return await runPod(
          await makePod({ ...podIn(name, namespace, jobAddress(name)), name: cronJob, template, folder }),
          template,
        )
      },
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** What a person provides on the hub: addresses, authorities, credentials. */
async function provide(
  platform: Platform,
  members: readonly Member[],
  seal: { readonly ca: string; readonly token: string },
) {
  const metadata = (name: string) => ({ name, namespace: HUB_NAMESPACE })
  // Regions that this bed leaves out are described all the same: Vault takes their authority without calling them.
  const [first = ''] = members
  const authorities = (Object.keys(REGIONS) as Member[]).map(
    (name) =>
      [`vault-api-ca-${name}`, (platform.members.get(name) ?? platform.members.get(first))?.server.ca ?? ''] as const,
  )
  const apply = (object: JsonObject) => platform.hub.apply(object, { manager: 'test' })
  await apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: HUB_NAMESPACE } })
  await apply({
    ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata('gdw-inputs') },
    data: {
      ...Object.fromEntries(authorities),
      'vault-snapshot-bucket': 'snapshots',
      'vault-snapshot-region': 'eu-west-1',
      'database-backup-uri': 'nodelocal://1/backup',
    },
  })
  const secret = (name: string, stringData: JsonObject) =>
    apply({ apiVersion: 'v1', kind: 'Secret', metadata: metadata(name), stringData })
  await secret('gdw-vault-seal', { token: seal.token, 'ca.crt': seal.ca })
  await secret('gdw-vault-snapshot', { RCLONE_CONFIG_TARGET_TYPE: 'local' })
}
