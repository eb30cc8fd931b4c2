import type { ListSchema } from './list-schema.ts'

/** Fields of a map that lead to mergeable lists: a list by its keys and the rule of its elements, or a map by its own rule. */
interface Rule {
  readonly [field: string]: Rule | List
}
interface List {
  readonly by: readonly string[]
  readonly of?: Rule
}

const list = (by: readonly string[], of?: Rule): List => ({ by, ...(of && { of }) })
const isList = (rule: Rule | List): rule is List => Array.isArray(rule.by)

const CONDITIONS: Rule = { conditions: list(['type']) }
const METADATA: Rule = { finalizers: list([]), ownerReferences: list(['uid']) }
const CONTAINER: Rule = {
  env: list(['name']),
  ports: list(['containerPort', 'protocol']),
  volumeDevices: list(['devicePath']),
  volumeMounts: list(['mountPath']),
}
const POD: Rule = {
  containers: list(['name'], CONTAINER),
  initContainers: list(['name'], CONTAINER),
  ephemeralContainers: list(['name'], {
    env: list(['name']),
    volumeDevices: list(['devicePath']),
    volumeMounts: list(['mountPath']),
  }),
  hostAliases: list(['ip']),
  imagePullSecrets: list(['name']),
  topologySpreadConstraints: list(['topologyKey', 'whenUnsatisfiable']),
  volumes: list(['name'], { ephemeral: { volumeClaimTemplate: { metadata: METADATA } } }),
}
const TEMPLATE: Rule = { metadata: METADATA, spec: POD }
const WORKLOAD: Rule = { spec: { template: TEMPLATE }, status: CONDITIONS }
const JOB: Rule = { template: TEMPLATE }
const WEBHOOKS: Rule = { webhooks: list(['name']) }
const STATUS: Rule = { status: CONDITIONS }

/** Kinds with mergeable lists beside those of their metadata. */
const KINDS: Readonly<Record<string, Rule>> = {
  MutatingWebhookConfiguration: WEBHOOKS,
  ValidatingWebhookConfiguration: WEBHOOKS,
  DaemonSet: WORKLOAD,
  Deployment: WORKLOAD,
  ReplicaSet: WORKLOAD,
  StatefulSet: WORKLOAD,
  ReplicationController: WORKLOAD,
  Job: { spec: JOB, status: CONDITIONS },
  CronJob: { spec: { jobTemplate: { metadata: METADATA, spec: JOB } } },
  Pod: { spec: POD, status: { conditions: list(['type']), podIPs: list(['ip']) } },
  PodTemplate: { template: TEMPLATE },
  Service: { spec: { ports: list(['port', 'protocol']) }, status: CONDITIONS },
  ServiceAccount: { secrets: list(['name']) },
  Namespace: STATUS,
  PersistentVolumeClaim: STATUS,
  PodDisruptionBudget: STATUS,
  APIService: STATUS,
  ComponentStatus: CONDITIONS,
  Node: { spec: { podCIDRs: list([]) }, status: { addresses: list(['type']), conditions: list(['type']) } },
  CSINode: { spec: { drivers: list(['name']) } },
}

/** The API of Kubernetes 1.21, which is what Kustomize 5 knows built in; `*` marks kinds without a namespace. */
const BUILT_IN = `
admissionregistration.k8s.io/v1,v1beta1 MutatingWebhookConfiguration* ValidatingWebhookConfiguration*
apiextensions.k8s.io/v1,v1beta1 CustomResourceDefinition*
apiregistration.k8s.io/v1,v1beta1 APIService*
apps/v1 ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet
authentication.k8s.io/v1 TokenRequest TokenReview
authentication.k8s.io/v1beta1 TokenReview
authorization.k8s.io/v1,v1beta1 LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview
autoscaling/v1 HorizontalPodAutoscaler Scale
autoscaling/v2beta1,v2beta2 HorizontalPodAutoscaler
batch/v1 CronJob Job
batch/v1beta1 CronJob
certificates.k8s.io/v1,v1beta1 CertificateSigningRequest*
coordination.k8s.io/v1,v1beta1 Lease
discovery.k8s.io/v1,v1beta1 EndpointSlice
events.k8s.io/v1,v1beta1 Event
extensions/v1beta1 Ingress
flowcontrol.apiserver.k8s.io/v1beta1 FlowSchema* PriorityLevelConfiguration*
networking.k8s.io/v1 Ingress IngressClass* NetworkPolicy
networking.k8s.io/v1beta1 Ingress IngressClass*
node.k8s.io/v1,v1beta1 RuntimeClass*
policy/v1 PodDisruptionBudget
policy/v1beta1 Eviction PodDisruptionBudget PodSecurityPolicy*
rbac.authorization.k8s.io/v1,v1beta1 ClusterRole* ClusterRoleBinding* Role RoleBinding
scheduling.k8s.io/v1,v1beta1 PriorityClass*
storage.k8s.io/v1 CSIDriver* CSINode* StorageClass* VolumeAttachment*
storage.k8s.io/v1beta1 CSIDriver* CSINode* CSIStorageCapacity StorageClass* VolumeAttachment*
v1 Binding ComponentStatus* ConfigMap Endpoints Event LimitRange Namespace* Node* PersistentVolume* PersistentVolumeClaim Pod
v1 PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount
`

const SCOPES: ReadonlyMap<string, 'cluster' | 'namespace'> = new Map(
  BUILT_IN.trim()
    .split('\n')
    .flatMap((line) => {
      const [api = '', ...kinds] = line.split(' ')
      const group = api.includes('/') ? api.slice(0, api.indexOf('/') + 1) : ''
      return api
        .slice(group.length)
        .split(',')
        .flatMap((version) =>
          kinds.map((kind): readonly [string, 'cluster' | 'namespace'] => [
            `${group}${version} ${kind.replace('*', '')}`,
            kind.endsWith('*') ? 'cluster' : 'namespace',
          ]),
        )
    }),
)

/** True for a built-in kind without namespace; a kind that is not known counts as namespaced. */
export function isClusterScoped(apiVersion: string, kind: string): boolean {
  return SCOPES.get(`${apiVersion} ${kind}`) === 'cluster'
}

/** Where the lists of a built-in kind are merged by key, and by which. */
export function builtInSchema(apiVersion: string, kind: string): ListSchema | undefined {
  if (!SCOPES.has(`${apiVersion} ${kind}`)) return undefined
  return schemaOf({ metadata: METADATA, ...(Object.hasOwn(KINDS, kind) ? KINDS[kind] : {}) })
}

function schemaOf(rule: Rule | List | undefined): ListSchema | undefined {
  if (rule === undefined) return undefined
  if (isList(rule)) return { mergeKeys: rule.by, field: () => undefined, elements: () => schemaOf(rule.of ?? {}) }
  return {
    mergeKeys: undefined,
    field: (name) => (Object.hasOwn(rule, name) ? schemaOf(rule[name]) : undefined),
    elements: () => undefined,
  }
}
