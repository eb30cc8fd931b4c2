import type { DefaultTable } from './pod.ts'
import { JOB, POD, TEMPLATE } from './pod.ts'

const BINDING: DefaultTable = {
  '/roleRef/apiGroup': 'rbac.authorization.k8s.io',
  '/subjects/*/apiGroup': 'rbac.authorization.k8s.io',
}
const WEBHOOK: DefaultTable = {
  '/webhooks/*/matchPolicy': 'Equivalent',
  '/webhooks/*/timeoutSeconds': 10,
  '/webhooks/*/failurePolicy': 'Fail',
  '/webhooks/*/namespaceSelector': {},
  '/webhooks/*/objectSelector': {},
  '/webhooks/*/rules/*/scope': '*',
  '/webhooks/*/clientConfig/service/port': 443,
}

/** What the API server fills in for its own kinds, by group and kind (pkg/apis of Kubernetes, the defaults.go of each group). */
export const BUILT_IN_DEFAULTS: Readonly<Record<string, DefaultTable>> = {
  '/Pod': POD,
  'apps/Deployment': {
    ...TEMPLATE,
    '/spec/replicas': 1,
    '/spec/revisionHistoryLimit': 10,
    '/spec/progressDeadlineSeconds': 600,
    '/spec/strategy/type': 'RollingUpdate',
    '/spec/strategy/rollingUpdate/maxSurge': '25%',
    '/spec/strategy/rollingUpdate/maxUnavailable': '25%',
  },
  'apps/StatefulSet': {
    ...TEMPLATE,
    '/spec/replicas': 1,
    '/spec/revisionHistoryLimit': 10,
    '/spec/podManagementPolicy': 'OrderedReady',
    '/spec/updateStrategy/type': 'RollingUpdate',
    '/spec/updateStrategy/rollingUpdate/partition': 0,
    '/spec/updateStrategy/rollingUpdate/maxUnavailable': 1,
    '/spec/persistentVolumeClaimRetentionPolicy/whenDeleted': 'Retain',
    '/spec/persistentVolumeClaimRetentionPolicy/whenScaled': 'Retain',
  },
  'apps/DaemonSet': {
    ...TEMPLATE,
    '/spec/revisionHistoryLimit': 10,
    '/spec/updateStrategy/type': 'RollingUpdate',
    '/spec/updateStrategy/rollingUpdate/maxSurge': 0,
    '/spec/updateStrategy/rollingUpdate/maxUnavailable': 1,
  },
  'batch/Job': JOB,
  'batch/CronJob': {
    ...nested('/spec/jobTemplate', JOB),
    '/spec/jobTemplate/metadata': {},
    '/spec/jobTemplate/metadata/creationTimestamp': null,
    '/spec/concurrencyPolicy': 'Allow',
    '/spec/suspend': false,
    '/spec/successfulJobsHistoryLimit': 3,
    '/spec/failedJobsHistoryLimit': 1,
  },
  '/Service': {
    '/spec/type': 'ClusterIP',
    '/spec/sessionAffinity': 'None',
    '/spec/internalTrafficPolicy': 'Cluster',
    '/spec/externalTrafficPolicy': 'Cluster',
    '/spec/ipFamilyPolicy': 'SingleStack',
    '/spec/allocateLoadBalancerNodePorts': true,
    '/spec/publishNotReadyAddresses': false,
    '/spec/sessionAffinityConfig/clientIP/timeoutSeconds': 10_800,
    '/spec/ports/*/protocol': 'TCP',
  },
  '/PersistentVolume': { '/spec/volumeMode': 'Filesystem', '/spec/persistentVolumeReclaimPolicy': 'Retain' },
  '/PersistentVolumeClaim': { '/spec/volumeMode': 'Filesystem' },
  '/Secret': { '/type': 'Opaque' },
  '/Namespace': { '/spec/finalizers': ['kubernetes'] },
  'networking.k8s.io/NetworkPolicy': {
    '/spec/ingress/*/ports/*/protocol': 'TCP',
    '/spec/egress/*/ports/*/protocol': 'TCP',
    '/spec/podSelector': {},
  },
  'networking.k8s.io/Ingress': { '/spec/rules/*/http/paths/*/pathType': 'ImplementationSpecific' },
  'rbac.authorization.k8s.io/RoleBinding': BINDING,
  'rbac.authorization.k8s.io/ClusterRoleBinding': BINDING,
  'storage.k8s.io/StorageClass': {
    '/reclaimPolicy': 'Delete',
    '/volumeBindingMode': 'Immediate',
    '/allowVolumeExpansion': false,
  },
  'scheduling.k8s.io/PriorityClass': { '/preemptionPolicy': 'PreemptLowerPriority' },
  'apiregistration.k8s.io/APIService': { '/spec/service/port': 443 },
  'discovery.k8s.io/EndpointSlice': { '/ports/*/protocol': 'TCP' },
  '/Endpoints': { '/subsets/*/ports/*/protocol': 'TCP' },
  'autoscaling/HorizontalPodAutoscaler': { '/spec/minReplicas': 1 },
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': WEBHOOK,
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': {
    ...WEBHOOK,
    '/webhooks/*/reinvocationPolicy': 'Never',
  },
}

/** A table whose patterns are whole pointers, moved below another one. */
function nested(prefix: string, table: DefaultTable): DefaultTable {
  return Object.fromEntries(Object.entries(table).map(([pattern, value]) => [`${prefix}${pattern}`, value]))
}
