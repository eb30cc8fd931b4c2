import type { JsonObject } from '../../model/json.ts'
import { at, isObject, listAt, textAt } from '../../model/json.ts'
import { CLUSTER_SET_LABEL, RESERVED_LABELS } from '../../model/selection.ts'
import { commandLine, labelOf, mountedTexts, nameOf, namespaceOf, ofKind, quorumWorkloads } from './find.ts'

export type Cloud = 'aws' | 'azure' | 'gcp' | 'other'

const CLOUD_WORDS: readonly (readonly [RegExp, Cloud])[] = [
  [/^(amazon|aws)$/i, 'aws'],
  [/^(azure|azr)$/i, 'azure'],
  [/^(google|gcp)$/i, 'gcp'],
]
const PROVISIONERS: readonly (readonly [RegExp, Cloud])[] = [
  [/aws-ebs|ebs\.csi\.aws/, 'aws'],
  [/azure-disk|disk\.csi\.azure/, 'azure'],
  [/gce-pd|pd\.csi\.storage\.gke/, 'gcp'],
]
const SEALS: readonly (readonly [RegExp, Cloud])[] = [
  [/seal\s+"awskms"/, 'aws'],
  [/seal\s+"azurekeyvault"/, 'azure'],
  [/seal\s+"gcpckms"/, 'gcp'],
]

/** What the hub and the cluster itself say about one cluster. */
export interface ClusterEvidence {
  readonly name: string
  readonly managed: JsonObject | undefined
  readonly own: readonly JsonObject[]
  readonly hub: readonly JsonObject[]
}

/** First answer of several places, or undefined; each place with its words for the report. */
export function cloudOf(evidence: ClusterEvidence): Cloud | undefined {
  const platform = at(deploymentOf(evidence), 'spec', 'platform')
  const words = [
    evidence.managed && labelOf(evidence.managed, 'cloud'),
    ...Object.keys(isObject(platform) ? platform : {}),
    textAt(infrastructureOf(evidence), 'status', 'platformStatus', 'type'),
  ]
  const classes = ofKind(evidence.own, 'StorageClass', 'storage.k8s.io').map((each) => textAt(each, 'provisioner'))
  return firstMatch(words, CLOUD_WORDS) ?? firstMatch(classes, PROVISIONERS) ?? firstMatch(vaultTexts(evidence), SEALS)
}

export function regionOf(evidence: ClusterEvidence): string | undefined {
  const platform = at(deploymentOf(evidence), 'spec', 'platform')
  const status = at(infrastructureOf(evidence), 'status', 'platformStatus')
  const inside = [
    ...Object.values(isObject(platform) ? platform : {}),
    ...Object.values(isObject(status) ? status : {}),
  ]
  const localities = quorumWorkloads(evidence.own).map(
    (each) => /--locality=(?:[^\s,]+,)*region=([a-z0-9-]+)/.exec(commandLine(each.container))?.[1],
  )
  const seals = vaultTexts(evidence).map(
    (each) => /seal\s+"awskms"\s*\{[^}]{0,2000}?region\s*=\s*"([^"]+)"/.exec(each)?.[1],
  )
  const nodes = ofKind(evidence.own, 'Node').map((each) => labelOf(each, 'topology.kubernetes.io/region'))
  const answers = [
    evidence.managed && labelOf(evidence.managed, 'region'),
    ...inside.map((each) => textAt(each, 'region')),
    ...nodes,
    ...localities,
    ...seals,
  ]
  return answers.find((each) => each !== undefined && each !== '')
}

/** Zones of machine pools and nodes, in order of name. */
export function zonesOf(evidence: ClusterEvidence): readonly string[] {
  const pools = ofKind(evidence.hub, 'MachinePool', 'hive.openshift.io')
    .filter((each) => namespaceOf(each) === evidence.name)
    .flatMap((each) => Object.values(platformOf(each)).flatMap((cloud) => listAt(cloud, 'zones')))
  const nodes = ofKind(evidence.own, 'Node').map((each) => labelOf(each, 'topology.kubernetes.io/zone'))
  return [...new Set([...pools, ...nodes].filter((each) => typeof each === 'string' && each !== ''))].sort() as string[]
}

/** A person's own labels of a ManagedCluster; those that RHACM and this engine write are theirs. */
export function ownLabels(managed: JsonObject | undefined): Readonly<Record<string, string>> {
  const labels = at(managed, 'metadata', 'labels')
  const own = Object.entries(isObject(labels) ? labels : {}).filter(
    ([key, value]) =>
      typeof value === 'string' &&
      !RESERVED_LABELS.includes(key) &&
      key !== CLUSTER_SET_LABEL &&
      !/open-cluster-management\.io\/|^openshiftVersion|^clusterID$|^velero\.io\/|^isthmus\.dev\//.test(key),
  )
  return Object.fromEntries(own.sort(([a], [b]) => (a < b ? -1 : 1))) as Record<string, string>
}

function platformOf(pool: JsonObject): JsonObject {
  const platform = at(pool, 'spec', 'platform')
  return isObject(platform) ? platform : {}
}

function deploymentOf({ hub, name }: ClusterEvidence): JsonObject | undefined {
  return ofKind(hub, 'ClusterDeployment', 'hive.openshift.io').find((each) => nameOf(each) === name)
}

function infrastructureOf({ own }: ClusterEvidence): JsonObject | undefined {
  return ofKind(own, 'Infrastructure', 'config.openshift.io')[0]
}

function vaultTexts({ own }: ClusterEvidence): readonly string[] {
  return quorumWorkloads(own).flatMap((each) => mountedTexts(each.workload, own))
}

function firstMatch(
  texts: readonly (string | undefined)[],
  words: readonly (readonly [RegExp, Cloud])[],
): Cloud | undefined {
  for (const text of texts) {
    const found = words.find(([pattern]) => text !== undefined && pattern.test(text))
    if (found) return found[1]
  }
  return undefined
}
