import type { OperatorDraft } from '../../engine/model/component.ts'
import { CERT_MANAGER_NAMESPACE } from '../../engine/model/platform.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { operatorSpec } from '../../engine/model/workload.ts'
import type { CertsInput } from './input.ts'

const OPERATOR_NAMESPACE = 'cert-manager-operator'

export function certManagerOperator(input: CertsInput): OperatorDraft {
  return {
    kind: 'operator',
    name: 'operator',
    role: 'desired',
    spec: {
      ...(operatorSpec(input.catalog, 'openshift-cert-manager-operator', OPERATOR_NAMESPACE) as object),
      operatorGroup: {
        name: OPERATOR_NAMESPACE,
        namespace: OPERATOR_NAMESPACE,
        targetNamespaces: [OPERATOR_NAMESPACE],
      },
    },
  }
}

/** Copies certificates into Routes; still the way for a destination CA, which `externalCertificate` does not cover. */
export function certUtilsOperator(input: CertsInput): OperatorDraft {
  return {
    kind: 'operator',
    name: 'cert-utils',
    role: 'desired',
    spec: operatorSpec(input.catalog, 'cert-utils-operator', 'cert-utils-operator'),
  }
}

export function operatorNamespaces(input: CertsInput): readonly Tree[] {
  const names = [
    OPERATOR_NAMESPACE,
    CERT_MANAGER_NAMESPACE,
    ...(input.settings.certUtils ? ['cert-utils-operator'] : []),
  ]
  return names.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }))
}

/** Two controllers with leader election and two webhooks: a dead webhook blocks every Certificate write. */
export function certManager(): Tree {
  return {
    apiVersion: 'operator.openshift.io/v1alpha1',
    kind: 'CertManager',
    metadata: { name: 'cluster' },
    spec: {
      managementState: 'Managed',
      controllerConfig: { overrideReplicas: 2 },
      webhookConfig: { overrideReplicas: 2 },
    },
  }
}

export function disruptionBudgets(): readonly Tree[] {
  return [
    ['cert-manager', 'controller'],
    ['cert-manager-webhook', 'webhook'],
  ].map(([name, component]) => ({
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace: CERT_MANAGER_NAMESPACE },
    spec: {
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: 'IfHealthyBudget',
      selector: {
        matchLabels: { 'app.kubernetes.io/instance': 'cert-manager', 'app.kubernetes.io/component': component },
      },
    },
  }))
}
