import type { Json, JsonObject } from '../../model/json.ts'
import { at, isObject, listAt, textAt } from '../../model/json.ts'
import type { ObjectKey } from '../../model/kube.ts'
import { groupOf, keyOf } from '../../model/kube.ts'
import { resourceTypeOf } from '../../model/resources.ts'

/** Longer texts are no configuration that a person wrote; hostile ones must not cost time. */
const TEXT_LIMIT = 64 * 1024

/** What charts bring as an example is not what runs. */
const COMMENT = /^[ \t]*(#|\/\/).*$/gm

/** Objects of a kind in an API group, whatever its version. */
export function ofKind(objects: readonly JsonObject[], kind: string, group = ''): readonly JsonObject[] {
  return objects.filter((each) => each.kind === kind && groupOf(textAt(each, 'apiVersion') ?? '') === group)
}

/** Where an API server keeps an object: files may leave a namespace out, or give one to what has none. */
export function effectiveKey(object: JsonObject): ObjectKey {
  const key = keyOf(object)
  const type = resourceTypeOf(key.apiVersion, key.kind)
  if (type?.namespaced === false) return { ...key, namespace: '' }
  return type && key.namespace === '' ? { ...key, namespace: 'default' } : key
}

export function nameOf(object: JsonObject): string {
  return textAt(object, 'metadata', 'name') ?? ''
}

export function namespaceOf(object: JsonObject): string {
  return textAt(object, 'metadata', 'namespace') ?? ''
}

export function labelOf(object: JsonObject, label: string): string | undefined {
  return textAt(object, 'metadata', 'labels', label)
}

/** Whether a Certificate names this issuer of cert-manager. */
export function isIssuerOf(issuer: JsonObject, certificate: JsonObject): boolean {
  const kind = textAt(certificate, 'spec', 'issuerRef', 'kind') ?? 'Issuer'
  const isPlace = kind === 'ClusterIssuer' || namespaceOf(issuer) === namespaceOf(certificate)
  return issuer.kind === kind && isPlace && nameOf(issuer) === textAt(certificate, 'spec', 'issuerRef', 'name')
}

/** A hub offers every release to install from; of interest are those that a cluster was installed from, where one says so. */
export function isInstalledFrom(imageSet: JsonObject, hub: readonly JsonObject[]): boolean {
  const named = ofKind(hub, 'ClusterDeployment', 'hive.openshift.io').flatMap(
    (each) => textAt(each, 'spec', 'provisioning', 'imageSetRef', 'name') ?? [],
  )
  return named.length === 0 || named.includes(nameOf(imageSet))
}

/** Namespaces of the products themselves: what is wrong there nobody can mend who runs a platform on them. */
export function isProduct(namespace: string): boolean {
  return /^(openshift|kube|open-cluster-management|multicluster-engine|hive)(-|$)/.test(namespace)
}

/** Containers of a workload's pods, those that run before the others included. */
export function containersOf(workload: JsonObject): readonly JsonObject[] {
  const pod = at(workload, 'spec', 'template', 'spec')
  return [...listAt(pod, 'initContainers'), ...listAt(pod, 'containers')].filter(isObject)
}

export function imageOf(container: Json): string {
  return textAt(container, 'image') ?? ''
}

/** Command and arguments of a container as one text. */
export function commandLine(container: Json): string {
  const words = [...listAt(container, 'command'), ...listAt(container, 'args')]
  return words
    .filter((each) => typeof each === 'string')
    .join(' ')
    .slice(0, TEXT_LIMIT)
}

/** A variable's plain value; undefined where it is taken from elsewhere. */
export function variableOf(container: Json, name: string): string | undefined {
  const found = listAt(container, 'env').find((each) => textAt(each, 'name') === name)
  return textAt(found, 'value')
}

/** Repository of an image without registry and tag: `hashicorp/vault`. */
function repositoryOf(image: string): string {
  const withoutDigest = image.split('@')[0] ?? ''
  const tag = withoutDigest.lastIndexOf(':')
  return tag > withoutDigest.lastIndexOf('/') ? withoutDigest.slice(0, tag) : withoutDigest
}

/** What a stateful quorum system is called by its image or command. */
export type QuorumSystem = 'Vault' | 'CockroachDB'

function systemOf(workload: JsonObject): QuorumSystem | undefined {
  for (const container of containersOf(workload)) {
    const repository = repositoryOf(imageOf(container)).split('/').at(-1) ?? ''
    const line = commandLine(container)
    if (/^(vault|vault-enterprise|openbao)$/.test(repository) || /\b(vault|bao) server\b/.test(line)) return 'Vault'
    if (/^cockroach(-[a-z]+)?$/.test(repository) || /\bcockroach start\b/.test(line)) return 'CockroachDB'
  }
  return undefined
}

export interface QuorumWorkload {
  readonly system: QuorumSystem
  readonly workload: JsonObject
  /** The container that is the member. */
  readonly container: JsonObject
  readonly replicas: number
}

/** StatefulSets that are members of a quorum system. */
export function quorumWorkloads(objects: readonly JsonObject[]): readonly QuorumWorkload[] {
  return ofKind(objects, 'StatefulSet', 'apps').flatMap((workload): readonly QuorumWorkload[] => {
    const system = systemOf(workload)
    const replicas = at(workload, 'spec', 'replicas')
    const containers = containersOf(workload)
    const container =
      containers.find((each) => /\b(vault|bao) server\b|\bcockroach start\b/.test(commandLine(each))) ??
      containers.find((each) => systemOfImage(each) === system)
    if (!system || !container) return []
    return [{ system, workload, container, replicas: typeof replicas === 'number' ? replicas : 1 }]
  })
}

function systemOfImage(container: JsonObject): QuorumSystem | undefined {
  return systemOf({ spec: { template: { spec: { containers: [container] } } } })
}

/** ConfigMaps that a workload mounts. */
export function mountedMaps(workload: JsonObject, objects: readonly JsonObject[]): readonly JsonObject[] {
  const names = listAt(workload, 'spec', 'template', 'spec', 'volumes').flatMap((volume) => {
    const name = textAt(volume, 'configMap', 'name')
    return name === undefined ? [] : [name]
  })
  return ofKind(objects, 'ConfigMap').filter(
    (each) => namespaceOf(each) === namespaceOf(workload) && names.includes(nameOf(each)),
  )
}

/** Configuration texts in the ConfigMaps that a workload mounts, without lines of comment. */
export function mountedTexts(workload: JsonObject, objects: readonly JsonObject[]): readonly string[] {
  return mountedMaps(workload, objects)
    .flatMap((each) => Object.values(isObject(each.data) ? each.data : {}))
    .filter((each) => typeof each === 'string')
    .map((each) => each.slice(0, TEXT_LIMIT).replaceAll(COMMENT, ''))
}
