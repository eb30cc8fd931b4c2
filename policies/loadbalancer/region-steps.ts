import { sumOf } from '../../engine/model/failover.ts'
import { HUB_CLUSTER } from '../../engine/model/plan.ts'
import { loadBalancerAlias } from '../../engine/model/platform.ts'
import type { RegionChange, RunbookStep, StepEvidence } from '../../engine/model/runbook.ts'
import { isRebuilt } from '../../engine/model/runbook.ts'
import { addressKey, healthCheckKey, needsAddress, publishedHosts } from './external-dns.ts'
import type { Input } from './input.ts'
import { providerOf, recordsNamespace } from './input.ts'
import { globalEntry } from './stretched.ts'

/** A region leaves the names first and enters them last. */
export function regionSteps(input: Input, change: RegionChange): readonly RunbookStep[] {
  return [
    ...(change.joining.length > 0 && !isRebuilt(change) ? [entered(input, change)] : []),
    ...(change.kind === 'retire' || (change.kind === 'replace' && !isChecked(input)) ? [takenOut(input, change)] : []),
    ...(change.kind === 'replace' && isChecked(input) ? [seenOut(input, change)] : []),
  ]
}

/** Whether something takes a dead region out of the answers without a person. */
function isChecked(input: Input): boolean {
  return globalEntry(input).failover !== undefined
}

function hostsOf(input: Input): readonly string[] {
  return (globalEntry(input).hosts ?? []).map((each) => each.host)
}

/** Seconds until nobody is led there any more; the TTL alone where nothing checks. */
function waitOf(input: Input): { readonly seconds: number; readonly sum: string } {
  const { failover } = globalEntry(input)
  if (failover === undefined)
    return { seconds: input.settings.ttlSeconds, sum: `TTL ${input.settings.ttlSeconds} s; no health check helps` }
  return {
    seconds: sumOf(failover).max,
    sum: `T_dns = ${failover.map((each) => `${each.name} ${each.seconds.max} s`).join(' + ')}`,
  }
}

function takenOut(input: Input, { leaving }: RegionChange): RunbookStep {
  const names = leaving.map((each) => each.name).join(', ')
  const hosts = hostsOf(input)
  const { seconds, sum } = waitOf(input)
  return {
    phase: 'unpublish',
    title: `Global names: take ${names} out of ${hosts.join(', ')} and wait ${seconds} s`,
    by: 'person',
    why: `${sum}: users leave before anything behind the names does`,
    commands: [
      ...(isChecked(input)
        ? [
            `aws route53 update-health-check --health-check-id <of ${names}, one for each name> --disabled --inverted   # counts as failing`,
          ]
        : [`take the addresses of ${names} out of the inputs on the hub`]),
      `sleep ${seconds}`,
      ...hosts.map((host) => `dig +short ${host}`),
    ],
    evidence: hosts.map((host) => ({
      object: `answers for ${host}`,
      says: `no address of ${names}, from two networks`,
      on: [],
    })),
    stops: [
      'the other regions cannot carry the load (more than 60 % busy, rule G15)',
      'clients that keep addresses longer than the TTL still arrive: wait until the routers see none',
    ],
  }
}

function entered(input: Input, { joining }: RegionChange): RunbookStep {
  const names = joining.map((each) => each.name)
  const namespace = recordsNamespace(input.environment)
  const isOperator = providerOf(input) === 'global-load-balancer-operator'
  const evidence: readonly StepEvidence[] = isOperator
    ? [
        {
          object: `GlobalRouteDiscovery ${namespace}/${input.environment.metadata.name}-routes`,
          says: `ReconcileSuccess, with ${names.map(loadBalancerAlias).join(', ')} in spec.clusters`,
          on: [HUB_CLUSTER],
        },
      ]
    : inputKeys(input, names).map((key) => ({
        object: `ConfigMap ${input.environment.spec.hub.namespace}/${input.environment.metadata.name}-inputs`,
        key,
        says: 'is there',
        on: [HUB_CLUSTER],
      }))
  return {
    phase: 'settle',
    title: `Global names: see ${names.join(', ')} answer`,
    by: 'rhacm',
    why: isChecked(input)
      ? 'a health check keeps the new region out of the answers until what is behind the names works there'
      : 'nothing checks: give its addresses only when what is behind the names works there',
    commands: hostsOf(input).map((host) => `dig +short ${host}`),
    evidence,
    stops: isOperator
      ? ['one Route that is not admitted, or one cluster that cannot be reached, fails the discovery for all clusters']
      : [`a Route of one of the names is not admitted on ${names.join(', ')}`],
  }
}

/** What the records of these clusters are completed with on the hub: health checks where something checks, and addresses. */
function inputKeys(input: Input, names: readonly string[]): readonly string[] {
  const keys = publishedHosts(input).flatMap((host) =>
    names.flatMap((name) => [
      ...(isChecked(input) ? [healthCheckKey(host, name)] : []),
      ...(needsAddress(input, host) ? [addressKey(host, name)] : []),
    ]),
  )
  return [...new Set(keys)]
}

function seenOut(input: Input, { leaving }: RegionChange): RunbookStep {
  const names = leaving.map((each) => each.name).join(', ')
  const { seconds, sum } = waitOf(input)
  return {
    phase: 'prepare',
    title: `Global names: see that nobody is led to ${names}`,
    by: 'person',
    why: `${sum}: the health checks took it out; the operator on the hub is blind while a cluster is dark and is not needed for it`,
    commands: hostsOf(input).map((host) => `dig +short ${host}`),
    evidence: hostsOf(input).map((host) => ({
      object: `answers for ${host}`,
      says: `no address of ${names} ${seconds} s after the loss`,
      on: [],
    })),
    stops: ['every region fails its check: then all of them are answered, and the check is what is wrong'],
  }
}
