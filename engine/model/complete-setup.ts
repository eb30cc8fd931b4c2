import type { Cidr } from './cidr.ts'
import { parseCidr } from './cidr.ts'
import type { Component } from './component.ts'
import type { ClusterNetworks } from './free-networks.ts'
import { freeNetworks } from './free-networks.ts'
import type { Setup, SetupCluster } from './setup.ts'
import { defaultNamespace, fittingComponents, usualZones } from './setup-defaults.ts'

/** Answers with everything that was left to be proposed. */
export interface CompleteSetup extends Setup {
  readonly namespace: string
  readonly clusterSet: string
  readonly components: string[]
  readonly clusters: CompleteCluster[]
}

export interface CompleteCluster extends SetupCluster {
  readonly zones: string[]
  readonly network: ClusterNetworks
}

/** Fills in what the answers leave open; undefined where `taken` and `avoid` leave no room for the networks. */
export function completeSetup(
  setup: Setup,
  components: readonly Component[],
  taken: readonly Cidr[],
): CompleteSetup | undefined {
  const given = setup.clusters.flatMap(({ network }) => (network ? Object.values(network) : []))
  const used = [...taken, ...[...given, ...setup.avoid].flatMap((each) => parseCidr(each) ?? [])]
  const open = setup.clusters.filter((each) => each.network === undefined)
  const free = freeNetworks(open.length, used)
  if (!free) return undefined
  const networks = new Map(open.map((each, i) => [each, free[i]]))
  const clusters = setup.clusters.flatMap((each): readonly CompleteCluster[] => {
    const network = each.network ?? networks.get(each)
    return network ? [{ ...each, zones: [...(each.zones ?? usualZones(each))], network }] : []
  })
  return {
    ...setup,
    namespace: setup.namespace ?? defaultNamespace(setup.name),
    clusterSet: setup.clusterSet ?? setup.name,
    components: [...(setup.components ?? fittingComponents(components, setup.clusters))],
    clusters,
  }
}
