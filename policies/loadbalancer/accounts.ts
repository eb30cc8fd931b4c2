import type { PolicyDraft, TemplateDraft } from '../../engine/model/component.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import { desired, exactly, unrecorded } from '../../engine/model/object-drafts.ts'
import { loadBalancerAlias } from '../../engine/model/platform.ts'
import { mustHave, servedFact } from '../../engine/model/template-drafts.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { derived, Template } from '../../engine/model/traced.ts'
import type { Input } from './input.ts'
import { namespaceObject, recordsNamespace } from './input.ts'

/** Account by which the hub reads one cluster, and the role that it has there. */
export const READER = 'glb-reader'
/** Where the managed-serviceaccount add-on makes its accounts on a cluster. */
const ACCOUNT_NAMESPACE = 'open-cluster-management-agent-addon'

export function kubeconfigName(cluster: string): string {
  return `${loadBalancerAlias(cluster)}-glb-kubeconfig`
}

/** A rotated token for every cluster, and the kubeconfig that the operator reads, made of it on the hub. */
export function accountsPolicy(input: Input): PolicyDraft {
  const account = (cluster: Cluster): Tree => {
    const { name } = input.from.cluster(cluster.name)
    return {
      apiVersion: 'authentication.open-cluster-management.io/v1beta1',
      kind: 'ManagedServiceAccount',
      metadata: { name: READER, namespace: name },
      spec: { rotation: { enabled: true, validity: input.from.settings.tokenValidity } },
    }
  }
  const kubeconfigs = input.clusters.map(
    (cluster): TemplateDraft => ({
      ...desired(`kubeconfig-${cluster.name}`, [unrecorded(kubeconfig(input, cluster))], {
        after: ['accounts-served'],
      }),
      severity: 'medium',
    }),
  )
  return {
    name: 'loadbalancer-accounts',
    description: 'Short-lived, read-only access of the load balancer to every cluster.',
    target: 'hub',
    severity: 'high',
    templates: [
      servedFact('accounts-served', 'managedserviceaccounts.authentication.open-cluster-management.io'),
      mustHave('namespace', 'desired', [namespaceObject(recordsNamespace(input.environment))]),
      ...input.clusters.map((cluster) =>
        mustHave(`account-${cluster.name}`, 'desired', [account(cluster)], { after: ['accounts-served'] }),
      ),
      ...kubeconfigs,
    ],
  }
}

/**
 * The token is read on the hub itself when the template runs there, so that no copy of the policy ever holds it; a hub
 * template could not put it into the text of a kubeconfig without leaving it readable in the replicated policy.
 */
function kubeconfig(input: Input, cluster: Cluster): Tree {
  const alias = loadBalancerAlias(cluster.name)
  const { name } = input.from.cluster(cluster.name)
  const api = `(index (lookup "cluster.open-cluster-management.io/v1" "ManagedCluster" "" "${cluster.name}").spec.managedClusterClientConfigs 0)`
  const text = [
    'apiVersion: v1',
    'kind: Config',
    `current-context: ${alias}`,
    'clusters:',
    `  - name: ${alias}`,
    '    cluster:',
    `      server: "{{ ${api}.url }}"`,
    `      certificate-authority-data: "{{ ${api}.caBundle }}"`,
    'contexts:',
    `  - name: ${alias}`,
    '    context:',
    `      cluster: ${alias}`,
    `      user: ${READER}`,
    'users:',
    `  - name: ${READER}`,
    '    user:',
    `      token: "{{ fromSecret "${cluster.name}" "${READER}" "token" | base64dec }}"`,
    '',
  ].join('\n')
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: derived(kubeconfigName(cluster.name), name), namespace: recordsNamespace(input.environment) },
    type: 'Opaque',
    stringData: { kubeconfig: new Template(text, name) },
  }
}

/** The rights of that account on a member: it reads what is published, no Secret, and changes nothing. */
export function readerPolicy(cluster: Cluster): PolicyDraft {
  const verbs = ['get', 'list', 'watch']
  const role: Tree = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: READER },
    rules: [
      { apiGroups: [''], resources: ['services', 'pods'], verbs },
      { apiGroups: ['route.openshift.io'], resources: ['routes'], verbs },
      { apiGroups: ['config.openshift.io'], resources: ['infrastructures'], verbs },
    ],
  }
  const binding: Tree = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: READER },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: READER },
    subjects: [{ kind: 'ServiceAccount', name: READER, namespace: ACCOUNT_NAMESPACE }],
  }
  return {
    name: 'loadbalancer-reader',
    description: 'What the load balancer may read on a cluster.',
    target: { cluster: cluster.name },
    severity: 'high',
    templates: [desired('reader', [exactly(role), exactly(binding)])],
  }
}
