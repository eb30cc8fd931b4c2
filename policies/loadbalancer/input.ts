import type { ComponentInput } from '../../engine/model/component.ts'
import type { Environment } from '../../engine/model/environment.ts'
import { shorten } from '../../engine/model/names.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { derived } from '../../engine/model/traced.ts'
import type { LoadBalancerSettings } from './settings.ts'

export type Input = ComponentInput<LoadBalancerSettings>
export type Provider = 'global-load-balancer-operator' | 'external-dns'

/** The operator serves Route 53 and AWS endpoints only; every other mixture is published by ExternalDNS. */
export function providerOf({ settings, clusters }: Input): Provider {
  const isAws = clusters.every((each) => each.cloud === 'aws')
  return settings.provider ?? (isAws ? 'global-load-balancer-operator' : 'external-dns')
}

/** Namespace on the hub with what is published; apart from the policies, since it holds tokens. */
export function recordsNamespace(environment: Environment): string {
  return shorten(`${environment.metadata.name}-load-balancer`)
}

export function namespaceObject(name: Tree): Tree {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }
}

/** Name of the GlobalDNSZone: cluster-scoped, so each environment of a hub has its own. */
export function zoneName(environment: Environment): string {
  return `${environment.metadata.name}-global`
}

export function tracedBase(input: Input, value: string): Tree {
  return derived(value, input.from.spec.domain.base)
}
