import type { PolicyDraft } from '../../engine/model/component.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import { globalHosts } from '../../engine/model/global-hosts.ts'
import { inputTemplate } from '../../engine/model/input.ts'
import { appsDomain, globalDomain } from '../../engine/model/platform.ts'
import { mustHave, servedFact } from '../../engine/model/template-drafts.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { derived, Template } from '../../engine/model/traced.ts'
import type { Input } from './input.ts'
import { namespaceObject, recordsNamespace, tracedBase } from './input.ts'

/** One name to publish; `service` where it has a balancer of its own instead of the cluster's ingress. */
export interface PublishedHost {
  readonly label: string
  readonly host: string
  readonly service?: string
}

export function publishedHosts({ environment, settings }: Input): readonly PublishedHost[] {
  const own = settings.hosts.map((label) => ({ label, host: `${label}.${globalDomain(environment)}` }))
  return [...globalHosts(environment), ...own]
}

/** Keys of the inputs that a host needs: what only the cloud knows. */
export function addressKey(host: PublishedHost, cluster: string): string {
  return host.service === undefined ? `ingress-address-${cluster}` : `${host.label}-address-${cluster}`
}

export function healthCheckKey(host: PublishedHost, cluster: string): string {
  return `health-check-${host.label}-${cluster}`
}

export function needsAddress({ settings }: Input, host: PublishedHost): boolean {
  return host.service !== undefined || settings.dns === 'other'
}

/** A DNSEndpoint for every host, each in a template of its own, so that one missing input holds back one name only. */
export function recordsPolicy(input: Input): PolicyDraft {
  return {
    name: 'loadbalancer-records',
    description: 'Records of the global names, for an ExternalDNS on the hub.',
    target: 'hub',
    severity: 'high',
    templates: [
      servedFact('endpoints-served', 'dnsendpoints.externaldns.k8s.io'),
      mustHave('namespace', 'desired', [namespaceObject(recordsNamespace(input.environment))]),
      ...publishedHosts(input).map((host) =>
        mustHave(`host-${host.label}`, 'desired', [dnsEndpoint(input, host)], { after: ['endpoints-served'] }),
      ),
    ],
  }
}

function dnsEndpoint(input: Input, host: PublishedHost): Tree {
  const { environment, settings } = input
  const endpoints =
    settings.dns === 'other'
      ? [sharedRecord(input, host)]
      : input.clusters.map((cluster) => regionRecord(input, host, cluster))
  return {
    apiVersion: 'externaldns.k8s.io/v1alpha1',
    kind: 'DNSEndpoint',
    metadata: { name: host.label, namespace: recordsNamespace(environment) },
    spec: { endpoints },
  }
}

function target(input: Input, host: PublishedHost, cluster: Cluster): Tree {
  const { name } = input.from.cluster(cluster.name)
  if (needsAddress(input, host))
    return new Template(inputTemplate(input.environment, addressKey(host, cluster.name)), name)
  return derived(`router-default.${appsDomain(input.environment, cluster.name)}`, name, input.from.spec.domain.base)
}

/** One record a region under one name, told apart by the set identifier; its health check takes it out. */
function regionRecord(input: Input, host: PublishedHost, cluster: Cluster): Tree {
  const { environment, settings, clusters, from } = input
  const traced = from.cluster(cluster.name)
  const isByLatency = settings.policy === 'Latency' && clusters.every((each) => each.cloud === 'aws')
  const choice: Tree = isByLatency ? { name: 'aws/region', value: traced.region } : { name: 'aws/weight', value: '100' }
  const check = new Template(inputTemplate(environment, healthCheckKey(host, cluster.name)), traced.name)
  return {
    dnsName: tracedBase(input, host.host),
    recordType: 'CNAME',
    recordTTL: from.settings.ttlSeconds,
    setIdentifier: traced.name,
    targets: [target(input, host, cluster)],
    providerSpecific: [choice, { name: 'aws/health-check-id', value: check }],
  }
}

/** For providers without set identifiers: the addresses of all regions in one answer. */
function sharedRecord(input: Input, host: PublishedHost): Tree {
  return {
    dnsName: tracedBase(input, host.host),
    recordType: 'A',
    recordTTL: input.from.settings.ttlSeconds,
    targets: input.clusters.map((cluster) => target(input, host, cluster)),
  }
}
