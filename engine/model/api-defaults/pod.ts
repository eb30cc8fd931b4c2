import type { Json } from '../json.ts'

/** Default by pointer pattern, relative to where the table is used; `*` is any one key or place in a list. */
export type DefaultTable = Readonly<Record<string, Json>>

const PROBE: DefaultTable = {
  timeoutSeconds: 1,
  periodSeconds: 10,
  successThreshold: 1,
  failureThreshold: 3,
  'httpGet/scheme': 'HTTP',
  'httpGet/path': '/',
  'grpc/service': '',
}

/** The table with every pattern under a prefix. */
export function under(prefix: string, table: DefaultTable): DefaultTable {
  return Object.fromEntries(Object.entries(table).map(([pattern, value]) => [`${prefix}/${pattern}`, value]))
}

const CONTAINER: DefaultTable = {
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  imagePullPolicy: 'IfNotPresent',
  'ports/*/protocol': 'TCP',
  'env/*/valueFrom/fieldRef/apiVersion': 'v1',
  'lifecycle/*/httpGet/scheme': 'HTTP',
  resources: {},
  'resources/claims': [],
  ...under('livenessProbe', PROBE),
  ...under('readinessProbe', PROBE),
  ...under('startupProbe', PROBE),
}

/** pkg/apis/core/v1/defaults.go of Kubernetes, for the spec of a pod. */
const POD_SPEC: DefaultTable = {
  restartPolicy: 'Always',
  dnsPolicy: 'ClusterFirst',
  schedulerName: 'default-scheduler',
  terminationGracePeriodSeconds: 30,
  enableServiceLinks: true,
  securityContext: {},
  preemptionPolicy: 'PreemptLowerPriority',
  'volumes/*/secret/defaultMode': 420,
  'volumes/*/configMap/defaultMode': 420,
  'volumes/*/projected/defaultMode': 420,
  'volumes/*/downwardAPI/defaultMode': 420,
  'volumes/*/downwardAPI/items/*/fieldRef/apiVersion': 'v1',
  'volumes/*/projected/sources/*/downwardAPI/items/*/fieldRef/apiVersion': 'v1',
  'volumes/*/projected/sources/*/serviceAccountToken/expirationSeconds': 3600,
  'volumes/*/hostPath/type': '',
  'volumes/*/emptyDir': {},
  'topologySpreadConstraints/*/nodeAffinityPolicy': 'Honor',
  'topologySpreadConstraints/*/nodeTaintsPolicy': 'Ignore',
  ...under('containers/*', CONTAINER),
  ...under('initContainers/*', CONTAINER),
}

/** The API server copies `serviceAccountName` there, and writes null where Go has no time. */
const POD_TEMPLATE: DefaultTable = {
  metadata: {},
  'metadata/creationTimestamp': null,
  ...under('spec', POD_SPEC),
}

export const POD: DefaultTable = under('/spec', POD_SPEC)
export const TEMPLATE: DefaultTable = under('/spec/template', POD_TEMPLATE)

/** A Job's pods have no default restart policy. */
export const JOB: DefaultTable = {
  ...TEMPLATE,
  '/spec/backoffLimit': 6,
  '/spec/completions': 1,
  '/spec/parallelism': 1,
  '/spec/completionMode': 'NonIndexed',
  '/spec/suspend': false,
  '/spec/manualSelector': false,
  '/spec/podReplacementPolicy': 'TerminatingOrFailed',
}
