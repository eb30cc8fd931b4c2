import { expect, test } from 'vitest'
import { pluralOf, resourceTypeOf } from '../../../engine/model/resources.ts'

test.each([
  ['Pod', 'pods'],
  ['Ingress', 'ingresses'],
  ['IngressClass', 'ingressclasses'],
  ['NetworkPolicy', 'networkpolicies'],
  ['Gateway', 'gateways'],
  ['DNS', 'dnses'],
  ['Endpoints', 'endpoints'],
  ['EndpointSlice', 'endpointslices'],
  ['Patch', 'patches'],
  ['Proxy', 'proxies'],
  ['SecurityContextConstraints', 'securitycontextconstraints'],
  ['GlobalRouteDiscovery', 'globalroutediscoveries'],
])('the plural of %s is %s', (kind, plural) => {
  expect(pluralOf(kind)).toBe(plural)
})

test.each([
  ['v1', 'Namespace', 'namespaces', false],
  ['v1', 'ConfigMap', 'configmaps', true],
  ['v1', 'PersistentVolume', 'persistentvolumes', false],
  ['apps/v1', 'StatefulSet', 'statefulsets', true],
  ['rbac.authorization.k8s.io/v1', 'ClusterRole', 'clusterroles', false],
  ['rbac.authorization.k8s.io/v1', 'RoleBinding', 'rolebindings', true],
  ['storage.k8s.io/v1', 'CSIStorageCapacity', 'csistoragecapacities', true],
  ['flowcontrol.apiserver.k8s.io/v1', 'FlowSchema', 'flowschemas', false],
  ['cert-manager.io/v1', 'Certificate', 'certificates', true],
  ['addon.open-cluster-management.io/v1alpha1', 'ManagedClusterAddOn', 'managedclusteraddons', true],
  ['cluster.open-cluster-management.io/v1', 'ManagedCluster', 'managedclusters', false],
  ['operators.coreos.com/v1alpha1', 'Subscription', 'subscriptions', true],
])('%s %s is served as %s', (apiVersion, kind, plural, namespaced) => {
  expect(resourceTypeOf(apiVersion, kind)).toEqual({ plural, namespaced })
})

test.each([
  ['v2', 'Pod'],
  ['example.org/v1', 'Nothing'],
  ['v1', '__proto__'],
  ['__proto__', 'toString'],
  ['v1', ''],
])('%s %s is not known', (apiVersion, kind) => {
  expect(resourceTypeOf(apiVersion, kind)).toBeUndefined()
})
