import { dnsFailover } from '../../engine/model/failover.ts'
import { globalHosts } from '../../engine/model/global-hosts.ts'
import type { GlobalEntry } from '../../engine/model/stretched.ts'
import { publishedHosts } from './external-dns.ts'
import type { Input } from './input.ts'
import { providerOf } from './input.ts'

const POINTER = '/spec/components/loadbalancer'

/** The published names. Without health checks nothing takes a dead region out, so that no time can be stated. */
export function globalEntry(input: Input): GlobalEntry {
  const { environment, settings } = input
  const isOperator = providerOf(input) === 'global-load-balancer-operator'
  const services = new Map(globalHosts(environment).map(({ host, component }) => [host, component]))
  const published = isOperator ? globalHosts(environment) : publishedHosts(input)
  const { ttlSeconds, healthCheck, recoverySeconds } = settings
  return {
    pointer: POINTER,
    hosts: published.map(({ host }) => {
      const service = services.get(host)
      return service === undefined ? { host } : { host, service }
    }),
    ...(isOperator || settings.dns === 'route53' ? { failover: dnsFailover({ ...healthCheck, ttlSeconds }) } : {}),
    ...(recoverySeconds === undefined
      ? {}
      : { target: { seconds: recoverySeconds, pointer: `${POINTER}/recoverySeconds` } }),
  }
}
