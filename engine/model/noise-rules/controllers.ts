import type { NoiseRule } from './noise-rule.ts'

/** What autoscalers, operators, webhooks and other controllers write. */
export const CONTROLLER_NOISE: readonly NoiseRule[] = [
  {
    id: 'autoscaler/replicas',
    reason: 'an autoscaler owns the number of replicas',
    source:
      'kubernetes pkg/controller/podautoscaler/horizontal.go; kedacore/keda; openshift/cluster-autoscaler-operator',
    kinds: ['apps/Deployment', 'apps/StatefulSet', 'machine.openshift.io/MachineSet', 'hive.openshift.io/MachinePool'],
    pointers: ['/spec/replicas'],
    when: {
      is: 'autoscaled',
      managers: [
        'kube-controller-manager',
        'horizontal-pod-autoscaler',
        'keda-operator',
        'cluster-autoscaler',
        'machine-autoscaler-operator',
      ],
    },
  },
  {
    id: 'operator/owned',
    reason: 'the operator that owns the object completes it',
    pointers: ['/spec/**', '/data/**', '/metadata/labels/*', '/metadata/annotations/*'],
    when: { is: 'owner-written' },
  },
  {
    id: 'olm/labels',
    reason: 'OLM marks what it installs',
    source: 'operator-framework/operator-lifecycle-manager pkg/controller/operators',
    pointers: [
      '/metadata/labels/olm.*',
      '/metadata/labels/operators.coreos.com~1*',
      '/metadata/annotations/olm.*',
      '/metadata/annotations/operatorframework.io~1*',
    ],
    when: { is: 'unasked' },
  },
  {
    id: 'reloader/restart',
    reason: 'Reloader restarts pods by changing their template',
    source: 'stakater/Reloader internal/pkg/constants',
    kinds: ['apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet'],
    pointers: [
      '/spec/template/metadata/annotations/reloader.stakater.com~1last-reloaded-from',
      '/spec/template/metadata/annotations/utilitycloud.io~1last-reloaded-from',
    ],
    when: { is: 'unasked' },
  },
  {
    id: 'reloader/environment',
    reason: 'Reloader restarts pods by a variable in their template',
    source: 'stakater/Reloader internal/pkg/constants (STAKATER_ prefix)',
    kinds: ['apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet'],
    pointers: ['/spec/template/spec/containers/*/env', '/spec/template/spec/containers/*/env/*'],
    when: { is: 'items', named: 'STAKATER_[A-Z0-9_]+_(SECRET|CONFIGMAP)' },
  },
  {
    id: 'gitops/tracking',
    reason: 'Argo CD and RHACM subscriptions mark what they deliver',
    source: 'argo-cd util/argo/resource_tracking.go',
    pointers: [
      '/metadata/labels/argocd.argoproj.io~1instance',
      '/metadata/annotations/argocd.argoproj.io~1*',
      '/metadata/annotations/apps.open-cluster-management.io~1*',
    ],
    when: { is: 'unasked' },
  },
  {
    id: 'ca-bundle/injected',
    reason: 'a controller injects the CA bundle',
    source: 'openshift/service-ca-operator; cert-manager cainjector',
    kinds: [
      'admissionregistration.k8s.io/*',
      'apiregistration.k8s.io/APIService',
      'apiextensions.k8s.io/CustomResourceDefinition',
    ],
    marked: [
      { in: 'annotations', key: 'service.beta.openshift.io/inject-cabundle', value: 'true' },
      { in: 'annotations', key: 'cert-manager.io/inject-ca-from' },
      { in: 'annotations', key: 'cert-manager.io/inject-ca-from-secret' },
      { in: 'annotations', key: 'cert-manager.io/inject-apiserver-ca', value: 'true' },
    ],
    pointers: ['/webhooks/*/clientConfig/caBundle', '/spec/caBundle', '/spec/conversion/webhook/clientConfig/caBundle'],
    when: { is: 'placeholder', values: ['', 'Cg=='] },
  },
  {
    id: 'cert-manager/duration',
    reason: 'Go writes durations in one form: 2160h becomes 2160h0m0s',
    source: 'metav1.Duration in kubernetes staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/duration.go',
    kinds: ['*.*/*'],
    pointers: [
      '/spec/**/*uration',
      '/spec/**/*Before',
      '/spec/**/*nterval',
      '/spec/**/*imeout',
      '/spec/**/*TTL',
      '/spec/**/*Expiry',
      '/spec/**/*Period',
      '/spec/**/validity',
    ],
    when: { is: 'rewritten', as: 'duration' },
  },
  {
    id: 'webhook/identity',
    reason: 'a webhook gives pods their cloud identity',
    source: 'openshift/aws-pod-identity-webhook; Azure/azure-workload-identity',
    kinds: ['/Pod', 'apps/*', 'batch/*'],
    pointers: [
      '/**/containers/*/env',
      '/**/containers/*/env/*',
      '/**/containers/*/volumeMounts/*',
      '/**/volumes',
      '/**/volumes/*',
    ],
    when: {
      is: 'items',
      named:
        '(AWS_(ROLE_ARN|WEB_IDENTITY_TOKEN_FILE|REGION|DEFAULT_REGION|STS_REGIONAL_ENDPOINTS)|aws-iam-token|AZURE_(CLIENT_ID|TENANT_ID|FEDERATED_TOKEN_FILE|AUTHORITY_HOST)|azure-identity-token|kube-api-access-[a-z0-9]+)',
    },
  },
]
