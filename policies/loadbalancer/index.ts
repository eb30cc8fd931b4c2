import type { Component } from '../../engine/model/component.ts'
import { accountsPolicy, readerPolicy } from './accounts.ts'
import { actionsPolicy } from './actions.ts'
import { checkLoadBalancer } from './checks.ts'
import { recordsPolicy } from './external-dns.ts'
import { hubHealth } from './health.ts'
import { ingressPolicy, memberHealth } from './ingress.ts'
import type { Input } from './input.ts'
import { providerOf } from './input.ts'
import { regionSteps } from './region-steps.ts'
import { operatorPolicy, zonePolicy } from './route53.ts'
import type { LoadBalancerSettings } from './settings.ts'
import { loadBalancerSettings } from './settings.ts'
import { globalEntry } from './stretched.ts'

/** One DNS name for all regions, published from the hub and answered without it. */
export const loadbalancer: Component<LoadBalancerSettings> = {
  name: 'loadbalancer',
  summary: 'Global DNS names that answer with healthy regions: Route 53 by operator, or ExternalDNS records',
  needs: [],
  stateful: false,
  provides: ['global-entry'],
  settings: loadBalancerSettings,
  expand: (input) => [
    ...(providerOf(input) === 'external-dns' ? [recordsPolicy(input)] : operatorPolicies(input)),
    actionsPolicy(input),
    ...hubHealth(input),
    ...input.clusters.flatMap((cluster) => [ingressPolicy(input, cluster), memberHealth(input, cluster)]),
  ],
  check: checkLoadBalancer,
  entry: globalEntry,
  regionSteps,
}

function operatorPolicies(input: Input) {
  return [operatorPolicy(input), accountsPolicy(input), zonePolicy(input), ...input.clusters.map(readerPolicy)]
}
