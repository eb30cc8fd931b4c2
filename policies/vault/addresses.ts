import { membersOf } from '../../engine/model/members.ts'
import {
  globalDomain,
  peerHost,
  peerHosts,
  VAULT_ADDRESS,
  VAULT_HEADLESS,
  VAULT_NAMESPACE,
} from '../../engine/model/platform.ts'
import type { Traced } from '../../engine/model/traced.ts'
import { derived } from '../../engine/model/traced.ts'
import type { VaultInput } from './input.ts'
import { PORTS } from './input.ts'

/** Every Vault node of the platform, as each of them calls the others. */
export function nodeHosts(input: VaultInput): readonly string[] {
  return peerHosts(
    'vault',
    input.clusters,
    (cluster) => membersOf(input.settings, cluster),
    VAULT_HEADLESS,
    VAULT_NAMESPACE,
  )
}

/** The address of a pod that Kubernetes completes at start: `$(HOSTNAME)` is the pod's name, never its IP, which does not survive a move. */
export function ownAddress(cluster: string, port: number): string {
  return `https://${peerHost('$(HOSTNAME)', cluster, VAULT_HEADLESS, VAULT_NAMESPACE)}:${port}`
}

export function globalHost(input: VaultInput): string {
  return `${input.settings.host}.${globalDomain(input.environment)}`
}

/**
 * SAN closure: every host by which anybody calls a listener. Computed from the same functions that write the addresses,
 * so that a name can never be used without being in the certificate.
 */
export function listenerNames(input: VaultInput): readonly string[] {
  const service = new URL(VAULT_ADDRESS).hostname
  return [...nodeHosts(input), service, `${service}.cluster.local`, 'localhost', globalHost(input)]
}

export const LISTENER_ADDRESSES: readonly string[] = ['127.0.0.1']

/** The inputs that the node list is computed from. */
export function nodeOrigins(input: VaultInput): readonly Traced[] {
  const { settings, spec } = input.from
  return [spec.clusters, settings.replicasPerCluster, ...(input.settings.replicas ? [settings.replicas] : [])]
}

export function tracedNames(input: VaultInput): Traced {
  return derived(
    [...listenerNames(input)],
    ...nodeOrigins(input),
    input.from.spec.domain.base,
    input.from.settings.host,
  )
}

export function joinAddresses(input: VaultInput): readonly { readonly address: string; readonly host: string }[] {
  return nodeHosts(input).map((host) => ({ host, address: `https://${host}:${PORTS.api}` }))
}
