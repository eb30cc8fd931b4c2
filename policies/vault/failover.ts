import { raftFailover } from '../../engine/model/failover.ts'
import type { Term } from '../../engine/model/stretched.ts'

/** Vault pings the leader that it passes requests on to after 10 s of silence, and gives the connection up 20 s later. */
const FORWARDING_SECONDS = 30

/**
 * What Vault adds to `raftFailover` where a region falls silent: the node that is elected waits, before it is active, until the
 * requests that it had passed on to the lost leader have ended (vault/core.go: standardUnsealStrategy; vault/request_forwarding.go:
 * ForwardRequest, refreshRequestForwardingConnection). They end when their client gives up, after `maxRequestSeconds` where
 * that is set, and else with the connection.
 */
export function vaultFailover(multiplier: number, roundTripMs: number, maxRequestSeconds?: number): readonly Term[] {
  const [noticed, elected, ...rest] = raftFailover(multiplier, roundTripMs)
  if (noticed === undefined || elected === undefined) return rest
  const left = FORWARDING_SECONDS - noticed.seconds.max - elected.seconds.max
  if (left <= 0) return [noticed, elected, ...rest]
  const isCut = maxRequestSeconds !== undefined && maxRequestSeconds < left
  const waiting: Term = {
    name: 'requests passed on to the lost leader',
    seconds: { min: 0, max: isCut ? maxRequestSeconds : left },
    source: isCut
      ? `with clients that wait for longer: Vault ends a request after maxRequestSeconds ${maxRequestSeconds}`
      : `with clients that wait for longer: Vault gives such requests up ${FORWARDING_SECONDS} s after the leader's last word, or earlier where vault.maxRequestSeconds says so`,
  }
  return [noticed, elected, waiting, ...rest]
}
