import type { CheckResult } from '../../engine/model/component.ts'
import { sumOf } from '../../engine/model/failover.ts'
import { GLOBAL_ROUTE_LABEL, loadBalancerAlias } from '../../engine/model/platform.ts'
import { publishedHosts } from './external-dns.ts'
import type { Input } from './input.ts'
import { providerOf } from './input.ts'
import { globalEntry } from './stretched.ts'

const SETTINGS = '/spec/components/loadbalancer'

export function checkLoadBalancer(input: Input): readonly CheckResult[] {
  const isOperator = providerOf(input) === 'global-load-balancer-operator'
  return [
    ...(isOperator
      ? [...aliases(input), ...foreignClouds(input)]
      : [...nothingPublished(input), ...noHealthChecks(input)]),
    ...withoutEffect(input),
    ...recoveryTime(input),
    ...singleRouter(input),
    ...controlPlaneRegion(input),
  ]
}

/** The operator's names have no hyphens, and two clusters must not become one. */
function aliases({ clusters }: Input): readonly CheckResult[] {
  return clusters.flatMap((cluster, index): readonly CheckResult[] => {
    const alias = loadBalancerAlias(cluster.name)
    const other = clusters.slice(0, index).find((each) => loadBalancerAlias(each.name) === alias)
    if (!other) return []
    return [
      {
        rule: 'loadbalancer/alias-collision',
        severity: 'error',
        pointer: `/spec/clusters/${index}/name`,
        message: `${cluster.name} and ${other.name} have the same load balancer name ${alias}, which knows no hyphens`,
        hint: 'rename one of them so that they differ in more than hyphens',
      },
    ]
  })
}

function foreignClouds({ clusters }: Input): readonly CheckResult[] {
  const foreign = clusters.filter((each) => each.cloud !== 'aws')
  if (foreign.length === 0) return []
  return [
    {
      rule: 'loadbalancer/foreign-cloud',
      severity: 'error',
      pointer: `${SETTINGS}/provider`,
      message: `the operator publishes AWS endpoints in Route 53; ${foreign.length} of ${clusters.length} clusters run elsewhere: ${foreign.map((each) => `${each.name} (${each.cloud})`).join(', ')}.`,
      hint: 'use provider: external-dns',
    },
  ]
}

function nothingPublished(input: Input): readonly CheckResult[] {
  if (publishedHosts(input).length > 0) return []
  return [
    {
      rule: 'loadbalancer/nothing-published',
      severity: 'warning',
      pointer: SETTINGS,
      message: 'the environment has neither vault nor database, and no hosts are named: 0 names are published',
      hint: 'name the hosts of your own applications in hosts',
    },
  ]
}

/** What only one of the providers reads; the operator publishes whatever Route carries its label. */
function withoutEffect(input: Input): readonly CheckResult[] {
  const { hosts, dns, policy } = input.settings
  if (providerOf(input) === 'external-dns') return policy === 'Latency' ? [] : [answersByWeight(policy)]
  const given = [...(hosts.length > 0 ? ['hosts'] : []), ...(dns === 'other' ? ['dns'] : [])]
  return given.map((setting) => ({
    rule: 'loadbalancer/without-effect',
    severity: 'warning',
    pointer: `${SETTINGS}/${setting}`,
    message: `${setting} is read with provider external-dns only, and this environment is published by the operator: it has no effect`,
    hint: `remove it, or set provider: external-dns; the operator publishes every Route that carries the label ${GLOBAL_ROUTE_LABEL.key}: ${GLOBAL_ROUTE_LABEL.value}`,
  }))
}

function answersByWeight(policy: string): CheckResult {
  return {
    rule: 'loadbalancer/without-effect',
    severity: 'warning',
    pointer: `${SETTINGS}/policy`,
    message: `policy: ${policy} is read by the global load balancer operator only: ExternalDNS gets records of equal weight, so that users reach any healthy region`,
    hint: 'remove it: Latency sends users of clusters on AWS to the nearest region, others to any',
  }
}

function noHealthChecks({ settings }: Input): readonly CheckResult[] {
  const { dns, recoverySeconds } = settings
  if (dns === 'route53') return []
  const promised =
    recoverySeconds === undefined ? '' : `, and recoverySeconds promises ${recoverySeconds} s, which nothing can keep`
  return [
    {
      rule: 'loadbalancer/no-health-checks',
      severity: recoverySeconds === undefined ? 'warning' : 'error',
      pointer: `${SETTINGS}/dns`,
      message: `dns: other publishes all regions in one record; a dead region stays in it until somebody takes it out${promised}`,
      hint: `use Route 53, or clients that try every address${recoverySeconds === undefined ? '' : ' and no recoverySeconds'}`,
    },
  ]
}

/** Rule G9: T_dns with all its terms, as `simulate` and runbooks say it. */
function recoveryTime(input: Input): readonly CheckResult[] {
  const { failover, target } = globalEntry(input)
  if (failover === undefined || target === undefined) return []
  const total = sumOf(failover).max
  if (total <= target.seconds) return []
  const terms = failover.map((each) => `${each.seconds.max} s ${each.name}`).join(' + ')
  return [
    {
      rule: 'loadbalancer/recovery-time',
      severity: 'error',
      pointer: target.pointer,
      message: `users may see a dead region for ${total} s (${terms}), more than ${target.seconds} s`,
      hint: `promise ${total} s or more, or lower healthCheck or ttlSeconds; T_publish and T_client stay whatever is set: for less let clients try all regions`,
    },
  ]
}

function singleRouter({ settings }: Input): readonly CheckResult[] {
  if (settings.ingress.replicas >= 2) return []
  return [
    {
      rule: 'loadbalancer/single-router',
      severity: 'error',
      pointer: `${SETTINGS}/ingress/replicas`,
      message: `${settings.ingress.replicas} router pod a cluster: losing one node takes a region off the global names`,
      hint: 'set ingress.replicas to 2 or more',
    },
  ]
}

/** Route 53 answers everywhere, but its changes are made in us-east-1: what is published must do without changes. */
function controlPlaneRegion(input: Input): readonly CheckResult[] {
  const index = input.clusters.findIndex((each) => each.cloud === 'aws' && each.region === 'us-east-1')
  const isRoute53 = providerOf(input) === 'global-load-balancer-operator' || input.settings.dns === 'route53'
  if (index < 0 || !isRoute53) return []
  return [
    {
      rule: 'loadbalancer/control-plane-region',
      severity: 'info',
      pointer: `/spec/clusters/${index}/region`,
      message:
        'losing us-east-1 may also stop changes of Route 53 records; published records and their health checks go on',
      hint: 'keep DNS changes out of the recovery plan of this region',
    },
  ]
}
