import type { Mistake } from '../../../model/imported.ts'
import type { JsonObject } from '../../../model/json.ts'
import { at, isObject, listAt, textAt } from '../../../model/json.ts'
import type { QuorumWorkload } from '../find.ts'
import { commandLine, containersOf, imageOf, nameOf, namespaceOf, ofKind, quorumWorkloads } from '../find.ts'
import { seenMembers } from '../platform.ts'
import type { Rule } from './mistake.ts'
import { mistake } from './mistake.ts'

const ZONE = 'topology.kubernetes.io/zone'

/** Rows 19, 22 (reloading), 24, 25, 26 (images) and 29. */
export const workloadRules: Rule = (platform) =>
  seenMembers(platform).flatMap(({ name, objects }) => {
    const namespaces = new Set(quorumWorkloads(objects).map((each) => namespaceOf(each.workload)))
    const workloads = objects.filter(
      (each) =>
        /^(StatefulSet|Deployment|DaemonSet)$/.test(textAt(each, 'kind') ?? '') && namespaces.has(namespaceOf(each)),
    )
    return [
      ...workloads.flatMap((each) => [...images(name, each), ...reloading(name, each, objects)]),
      ...quorumWorkloads(objects).flatMap((each) => spread(name, each)),
      ...ofKind(objects, 'StorageClass', 'storage.k8s.io').flatMap((each) => storage(name, each, objects)),
      ...objects.flatMap((each) => removed(name, each)),
    ]
  })

function images(cluster: string, object: JsonObject): readonly Mistake[] {
  const loose = [...new Set(containersOf(object).map(imageOf))].filter((image) => {
    const last = image.slice(image.lastIndexOf('/') + 1)
    return image !== '' && !image.includes('@sha256:') && (!last.includes(':') || last.endsWith(':latest'))
  })
  if (loose.length === 0) return []
  return [
    mistake(cluster, {
      rule: 'image-latest',
      severity: 'warning',
      blueprint: 26,
      object,
      pointer: '/spec/template/spec/containers',
      evidence: `${loose.join(', ')}: what runs after the next restart is not known`,
      remedy: 'pin every image by digest',
    }),
  ]
}

/** A sidecar that copies renewed files tells nobody; a restart that waits for another Secret never comes. */
function reloading(cluster: string, object: JsonObject, objects: readonly JsonObject[]): readonly Mistake[] {
  const volumes = listAt(object, 'spec', 'template', 'spec', 'volumes')
  const mounted = secretsOf(object)
  const named = textAt(object, 'metadata', 'annotations', 'secret.reloader.stakater.com/reload')
  const scripts = ofKind(objects, 'ConfigMap')
    .filter(
      (each) =>
        namespaceOf(each) === namespaceOf(object) &&
        volumes.some((volume) => textAt(volume, 'configMap', 'name') === nameOf(each)),
    )
    .flatMap((each) => Object.values(isObject(each.data) ? each.data : {}))
    .filter((each) => typeof each === 'string')
  const copies = scripts.some((each) => /\bcp\b[^\n]{0,200}CERT/.test(each) && !/kill|SIGHUP|pkill/.test(each))
  const missed = (named ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '' && !mounted.includes(each))
  return [
    ...(copies
      ? [
          mistake(cluster, {
            rule: 'certificate-copied-not-reloaded',
            severity: 'error',
            blueprint: 22,
            object,
            pointer: '/spec/template/spec/containers',
            evidence:
              'a sidecar copies renewed certificates and sends no SIGHUP: the process keeps the old one until it ends',
            remedy: 'send SIGHUP to the process (shared process namespace), or roll the pods, one region at a time',
          }),
        ]
      : []),
    ...(missed.length > 0
      ? [
          mistake(cluster, {
            rule: 'reloader-names-no-secret',
            severity: 'error',
            blueprint: 22,
            object,
            pointer: '/metadata/annotations/secret.reloader.stakater.com~1reload',
            evidence: `Reloader waits for ${missed.join(', ')}; the pods mount ${mounted.join(', ') || 'no Secret'}`,
            remedy: 'name the Secrets that are mounted, and keep renewals of different regions a day apart',
          }),
        ]
      : []),
  ]
}

/** Secrets that pods take files or variables from. */
function secretsOf(workload: JsonObject): readonly string[] {
  const volumes = listAt(workload, 'spec', 'template', 'spec', 'volumes').flatMap((each) => [
    textAt(each, 'secret', 'secretName'),
    ...listAt(each, 'projected', 'sources').map((source) => textAt(source, 'secret', 'name')),
  ])
  const variables = containersOf(workload).flatMap((each) => [
    ...listAt(each, 'env').map((one) => textAt(one, 'valueFrom', 'secretKeyRef', 'name')),
    ...listAt(each, 'envFrom').map((one) => textAt(one, 'secretRef', 'name')),
  ])
  return [...new Set([...volumes, ...variables])].filter((each) => each !== undefined)
}

function spread(cluster: string, { workload: object, replicas }: QuorumWorkload): readonly Mistake[] {
  const pod = at(object, 'spec', 'template', 'spec')
  const required = listAt(pod, 'affinity', 'podAntiAffinity', 'requiredDuringSchedulingIgnoredDuringExecution')
  const preferred = listAt(pod, 'affinity', 'podAntiAffinity', 'preferredDuringSchedulingIgnoredDuringExecution')
  const keys = [
    ...required.map((each) => textAt(each, 'topologyKey')),
    ...preferred.map((each) => textAt(each, 'podAffinityTerm', 'topologyKey')),
  ]
  const hard = listAt(pod, 'topologySpreadConstraints').some(
    (each) => textAt(each, 'topologyKey') === ZONE && textAt(each, 'whenUnsatisfiable') !== 'ScheduleAnyway',
  )
  const old = keys.find((each) => each?.startsWith('failure-domain.beta.kubernetes.io/'))
  const place = { object, pointer: '/spec/template/spec/affinity/podAntiAffinity' }
  if (old !== undefined)
    return [
      mistake(cluster, {
        ...place,
        rule: 'old-topology-key',
        severity: 'error',
        blueprint: 19,
        evidence: `anti-affinity on ${old}, a label that nodes no longer have: pods are either all pending or not kept apart`,
        remedy: `use ${ZONE}`,
      }),
    ]
  // One member cannot share a zone with itself.
  if (replicas < 2 || hard || required.some((each) => textAt(each, 'topologyKey') === ZONE)) return []
  return [
    mistake(cluster, {
      ...place,
      rule: 'no-hard-zone-rule',
      severity: 'error',
      blueprint: 25,
      evidence: 'nothing keeps the members in different zones: after a drain all of a region may share one',
      remedy: `require anti-affinity on ${ZONE} and on the host name`,
    }),
  ]
}

function storage(cluster: string, object: JsonObject, objects: readonly JsonObject[]): readonly Mistake[] {
  const provisioner = textAt(object, 'provisioner') ?? ''
  const isDefault = textAt(object, 'metadata', 'annotations', 'storageclass.kubernetes.io/is-default-class') === 'true'
  const defaultClass = isDefault ? nameOf(object) : undefined
  const isUsed = quorumWorkloads(objects).some((each) =>
    listAt(each.workload, 'spec', 'volumeClaimTemplates').some(
      (claim) => (textAt(claim, 'spec', 'storageClassName') ?? defaultClass) === nameOf(object),
    ),
  )
  const isDeleting = isUsed && (textAt(object, 'reclaimPolicy') ?? 'Delete') === 'Delete'
  const wrong = [
    ...(/^kubernetes\.io\/(aws-ebs|azure-disk|azure-file|gce-pd|cinder|vsphere-volume)$/.test(provisioner)
      ? [`the in-tree provisioner ${provisioner} was removed`]
      : []),
    ...(isDeleting ? ['reclaimPolicy Delete: removing a claim or a namespace removes the data'] : []),
  ]
  if (wrong.length === 0) return []
  return [
    mistake(cluster, {
      rule: 'storage-class',
      severity: 'error',
      blueprint: 24,
      object,
      pointer: '/provisioner',
      evidence: wrong.join('; '),
      remedy:
        'make a StorageClass with the CSI driver, reclaimPolicy Retain and WaitForFirstConsumer, and move member by member',
    }),
  ]
}

function removed(cluster: string, object: JsonObject): readonly Mistake[] {
  const isOld = object.kind === 'PodSecurityPolicy'
  const isKeeper =
    object.kind === 'StatefulSet' &&
    containersOf(object).some((each) => /zookeeper/i.test(`${imageOf(each)} ${commandLine(each)}`))
  if (!isOld && !isKeeper) return []
  return [
    mistake(cluster, {
      rule: isOld ? 'pod-security-policy' : 'zookeeper',
      severity: 'error',
      blueprint: 29,
      object,
      pointer: '',
      evidence: isOld ? 'PodSecurityPolicy is no longer served' : 'ZooKeeper is gone in Kafka 4',
      remedy: isOld ? 'label the namespace for pod security' : 'move to KRaft controllers, one region at a time',
    }),
  ]
}
