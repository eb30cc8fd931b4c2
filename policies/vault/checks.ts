import type { CheckResult } from '../../engine/model/component.ts'
import { checkOddVoters, checkQuorum, checkZones } from '../../engine/model/members.ts'
import { escapeToken } from '../../engine/model/pointer.ts'
import { leastRenewal } from '../../engine/model/renewal.ts'
import { listenerNames } from './addresses.ts'
import { renewBefore } from './certificates.ts'
import { isCronSchedule } from './cron-schedule.ts'
import type { VaultInput } from './input.ts'
import { checkSeal } from './seal-checks.ts'
import { leastMultiplier, multiplierOf } from './timing.ts'

const POINTER = '/spec/components/vault'
const DNS_NAME_LIMIT = 253
/** Round trips at which a stretched quorum gets slow, and too slow (rule G6). */
const SLOW_MS = 80
const TOO_SLOW_MS = 150

export function checkVault(input: VaultInput): readonly CheckResult[] {
  return [
    ...checkQuorum('vault', input),
    ...checkOddVoters('vault', input),
    ...checkZones('vault', input),
    ...primaryExists(input),
    ...roundTrip(input),
    ...multiplier(input),
    ...certificateLife(input),
    ...names(input),
    ...checkSeal(input),
    ...authorities(input),
    ...snapshotSchedule(input),
  ]
}

function primaryExists(input: VaultInput): readonly CheckResult[] {
  const { primary } = input.settings
  if (primary === undefined || input.clusters.some((each) => each.name === primary)) return []
  return [
    {
      rule: 'vault/primary-unknown',
      severity: 'error',
      message: `primary is ${primary}, which is no cluster of this environment: nobody would write Vault's configuration`,
      hint: `use one of ${input.clusters.map((each) => each.name).join(', ')}`,
      pointer: `${POINTER}/primary`,
    },
  ]
}

/** A mistyped cluster would silently get its authority from somewhere else. */
function authorities(input: VaultInput): readonly CheckResult[] {
  const known = input.clusters.map((each) => each.name)
  return Object.keys(input.settings.apiAuthorities ?? {})
    .filter((name) => !known.includes(name))
    .map((name) => ({
      rule: 'vault/unknown-authority',
      severity: 'error',
      message: `apiAuthorities names ${name}, which is no cluster of this environment (${known.join(', ')})`,
      hint: 'use the name of a cluster of spec.clusters',
      pointer: `${POINTER}/apiAuthorities/${escapeToken(name)}`,
    }))
}

function snapshotSchedule(input: VaultInput): readonly CheckResult[] {
  const { schedule } = input.settings.snapshots
  if (isCronSchedule(schedule)) return []
  return [
    {
      rule: 'vault/snapshot-schedule',
      severity: 'error',
      message: `${schedule} is no cron schedule: the API server would refuse the CronJob, and no snapshot would be taken`,
      hint: 'write minute (0-59), hour (0-23), day (1-31), month (1-12) and weekday (0-6), such as 17 */6 * * *, or @daily',
      pointer: `${POINTER}/snapshots/schedule`,
    },
  ]
}

function roundTrip(input: VaultInput): readonly CheckResult[] {
  const { roundTripMs } = input.settings
  if (roundTripMs <= SLOW_MS || input.clusters.length < 2) return []
  const isTooSlow = roundTripMs > TOO_SLOW_MS
  return [
    {
      rule: 'vault/round-trip',
      severity: isTooSlow ? 'error' : 'warning',
      message: `a round trip of ${roundTripMs} ms between regions is above ${isTooSlow ? TOO_SLOW_MS : SLOW_MS} ms: every write waits for the nearest region, and a failover for ten round trips`,
      hint: 'choose regions of which two are close to each other, or correct roundTripMs after measuring',
      pointer: `${POINTER}/roundTripMs`,
    },
  ]
}

function multiplier(input: VaultInput): readonly CheckResult[] {
  const { roundTripMs } = input.settings
  const chosen = multiplierOf(input.settings)
  if (chosen * 500 >= 10 * roundTripMs) return []
  return [
    {
      rule: 'vault/performance-multiplier',
      severity: 'error',
      message: `500 ms x performance_multiplier ${chosen} = ${500 * chosen} ms is less than ten round trips of ${roundTripMs} ms: leaders would lose their lease to latency alone`,
      hint: `use ${leastMultiplier(roundTripMs)} or more, or leave it out and let it be computed`,
      pointer: `${POINTER}/${input.settings.performanceMultiplier === undefined ? 'roundTripMs' : 'performanceMultiplier'}`,
    },
  ]
}

function certificateLife(input: VaultInput): readonly CheckResult[] {
  const duration = Number(input.settings.certificate.duration.slice(0, -1))
  const { hours: least, outage } = leastRenewal(input.environment, duration)
  const offsets = input.clusters.map((cluster) => renewBefore(input, cluster))
  const first = Math.min(...offsets)
  const last = Math.max(...offsets)
  const pointer = `${POINTER}/certificate/renewBefore`
  if (first < least) {
    return [
      {
        rule: 'vault/certificate-renewal',
        severity: 'error',
        message: `the listener certificate lives ${duration}h and is renewed ${first}h before its end; at least ${least}h are needed for a third of that, and three attempts after an outage of ${outage}`,
        hint: `set certificate.renewBefore to ${least}h or more`,
        pointer,
      },
    ]
  }
  if (last < duration) return []
  return [
    {
      rule: 'vault/certificate-renewal',
      severity: 'error',
      message: `with 24h between clusters the last one renews ${last}h before the end of a certificate of ${duration}h: without end`,
      hint: `set certificate.duration above ${last}h`,
      pointer: `${POINTER}/certificate/duration`,
    },
  ]
}

function names(input: VaultInput): readonly CheckResult[] {
  return listenerNames(input)
    .filter((name) => name.length > DNS_NAME_LIMIT || name.split('.').some((label) => label.length > 63))
    .slice(0, 1)
    .map((name) => ({
      rule: 'vault/host-too-long',
      severity: 'error' as const,
      message: `${name} has ${name.length} characters or a label above 63: no certificate can carry it (limit ${DNS_NAME_LIMIT})`,
      hint: 'use shorter cluster names or a shorter base domain',
      pointer: '/spec/clusters',
    }))
}
