import { formatCidr, parseCidr } from '../../model/cidr.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { at, listAt, textAt } from '../../model/json.ts'
import { nameOf, ofKind } from './find.ts'
import type { ParseYaml } from './install-config.ts'
import { installConfigOf } from './install-config.ts'

export interface SeenNetwork {
  readonly pods?: string
  readonly services?: string
  readonly machines?: string
  readonly hostPrefix?: number
}

/** Networks of a cluster: its own Network object, what it was installed with, or what Submariner advertises. Later ones fill gaps. */
export function networkOf(
  cluster: string,
  own: readonly JsonObject[],
  hub: readonly JsonObject[],
  parseYaml: ParseYaml,
): SeenNetwork {
  const readers = [
    fromNetwork(own),
    fromInstallConfig(hub, cluster, parseYaml),
    fromSubmariner([...own, ...hub], cluster),
  ]
  const valid = readers.map((each) => Object.fromEntries(Object.entries(each).filter(([, value]) => isUsable(value))))
  return Object.assign({}, ...valid.reverse()) as SeenNetwork
}

function isUsable(value: Json | undefined): boolean {
  return typeof value === 'number' || (typeof value === 'string' && parseCidr(value) !== undefined)
}

function fromNetwork(own: readonly JsonObject[]): SeenNetwork {
  const network = ofKind(own, 'Network', 'config.openshift.io')[0]
  const status = at(network, 'status', 'clusterNetwork') === undefined ? at(network, 'spec') : at(network, 'status')
  return {
    ...picked('pods', at(status, 'clusterNetwork', 0, 'cidr')),
    ...picked('services', at(status, 'serviceNetwork', 0)),
    ...picked('hostPrefix', at(status, 'clusterNetwork', 0, 'hostPrefix')),
  }
}

function fromInstallConfig(hub: readonly JsonObject[], cluster: string, parseYaml: ParseYaml): SeenNetwork {
  const networking = installConfigOf(hub, cluster, parseYaml)?.config.networking
  const pods = listAt(networking, 'clusterNetwork')[0]
  return {
    ...picked('pods', at(pods, 'cidr')),
    ...picked('services', at(networking, 'serviceNetwork', 0)),
    ...picked('machines', at(networking, 'machineNetwork', 0, 'cidr') ?? at(networking, 'machineCIDR')),
    ...picked('hostPrefix', at(pods, 'hostPrefix') ?? at(pods, 'hostprefix')),
  }
}

function fromSubmariner(objects: readonly JsonObject[], cluster: string): SeenNetwork {
  const found = ofKind(objects, 'Cluster', 'submariner.io').find(
    (each) => (textAt(each, 'spec', 'cluster_id') ?? nameOf(each)) === cluster,
  )
  return {
    ...picked('pods', at(found, 'spec', 'cluster_cidr', 0)),
    ...picked('services', at(found, 'spec', 'service_cidr', 0)),
  }
}

function picked(key: string, value: Json | undefined): { readonly [key: string]: Json } {
  return value === undefined ? {} : { [key]: value }
}

/** Ranges that no other cluster of the environment has, for what nobody said: private, disjoint, the same on every run. */
export function guessedNetwork(
  seen: SeenNetwork,
  taken: readonly string[],
): { readonly pods: string; readonly services: string; readonly machines: string; readonly hostPrefix?: number } {
  const pods = seen.pods ?? free('10.128.0.0/14', 32, taken)
  const services = seen.services ?? free('172.16.0.0/16', 16, [...taken, pods])
  const machines = seen.machines ?? free('10.0.0.0/16', 128, [...taken, pods, services])
  return { pods, services, machines, ...(seen.hostPrefix === undefined ? {} : { hostPrefix: seen.hostPrefix }) }
}

function free(start: string, steps: number, taken: readonly string[]): string {
  const first = parseCidr(start)
  if (!first) throw new Error(`not a CIDR: ${start}`)
  const size = first.last - first.first + 1
  const others = taken.flatMap((each) => parseCidr(each) ?? [])
  for (let i = 0; i < steps; i += 1) {
    const from = first.first + i * size
    if (!others.some((each) => each.first <= from + size - 1 && from <= each.last))
      return formatCidr(from, first.prefix)
  }
  return start
}
