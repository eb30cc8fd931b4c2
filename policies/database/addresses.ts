import { membersOf } from '../../engine/model/members.ts'
import {
  DATABASE_HEADLESS,
  DATABASE_NAMESPACE,
  globalDomain,
  peerHost,
  peerHosts,
} from '../../engine/model/platform.ts'
import type { Traced } from '../../engine/model/traced.ts'
import { derived } from '../../engine/model/traced.ts'
import type { DatabaseInput } from './input.ts'
import { PORTS } from './input.ts'

/** Nodes of each region that a starting node asks: three are enough to find a live one. */
const JOIN_PER_REGION = 3

export function nodeHosts(input: DatabaseInput): readonly string[] {
  return hosts(input, Number.POSITIVE_INFINITY)
}

function hosts(input: DatabaseInput, limit: number): readonly string[] {
  const count = (cluster: string) => Math.min(limit, membersOf(input.settings, cluster))
  return peerHosts('cockroachdb', input.clusters, count, DATABASE_HEADLESS, DATABASE_NAMESPACE)
}

/** Up to three nodes of every region: a node finds its cluster also while whole regions are dark. */
export function joinList(input: DatabaseInput): string {
  return hosts(input, JOIN_PER_REGION)
    .map((host) => `${host}:${PORTS.sql}`)
    .join(',')
}

export function ownHost(cluster: string): string {
  return peerHost('$(HOSTNAME)', cluster, DATABASE_HEADLESS, DATABASE_NAMESPACE)
}

/** The name of a pod inside its own cluster, by which its neighbours keep their traffic local. */
export const LOCAL_HOST = `$(HOSTNAME).${DATABASE_HEADLESS}.${DATABASE_NAMESPACE}.svc.cluster.local`

function sqlHost(input: DatabaseInput): string {
  return `sql.${globalDomain(input.environment)}`
}

/** Name by which the router verifies a node behind the Route of the console. */
export const PUBLIC_SERVICE = `cockroachdb-public.${DATABASE_NAMESPACE}.svc`

/** SAN closure: every host by which a node is called, and CN `node`, by which nodes know each other. */
export function nodeNames(input: DatabaseInput): readonly string[] {
  const local = input.clusters.flatMap((cluster) =>
    Array.from({ length: membersOf(input.settings, cluster.name) }, (_, i) =>
      LOCAL_HOST.replace('$(HOSTNAME)', `cockroachdb-${i}`),
    ),
  )
  return [
    'node',
    ...nodeHosts(input),
    ...new Set(local),
    'cockroachdb-public',
    PUBLIC_SERVICE,
    `${PUBLIC_SERVICE}.cluster.local`,
    `${PUBLIC_SERVICE}.clusterset.local`,
    'localhost',
    sqlHost(input),
  ]
}

export const NODE_ADDRESSES: readonly string[] = ['127.0.0.1']

export function nodeOrigins(input: DatabaseInput): readonly Traced[] {
  const { settings, spec } = input.from
  return [spec.clusters, settings.replicasPerCluster, ...(input.settings.replicas ? [settings.replicas] : [])]
}

export function tracedNames(input: DatabaseInput): Traced {
  return derived([...nodeNames(input)], ...nodeOrigins(input), input.from.spec.domain.base)
}
