import type { PolicyDraft, TemplateDraft } from '../../engine/model/component.ts'
import { globalDomain } from '../../engine/model/platform.ts'
import { confirmAction, inputAction, mustHave, secretAction } from '../../engine/model/template-drafts.ts'
import { addressKey, healthCheckKey, needsAddress, publishedHosts } from './external-dns.ts'
import type { Input } from './input.ts'
import { providerOf } from './input.ts'
import { ZONE_INPUT } from './route53.ts'

/** Steps that only a person can take before global names work. */
export function actionsPolicy(input: Input): PolicyDraft {
  const steps = providerOf(input) === 'external-dns' ? externalDnsSteps(input) : operatorSteps(input)
  return {
    name: 'loadbalancer-actions',
    description: 'One-time steps of the global load balancer: delegation, credentials, inputs.',
    target: 'hub',
    severity: 'medium',
    templates: [delegation(input), ...steps],
  }
}

/** Whether the world asks our zone is not in any Kubernetes object. */
function delegation({ environment }: Input): TemplateDraft {
  const domain = globalDomain(environment)
  const todo = `delegate ${domain} in the zone ${environment.spec.domain.base}, until "dig NS ${domain}" answers with the name servers of the global zone.`
  return confirmAction(environment, 'delegation', 'global-zone-delegated', todo)
}

function operatorSteps({ environment, settings }: Input): readonly TemplateDraft[] {
  const rights =
    'aws_access_key_id and aws_secret_access_key of an identity that may change records of the global zone, health checks and traffic policies, and nothing else.'
  return [
    secretAction('credentials', environment.spec.hub.namespace, settings.credentialsSecret, rights),
    ...(settings.zoneId === undefined
      ? [inputAction(environment, ZONE_INPUT, `the id of the hosted zone ${globalDomain(environment)}.`)]
      : []),
  ]
}

function externalDnsSteps(input: Input): readonly TemplateDraft[] {
  const { environment, settings, clusters } = input
  const served = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'dnsendpoints.externaldns.k8s.io' },
  }
  const install = mustHave('external-dns', 'action', [served], {
    customMessage: {
      noncompliant: `Action needed: run ExternalDNS on the hub with source crd for ${globalDomain(environment)}.`,
    },
  })
  const kind = settings.dns === 'route53' ? 'host name (the record is a CNAME: no IP address)' : 'IP address'
  const keys = publishedHosts(input).flatMap((host) =>
    clusters.flatMap(({ name }) => [
      ...(needsAddress(input, host)
        ? [[addressKey(host, name), `the ${kind} by which ${host.host} reaches ${name}.`] as const]
        : []),
      ...(settings.dns === 'route53'
        ? [
            [
              healthCheckKey(host, name),
              `the Route 53 health check of ${host.host} in ${name}; it asks without a login.`,
            ] as const,
          ]
        : []),
    ]),
  )
  return [install, ...[...new Map(keys)].map(([key, todo]) => inputAction(environment, key, todo))]
}
