import type { AskedCatalog } from './catalog.ts'
import { tracedOperator } from './catalog.ts'
import type { Cluster } from './environment.ts'
import type { Tree } from './traced.ts'

/** Members of an object tree that a component still completes. */
export type TreeObject = { readonly [key: string]: Tree | undefined }

/** Pod securityContext that the `restricted` pod security level accepts; the namespace's own ids come from OpenShift. */
export const RESTRICTED_POD: TreeObject = { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } }
export const RESTRICTED_CONTAINER: TreeObject = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
}

export function restrictedNamespace(name: string, labels: TreeObject = {}): Tree {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: {
        'pod-security.kubernetes.io/enforce': 'restricted',
        'pod-security.kubernetes.io/audit': 'restricted',
        'pod-security.kubernetes.io/warn': 'restricted',
        ...labels,
      },
    },
  }
}

/**
 * Hard rules that keep the pods of a quorum in different zones and on different nodes (rule G13). The number of zones
 * is stated, so that a drained zone leaves a pod pending instead of doubling up in another.
 */
export function quorumSpread(labels: TreeObject, cluster: Cluster, replicas: number): TreeObject {
  const domains = Math.min(cluster.zones.length, replicas)
  return {
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { labelSelector: { matchLabels: labels }, topologyKey: 'kubernetes.io/hostname' },
        ],
      },
    },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        minDomains: domains > 0 ? domains : undefined,
        topologyKey: 'topology.kubernetes.io/zone',
        whenUnsatisfiable: 'DoNotSchedule',
        labelSelector: { matchLabels: labels },
      },
    ],
  }
}

export function volumeClaim(name: string, size: Tree, storageClass: string | undefined): Tree {
  return {
    metadata: { name },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: storageClass,
      resources: { requests: { storage: size } },
    },
  }
}

const CSI: {
  readonly [cloud in Cluster['cloud']]?: { readonly provisioner: string; readonly parameters: TreeObject }
} = {
  aws: { provisioner: 'ebs.csi.aws.com', parameters: { type: 'gp3', encrypted: 'true' } },
  azure: { provisioner: 'disk.csi.azure.com', parameters: { skuName: 'Premium_LRS' } },
  gcp: { provisioner: 'pd.csi.storage.gke.io', parameters: { type: 'pd-ssd' } },
}

/**
 * The SSD class of the cluster's cloud: CSI driver, bound in the pod's zone, kept when the claim goes.
 * Undefined where the cloud is not known: the cluster's own default class is used there.
 */
export function retainedStorageClass(name: string, cluster: Cluster): Tree | undefined {
  const csi = CSI[cluster.cloud]
  if (!csi) return undefined
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name },
    provisioner: csi.provisioner,
    parameters: csi.parameters,
    reclaimPolicy: 'Retain',
    volumeBindingMode: 'WaitForFirstConsumer',
    allowVolumeExpansion: true,
  }
}

/** The OperatorPolicy spec of a catalogue operator: OLM may install it, never upgrade three regions on its own (blueprint E8). */
export function operatorSpec(catalog: AskedCatalog, name: string, namespace: string): Tree {
  return {
    complianceType: 'musthave',
    upgradeApproval: 'None',
    versions: tracedOperator(catalog, name, 'versions'),
    subscription: {
      name,
      namespace,
      channel: tracedOperator(catalog, name, 'channel'),
      source: tracedOperator(catalog, name, 'source'),
      sourceNamespace: 'openshift-marketplace',
    },
    complianceConfig: {
      deploymentsUnavailable: 'NonCompliant',
      catalogSourceUnhealthy: 'NonCompliant',
      upgradesAvailable: 'Compliant',
      deprecationsPresent: 'NonCompliant',
    },
  }
}
