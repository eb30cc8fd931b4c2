import type { JsonObject } from '../../model/json.ts'
import { at, isObject, listAt, textAt } from '../../model/json.ts'
import { groupOf, keyOf } from '../../model/kube.ts'
import { HUB_CLUSTER } from '../../model/plan.ts'
import { CLUSTER_SET_LABEL } from '../../model/selection.ts'
import { isInstalledFrom, labelOf, nameOf, namespaceOf, ofKind, quorumWorkloads } from './find.ts'
import { managedClusters } from './members.ts'
import { isMade } from './ownership.ts'

/** API groups whose objects are always part of such a platform. */
const GROUPS: readonly string[] = [
  'cert-manager.io',
  'crdb.cockroachlabs.com',
  'multicluster.x-k8s.io',
  'redhatcop.redhat.io',
  'submariner.io',
  'submarineraddon.open-cluster-management.io',
]

/** Namespaces that belong to it by name, also while they are half empty. */
const NAMESPACES =
  /^(vault|cockroachdb|cert-manager|cert-manager-operator|submariner-operator|global-load-balancer-operator|pki-intermediates|.+-broker)$/
const SYSTEM = /^(openshift(-.*)?|kube-.*|default|open-cluster-management(-.*)?|multicluster-engine|hive|isthmus-.*)$/

/** Sorts a cluster's objects into the areas of a platform; undefined for what is none of its business. */
export type Areas = (object: JsonObject) => string | undefined

/** `members`: clusters of the environment, whose namespaces on the hub describe them. */
export function areasOf(cluster: string, objects: readonly JsonObject[], members: readonly string[]): Areas {
  const namespaces = platformNamespaces(objects)
  const isHub = cluster === HUB_CLUSTER
  const accounts = rbacAreas(objects, namespaces)
  const classes = storageAreas(objects)
  const sets = setsOf(objects, members)
  return (object) => {
    const { apiVersion, kind, namespace, name } = keyOf(object)
    const group = groupOf(apiVersion)
    if (/^(policy|apps)\.open-cluster-management\.io$/.test(group) || isMade(object)) return undefined
    if (isHub && kind === 'ManagedClusterSet') return sets.has(name) ? 'clusters' : undefined
    if (isHub && kind === 'ClusterImageSet') return isInstalledFrom(object, objects) ? 'clusters' : undefined
    if (isHub && isCluster(object, members)) return 'clusters'
    if (namespace !== '') {
      if (kind === 'CredentialsRequest')
        return within(textAt(object, 'spec', 'secretRef', 'namespace') ?? '', namespaces)
      return GROUPS.includes(group) && !namespaces.has(namespace) ? namespace : within(namespace, namespaces)
    }
    if (kind === 'Namespace') return within(name, namespaces)
    if (kind === 'ClusterRole' || kind === 'ClusterRoleBinding') return accounts.get(`${kind} ${name}`)
    if (kind === 'StorageClass') return classes.get(name)
    if (/^operators\.coreos\.com$/.test(group) || kind === 'CredentialsRequest') return 'operators'
    if (group === 'cert-manager.io') return 'certs'
    return GROUPS.includes(group) ? 'operators' : undefined
  }
}

function within(namespace: string, namespaces: ReadonlySet<string>): string | undefined {
  return namespaces.has(namespace) ? namespace : undefined
}

function platformNamespaces(objects: readonly JsonObject[]): ReadonlySet<string> {
  const stateful = quorumWorkloads(objects).map((each) => namespaceOf(each.workload))
  const grouped = objects
    .filter((each) => GROUPS.includes(groupOf(textAt(each, 'apiVersion') ?? '')))
    .map(namespaceOf)
    .filter((each) => !SYSTEM.test(each))
  const named = objects.map(namespaceOf).filter((each) => NAMESPACES.test(each))
  const own = ofKind(objects, 'Namespace')
    .map(nameOf)
    .filter((each) => NAMESPACES.test(each))
  return new Set([...stateful, ...grouped, ...named, ...own].filter((each) => each !== ''))
}

/** What the hub holds about the clusters themselves. */
function isCluster(object: JsonObject, members: readonly string[]): boolean {
  const { kind, namespace, name } = keyOf(object)
  return namespace === '' ? kind === 'ManagedCluster' && members.includes(name) : members.includes(namespace)
}

/** Sets of the members; where none of them says, all that a person made. */
function setsOf(hub: readonly JsonObject[], members: readonly string[]): ReadonlySet<string> {
  const own = managedClusters(hub)
    .filter((each) => members.includes(nameOf(each)))
    .flatMap((each) => labelOf(each, CLUSTER_SET_LABEL) ?? [])
  const all = ofKind(hub, 'ManagedClusterSet', 'cluster.open-cluster-management.io').map(nameOf)
  return new Set(own.length > 0 ? own : all.filter((each) => !/^(default|global)$/.test(each)))
}

/** Cluster roles belong where the accounts live that they are bound to. */
function rbacAreas(objects: readonly JsonObject[], namespaces: ReadonlySet<string>): ReadonlyMap<string, string> {
  const areas = new Map<string, string>()
  for (const binding of ofKind(objects, 'ClusterRoleBinding', 'rbac.authorization.k8s.io')) {
    const area = listAt(binding, 'subjects')
      .map((each) => textAt(each, 'namespace') ?? '')
      .find((each) => namespaces.has(each))
    if (area === undefined) continue
    areas.set(`ClusterRoleBinding ${nameOf(binding)}`, area)
    const role = textAt(binding, 'roleRef', 'name') ?? ''
    if (textAt(binding, 'roleRef', 'kind') === 'ClusterRole' && !isBuiltIn(role)) areas.set(`ClusterRole ${role}`, area)
  }
  return areas
}

function isBuiltIn(role: string): boolean {
  return role.startsWith('system:') || /^(cluster-admin|admin|edit|view)$/.test(role)
}

function storageAreas(objects: readonly JsonObject[]): ReadonlyMap<string, string> {
  return new Map(
    quorumWorkloads(objects).flatMap(({ workload }) =>
      listAt(workload, 'spec', 'volumeClaimTemplates').flatMap((claim): readonly (readonly [string, string])[] => {
        const name = at(claim, 'spec', 'storageClassName')
        return typeof name === 'string' && isObject(claim) ? [[name, namespaceOf(workload)]] : []
      }),
    ),
  )
}
