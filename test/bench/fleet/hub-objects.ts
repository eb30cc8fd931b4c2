import { load } from 'js-yaml'
import type { JsonObject } from '../../../engine/model/json.ts'
import { at, isObject, listAt, textAt } from '../../../engine/model/json.ts'

const PREFIX = 'policy.open-cluster-management.io'
const SINCE = '2026-11-22T10:00:00Z'

/** What RHACM's propagator makes of a merged root Policy: the replica of one cluster, as a list shows it (about 5.5 KB). */
export function replicaOf(root: JsonObject, cluster: string, version: number, isViolated: boolean): JsonObject {
  const name = `${textAt(root, 'metadata', 'namespace')}.${textAt(root, 'metadata', 'name')}`
  return {
    apiVersion: `${PREFIX}/v1`,
    kind: 'Policy',
    metadata: {
      annotations: { 'argocd.argoproj.io/compare-options': 'IgnoreExtraneous' },
      creationTimestamp: SINCE,
      generation: 1,
      labels: {
        [`${PREFIX}/cluster-name`]: cluster,
        [`${PREFIX}/cluster-namespace`]: cluster,
        [`${PREFIX}/root-policy`]: name,
      },
      managedFields: [specWriter(), statusWriter()],
      name,
      namespace: cluster,
      resourceVersion: String(version),
      uid: `8438e7c2-8582-4bac-ba93-${String(version).padStart(12, '0')}`,
    },
    spec: root.spec ?? null,
    status: {
      compliant: isViolated ? 'NonCompliant' : 'Compliant',
      details: listAt(root, 'spec', 'policy-templates').map((each) => {
        const definition = at(each, 'objectDefinition')
        const template = textAt(definition, 'metadata', 'name') ?? ''
        return {
          compliant: isViolated ? 'NonCompliant' : 'Compliant',
          history: history(name, definition, isViolated),
          templateMeta: { creationTimestamp: null, name: template },
        }
      }),
    },
  }
}

function specWriter(): JsonObject {
  const labels = { '.': {}, [`f:${PREFIX}/cluster-name`]: {}, [`f:${PREFIX}/root-policy`]: {} }
  return {
    apiVersion: `${PREFIX}/v1`,
    fieldsType: 'FieldsV1',
    fieldsV1: {
      'f:metadata': { 'f:labels': labels },
      'f:spec': { '.': {}, 'f:disabled': {}, 'f:policy-templates': {} },
    },
    manager: 'propagator',
    operation: 'Update',
    time: SINCE,
  }
}

function statusWriter(): JsonObject {
  return {
    apiVersion: `${PREFIX}/v1`,
    fieldsType: 'FieldsV1',
    fieldsV1: { 'f:status': { '.': {}, 'f:compliant': {}, 'f:details': {} } },
    manager: 'framework-addon',
    operation: 'Update',
    subresource: 'status',
    time: SINCE,
  }
}

/** Five entries, newest first, as a cluster that has been up for some days shows them. */
function history(name: string, definition: unknown, isViolated: boolean): readonly JsonObject[] {
  const objects = isObject(definition) ? listAt(definition, 'spec', 'object-templates') : []
  const key = at(objects[0], 'objectDefinition', 'metadata')
  const of = `[${textAt(key, 'name')}]`
  const good = `Compliant; notification - configmaps ${of} found as specified in namespace ${textAt(key, 'namespace')}`
  const bad = `NonCompliant; violation - configmaps ${of} found but not as specified in namespace ${textAt(key, 'namespace')}`
  return [isViolated, false, true, false, true].map((isBad, i) => ({
    eventName: `${name}.18ea63865ce9f${String(i).padStart(3, '0')}`,
    lastTimestamp: new Date(Date.parse(SINCE) - i * 3_600_000).toISOString().replace('.000', ''),
    message: isBad ? bad : good,
  }))
}

export function managedClusterOf(name: string, set: string, version: number, isAvailable: boolean): JsonObject {
  const condition = {
    lastTransitionTime: SINCE,
    message: isAvailable ? 'Managed cluster is available' : 'Registration agent stopped updating its lease.',
    reason: isAvailable ? 'ManagedClusterAvailable' : 'ManagedClusterLeaseUpdateStopped',
    status: isAvailable ? 'True' : 'Unknown',
    type: 'ManagedClusterConditionAvailable',
  }
  const labels = { name, vendor: 'OpenShift', 'cluster.open-cluster-management.io/clusterset': set }
  return {
    apiVersion: 'cluster.open-cluster-management.io/v1',
    kind: 'ManagedCluster',
    metadata: { name, labels, resourceVersion: String(version), creationTimestamp: SINCE },
    spec: { hubAcceptsClient: true, leaseDurationSeconds: 60 },
    status: { conditions: [condition], version: { kubernetes: 'v1.33.4' } },
  }
}

/** All documents of a rendered file. */
export function documentsOf(text: string): readonly JsonObject[] {
  return text
    .split(/^---$/m)
    .map((each) => load(each))
    .filter(isObject)
}
