import type { Environment } from './environment.ts'
import { at, textAt } from './json.ts'
import { DATABASE_NAMESPACE, globalDomain, VAULT_NAMESPACE } from './platform.ts'
import { settingsOf } from './settings-of.ts'

/** Service of type LoadBalancer for SQL, which cannot go through Routes (blueprint section 9). */
export const DATABASE_GLOBAL_SERVICE = 'cockroachdb-global'

/** One name that is the same in every region, and how to ask without a login whether a region may answer for it. */
export interface GlobalHost {
  readonly component: 'vault' | 'database'
  /** First label of the host. */
  readonly label: string
  readonly host: string
  readonly namespace: string
  /** Present where the host is a LoadBalancer Service of its own; the others are Routes of the cluster's ingress. */
  readonly service?: string
  readonly health: { readonly port: number; readonly path: string }
}

/** True only on an unsealed node, active or standby; `/ui/` would answer while sealed (blueprint section 5). */
export const VAULT_HEALTH_PATH = '/v1/sys/health?standbyok=true&perfstandbyok=true'
/** True only on a node that accepts SQL. */
export const DATABASE_HEALTH_PATH = '/health?ready=1'

/** The global names of an environment. Both who serves them and who publishes them read them here. */
export function globalHosts(environment: Environment): readonly GlobalHost[] {
  const hostOf = (label: string) => ({ label, host: `${label}.${globalDomain(environment)}` })
  const vault: GlobalHost = {
    component: 'vault',
    ...hostOf(textAt(settingsOf(environment, 'vault'), 'host') ?? 'vault'),
    namespace: VAULT_NAMESPACE,
    health: { port: 443, path: VAULT_HEALTH_PATH },
  }
  const webConsole: GlobalHost = {
    component: 'database',
    ...hostOf(textAt(settingsOf(environment, 'database'), 'host') ?? 'cockroachdb'),
    namespace: DATABASE_NAMESPACE,
    health: { port: 443, path: DATABASE_HEALTH_PATH },
  }
  const sql: GlobalHost = {
    component: 'database',
    ...hostOf('sql'),
    namespace: DATABASE_NAMESPACE,
    service: DATABASE_GLOBAL_SERVICE,
    health: { port: 8080, path: DATABASE_HEALTH_PATH },
  }
  const isSqlGlobal = at(settingsOf(environment, 'database'), 'sqlLoadBalancer') !== false
  const hosts = [vault, webConsole, ...(isSqlGlobal ? [sql] : [])]
  return hosts.filter((each) => settingsOf(environment, each.component) !== undefined)
}

/** What the load balancer's settings default to: ten seconds, three failures. */
export const HEALTH_CHECK = { intervalSeconds: 10, failureThreshold: 3 } as const

/**
 * The annotation by which a Route says how its health is asked for, without a login. The operator takes interval and threshold
 * of a Route from here and from nowhere else, so they are those of the load balancer's settings.
 */
export function healthCheckAnnotation(environment: Environment, host: string, path: string): Record<string, string> {
  const settings = at(settingsOf(environment, 'loadbalancer'), 'healthCheck')
  const numberOf = (key: keyof typeof HEALTH_CHECK): number => {
    const given = at(settings, key)
    return typeof given === 'number' ? given : HEALTH_CHECK[key]
  }
  const probe = {
    httpGet: { host, path, port: 443, scheme: 'HTTPS' },
    timeoutSeconds: 5,
    periodSeconds: numberOf('intervalSeconds'),
    successThreshold: 1,
    failureThreshold: numberOf('failureThreshold'),
  }
  return { 'global-load-balancer-operator.redhat-cop.io/health-check': JSON.stringify(probe) }
}
