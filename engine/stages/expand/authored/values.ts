import type { AuthoredSpec } from '../../../model/authored-policy.ts'
import type { DeclaredValue, ValueScalar } from '../../../model/declared-value.ts'
import type { Cluster, Environment } from '../../../model/environment.ts'
import type { Located } from '../../../model/expansion.ts'
import { escapeToken } from '../../../model/pointer.ts'
import type { Origin } from '../../../model/traced.ts'
import type { ValueHere } from './substitute.ts'

/** Where an authored policy says what values it has. */
export interface ValueScope {
  readonly policy: string
  readonly spec: AuthoredSpec
  readonly origin: Origin
  readonly environment: Located<Environment>
}

/** The values of an authored policy on one cluster (undefined: on the hub): a fact, what the environment gives, or the default. */
export function valuesOn(scope: ValueScope, cluster: string | undefined): ReadonlyMap<string, ValueHere> {
  return new Map(
    Object.entries(scope.spec.values ?? {}).flatMap(([name, declared]) => {
      const found = valueFor(name, declared, scope, cluster)
      return found ? [[name, found] as const] : []
    }),
  )
}

function valueFor(
  name: string,
  declared: DeclaredValue,
  scope: ValueScope,
  cluster: string | undefined,
): ValueHere | undefined {
  const { environment, policy, origin } = scope
  if (declared.from !== undefined) return factOf(declared.from, environment, cluster)
  const given = environment.value.spec.values?.[policy]
  const own = given && Object.hasOwn(given, name) ? (given[name] as ValueScalar) : undefined
  const pointer = `/spec/values/${escapeToken(policy)}/${escapeToken(name)}`
  if (own !== undefined) return { value: own, origin: { ...environment.origin, pointer } }
  if (declared.default === undefined) return undefined
  return {
    value: declared.default as ValueScalar,
    origin: { ...origin, pointer: `/spec/values/${escapeToken(name)}/default` },
  }
}

function factOf(
  from: NonNullable<DeclaredValue['from']>,
  { value: environment, origin }: Located<Environment>,
  name: string | undefined,
): ValueHere | undefined {
  const { hub, domain, clusters } = environment.spec
  const index = clusters.findIndex((each) => each.name === name)
  const cluster = clusters[index]
  const ofCluster = (key: keyof Cluster & ('name' | 'region' | 'cloud')) =>
    cluster && { value: cluster[key], origin: { ...origin, pointer: `/spec/clusters/${index}/${key}` } }
  const at = (value: string, pointer: string) => ({ value, origin: { ...origin, pointer } })
  switch (from) {
    case 'cluster.name':
      return ofCluster('name')
    case 'cluster.region':
      return ofCluster('region')
    case 'cluster.cloud':
      return ofCluster('cloud')
    case 'environment.name':
      return at(environment.metadata.name, '/metadata/name')
    case 'environment.domain':
      return at(domain.base, '/spec/domain/base')
    case 'hub.namespace':
      return at(hub.namespace, '/spec/hub/namespace')
    case 'hub.clusterSet':
      return at(hub.clusterSet, '/spec/hub/clusterSet')
  }
}
