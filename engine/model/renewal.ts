import type { Environment } from './environment.ts'
import { textAt } from './json.ts'
import { settingsOf } from './settings-of.ts'

/** cert-manager waits 1, 2 and 4 hours before its first three retries (blueprint section 7). */
const RETRY_HOURS = 7
const RELOAD_HOURS = 1
/** Longest outage of an issuer that no certificate may notice, unless the certificates component says another. */
export const TOLERATED_OUTAGE = '72h'

interface LeastRenewal {
  readonly hours: number
  readonly retryHours: number
  /** As the settings say it. */
  readonly outage: string
}

/** Rule G7: a third of the life, and three attempts after an outage of the issuer and an hour to reload. */
export function leastRenewal(environment: Environment, lifeHours: number): LeastRenewal {
  const outage = textAt(settingsOf(environment, 'certs'), 'toleratedIssuerOutage') ?? TOLERATED_OUTAGE
  const hours = Math.max(Math.ceil(lifeHours / 3), RETRY_HOURS + Number(outage.slice(0, -1)) + RELOAD_HOURS)
  return { hours, retryHours: RETRY_HOURS, outage }
}
