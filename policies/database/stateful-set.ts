import { tracedImage } from '../../engine/model/catalog.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import { membersOf, tracedMembers } from '../../engine/model/members.ts'
import { CA_BUNDLE, DATABASE_HEADLESS, DATABASE_NAMESPACE } from '../../engine/model/platform.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { quorumSpread, RESTRICTED_CONTAINER, RESTRICTED_POD, volumeClaim } from '../../engine/model/workload.ts'
import { node } from './containers.ts'
import type { DatabaseInput } from './input.ts'
import { APP } from './input.ts'
import { RELOAD_SCRIPT, ZONE_SCRIPT } from './scripts.ts'

/**
 * The nodes of one cluster. The partition lets a merge change the template without restarting a node, until the environment lowers it: by
 * hand it would be put back by RHACM before a pod is made anew.
 */
export function statefulSet(input: DatabaseInput, cluster: Cluster): Tree {
  const replicas = tracedMembers(input, cluster.name)
  const partition = input.settings.updatePartition === undefined ? replicas : input.from.settings.updatePartition
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'cockroachdb', namespace: DATABASE_NAMESPACE, labels: APP },
    spec: {
      replicas,
      serviceName: DATABASE_HEADLESS,
      podManagementPolicy: 'Parallel',
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition } },
      selector: { matchLabels: APP },
      template: { metadata: { labels: APP }, spec: podSpec(input, cluster) },
      volumeClaimTemplates: [volumeClaim('data', input.from.settings.storage.size, storageClassOf(input, cluster))],
    },
  }
}

export function storageClassOf(input: DatabaseInput, cluster: Cluster): string | undefined {
  return input.settings.storage.class ?? (cluster.cloud === 'other' ? undefined : 'cockroach-fast')
}

function podSpec(input: DatabaseInput, cluster: Cluster): Tree {
  const dedicated = input.settings.dedicatedNodes
  return {
    serviceAccountName: 'cockroachdb',
    // The sidecar must see the server to tell it that its certificate changed.
    shareProcessNamespace: true,
    terminationGracePeriodSeconds: 300,
    securityContext: RESTRICTED_POD,
    nodeSelector: dedicated ? { workload: 'cockroachdb' } : undefined,
    tolerations: dedicated
      ? [{ key: 'workload', operator: 'Equal', value: 'cockroachdb', effect: 'NoSchedule' }]
      : undefined,
    ...quorumSpread(APP, cluster, membersOf(input.settings, cluster.name)),
    initContainers: [zone(input)],
    containers: [node(input, cluster), reloader(input)],
    volumes: [
      { name: 'certs', projected: { defaultMode: 0o440, sources: [NODE_CERTIFICATE, AUTHORITY] } },
      { name: 'locality', emptyDir: {} },
      { name: 'tmp', emptyDir: {} },
    ],
  }
}

const NODE_CERTIFICATE: Tree = {
  secret: {
    name: 'cockroachdb-node',
    items: [
      { key: 'tls.crt', path: 'node.crt' },
      { key: 'tls.key', path: 'node.key' },
    ],
  },
}

/** The root, not what the issuer hands out: peers of other regions may have been signed below another intermediate. */
const AUTHORITY: Tree = { configMap: { name: CA_BUNDLE, items: [{ key: 'ca.crt', path: 'ca.crt' }] } }

/** Reads the zone of the pod's node: a node that starts without one would place replicas blindly, so the pod waits instead. */
function zone(input: DatabaseInput): Tree {
  return {
    name: 'zone',
    image: tracedImage(input.catalog, 'openshift-cli'),
    command: ['/bin/bash', '-c', ZONE_SCRIPT],
    env: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
    securityContext: RESTRICTED_CONTAINER,
    resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '256Mi' } },
    volumeMounts: [
      { name: 'locality', mountPath: '/locality' },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  }
}

function reloader(input: DatabaseInput): Tree {
  return {
    name: 'reload',
    image: tracedImage(input.catalog, 'cockroachdb'),
    command: ['/bin/bash', '-c', RELOAD_SCRIPT],
    securityContext: RESTRICTED_CONTAINER,
    resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '64Mi' } },
    volumeMounts: [{ name: 'certs', mountPath: '/cockroach/certs', readOnly: true }],
  }
}
