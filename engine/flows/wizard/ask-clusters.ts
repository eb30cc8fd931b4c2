import { parseCidr } from '../../model/cidr.ts'
import type { ClusterNetworks } from '../../model/free-networks.ts'
import { freeNetworks } from '../../model/free-networks.ts'
import type { Prompter } from '../../model/prompter.ts'
import type { SetupCluster } from '../../model/setup.ts'
import { CLOUDS } from '../../model/setup.ts'
import { usualZones } from '../../model/setup-defaults.ts'
import { count, listOf, network, newLabel, place, places } from './answers.ts'

const CLOUD_NAMES = { aws: 'AWS', azure: 'Azure', gcp: 'Google Cloud', other: 'something else' } as const
/** Regions to begin with, by cloud; their round trips are known to be short enough for a quorum. */
const EXAMPLES = { aws: 'us-east-1', azure: 'eastus', gcp: 'us-east1', other: 'berlin' } as const

/** How many clusters there are, and each of them, a region at a time. */
export async function askClusters(ask: Prompter, taken: readonly string[]): Promise<readonly SetupCluster[]> {
  const message = 'How many clusters? A region each; Vault and the database need three regions'
  const total = Number(await ask.text({ message, initial: '3', refuse: count }))
  const clusters: SetupCluster[] = []
  while (clusters.length < total) clusters.push(await askCluster(ask, taken, clusters))
  return clusters
}

async function askCluster(
  ask: Prompter,
  taken: readonly string[],
  before: readonly SetupCluster[],
): Promise<SetupCluster> {
  const number = before.length + 1
  const cloud = await ask.choose({
    message: `Cluster ${number}: where does it run?`,
    choices: CLOUDS.map((value) => ({ value, label: CLOUD_NAMES[value] })),
    initial: before.at(-1)?.cloud ?? 'aws',
  })
  const region = await ask.text({
    message: `Cluster ${number}: region, as its cloud names it`,
    example: EXAMPLES[cloud],
    refuse: place,
  })
  const zones = await ask.text({
    message: `Cluster ${number}: zones (three for whatever votes)`,
    initial: usualZones({ cloud, region }).join(', '),
    refuse: places,
  })
  const names = [...taken, ...before.map((each) => each.name)]
  const name = await ask.text({
    message: `Cluster ${number}: name of its ManagedCluster`,
    initial: firstFreeName(names),
    refuse: newLabel('cluster', 54, names),
  })
  return { name, cloud, region, zones: listOf(zones) }
}

function firstFreeName(taken: readonly string[]): string {
  let number = 1
  while (taken.includes(`cluster${number}`)) number += 1
  return `cluster${number}`
}

/** Networks of clusters that run already are what they are; for others free ones are proposed. */
export async function askNetworks(
  ask: Prompter,
  clusters: readonly SetupCluster[],
  taken: readonly string[],
  areRunning: boolean,
): Promise<readonly SetupCluster[]> {
  const used = taken.flatMap((each) => parseCidr(each) ?? [])
  const free = freeNetworks(clusters.length, used)
  if (free) ask.show('Free networks', clusters.map(({ name }, i) => line(name, free[i])).join('\n'))
  else ask.show('No free networks', 'The private ranges are full: write networks that you can free.')
  const areTaken =
    free !== undefined &&
    !areRunning &&
    (await ask.confirm({ message: 'Use these? They cannot be changed once a cluster is installed', initial: true }))
  if (areTaken) return clusters.flatMap((each, i) => (free[i] ? [{ ...each, network: free[i] }] : []))
  const chosen: SetupCluster[] = []
  for (const [i, each] of clusters.entries()) chosen.push({ ...each, network: await askNetwork(ask, each, free?.[i]) })
  return chosen
}

async function askNetwork(
  ask: Prompter,
  { name }: SetupCluster,
  free: ClusterNetworks | undefined,
): Promise<ClusterNetworks> {
  const one = async (kind: keyof ClusterNetworks) =>
    await ask.text({
      message: `${name}: ${kind} network`,
      ...(free ? { initial: free[kind] } : { example: '10.128.0.0/14' }),
      refuse: network,
    })
  return { pods: await one('pods'), services: await one('services'), machines: await one('machines') }
}

function line(name: string, networks: ClusterNetworks | undefined): string {
  return `${name}: pods ${networks?.pods}, services ${networks?.services}, machines ${networks?.machines}`
}
