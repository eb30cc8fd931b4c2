import type { Cluster, Environment } from './environment.ts'
import { at } from './json.ts'
import { settingsOf } from './settings-of.ts'

/**
 * How the nodes that carry the tunnel come to be. `prepared`: Submariner's cloud preparation makes them; `labelled`: a
 * person or a machine pool brings labelled nodes, which must be exactly as many as the add-on is told (blueprint section 6).
 */
export type GatewayNodes = 'prepared' | 'labelled'

/** Asked by the component that makes machines and by the one that makes the tunnel, so that both give one answer. */
export function gatewayNodes(environment: Environment, cluster: Cluster): GatewayNodes {
  const chosen = at(settingsOf(environment, 'tunnel'), 'gatewayNodes')
  return chosen === 'labelled' || cluster.cloud === 'other' ? 'labelled' : 'prepared'
}

export const DEFAULT_GATEWAYS = 2

/** Gateway nodes of each cluster; undefined where the environment has no tunnel. */
export function gatewayCount(environment: Environment): number | undefined {
  const tunnel = settingsOf(environment, 'tunnel')
  if (tunnel === undefined) return undefined
  const count = at(tunnel, 'gateways')
  return typeof count === 'number' ? count : DEFAULT_GATEWAYS
}
