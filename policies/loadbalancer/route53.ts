import type { PolicyDraft } from '../../engine/model/component.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import type { GlobalHost } from '../../engine/model/global-hosts.ts'
import { globalHosts } from '../../engine/model/global-hosts.ts'
import { inputOr } from '../../engine/model/input.ts'
import { desired, unrecorded } from '../../engine/model/object-drafts.ts'
import { GLOBAL_ROUTE_LABEL, globalDomain, loadBalancerAlias } from '../../engine/model/platform.ts'
import { existsFact, mustHave, servedFact } from '../../engine/model/template-drafts.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { derived, Template } from '../../engine/model/traced.ts'
import { operatorSpec } from '../../engine/model/workload.ts'
import { kubeconfigName } from './accounts.ts'
import type { Input } from './input.ts'
import { namespaceObject, recordsNamespace, tracedBase, zoneName } from './input.ts'

const OPERATOR = 'global-load-balancer-operator'
const API = 'redhatcop.redhat.io/v1alpha1'
export const ZONE_INPUT = 'route53-zone-id'

export function operatorPolicy({ catalog }: Input): PolicyDraft {
  return {
    name: 'loadbalancer-operator',
    description: 'The operator on the hub that publishes global names in Route 53.',
    target: 'hub',
    severity: 'medium',
    templates: [
      mustHave('namespace', 'desired', [namespaceObject(OPERATOR)]),
      { kind: 'operator', name: 'operator', role: 'desired', spec: operatorSpec(catalog, OPERATOR, OPERATOR) },
    ],
  }
}

/** The zone, then what is published in it. The discovery comes last: it fails as a whole while one kubeconfig is missing. */
export function zonePolicy(input: Input): PolicyDraft {
  const { environment } = input
  const kubeconfigs = input.clusters.map(({ name }) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: kubeconfigName(name), namespace: recordsNamespace(environment) },
  }))
  const records = services(input).map((host) => globalRecord(input, host))
  const after = ['zones-served', 'kubeconfigs-there']
  return {
    name: 'loadbalancer-zone',
    description: 'The global DNS zone and the Routes and Services that are published in it.',
    target: 'hub',
    severity: 'high',
    templates: [
      servedFact('zones-served', 'globaldnszones.redhatcop.redhat.io'),
      existsFact('kubeconfigs-there', ...kubeconfigs),
      desired('credentials', [unrecorded(credentials(input))]),
      mustHave('zone', 'desired', [zone(input)], { after: ['zones-served'] }),
      mustHave('routes', 'desired', [routeDiscovery(input)], { after }),
      ...(records.length > 0 ? [mustHave('services', 'desired', records, { after })] : []),
    ],
  }
}

export function services({ environment }: Pick<Input, 'environment'>): readonly GlobalHost[] {
  return globalHosts(environment).filter((each) => each.service !== undefined)
}

function credentials({ environment, settings, from }: Input): Tree {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: `${environment.metadata.name}-route53-credentials`, namespace: OPERATOR },
    type: 'Opaque',
    data: new Template(
      `{{hub copySecretData "" "${settings.credentialsSecret}" hub}}`,
      from.settings.credentialsSecret,
    ),
  }
}

function zone(input: Input): Tree {
  const { environment, settings, from } = input
  return {
    apiVersion: API,
    kind: 'GlobalDNSZone',
    metadata: { name: zoneName(environment) },
    spec: {
      domain: tracedBase(input, globalDomain(environment)),
      provider: {
        route53: {
          zoneID: inputOr(environment, ZONE_INPUT, settings.zoneId, from.settings.zoneId),
          credentialsSecretRef: { name: `${environment.metadata.name}-route53-credentials`, namespace: OPERATOR },
        },
      },
    },
  }
}

/** The operator takes cluster names of letters and digits only, so each cluster goes by its alias. */
function endpoint(input: Input, { name }: Cluster): { readonly [key: string]: Tree } {
  const traced = input.from.cluster(name).name
  return {
    clusterName: derived(loadBalancerAlias(name), traced),
    clusterCredentialRef: {
      name: derived(kubeconfigName(name), traced),
      namespace: recordsNamespace(input.environment),
    },
  }
}

function routeDiscovery(input: Input): Tree {
  const { environment, from } = input
  return {
    apiVersion: API,
    kind: 'GlobalRouteDiscovery',
    metadata: { name: `${environment.metadata.name}-routes`, namespace: recordsNamespace(environment) },
    spec: {
      clusters: input.clusters.map((cluster) => endpoint(input, cluster)),
      routeSelector: { matchLabels: { [GLOBAL_ROUTE_LABEL.key]: GLOBAL_ROUTE_LABEL.value } },
      defaultLoadBalancingPolicy: from.settings.policy,
      defaultTTL: from.settings.ttlSeconds,
      globalZoneRef: { name: zoneName(environment) },
    },
  }
}

function globalRecord(input: Input, { label, host, namespace, service, health }: GlobalHost): Tree {
  const { environment, from } = input
  return {
    apiVersion: API,
    kind: 'GlobalDNSRecord',
    metadata: { name: `${environment.metadata.name}-${label}`, namespace: recordsNamespace(environment) },
    spec: {
      name: tracedBase(input, host),
      endpoints: input.clusters.map((cluster) => ({
        ...endpoint(input, cluster),
        loadBalancerServiceRef: { name: service, namespace },
      })),
      ttl: from.settings.ttlSeconds,
      loadBalancingPolicy: from.settings.policy,
      healthCheck: {
        httpGet: { path: health.path, port: health.port, scheme: 'HTTPS' },
        periodSeconds: from.settings.healthCheck.intervalSeconds,
        failureThreshold: from.settings.healthCheck.failureThreshold,
      },
      globalZoneRef: { name: zoneName(environment) },
    },
  }
}
