import type { Span, Term } from './stretched.ts'

/** T of rule G9: best cases and worst cases added up. */
export function sumOf(terms: readonly Term[]): Span {
  const add = (end: keyof Span) => rounded(terms.reduce((sum, each) => sum + each.seconds[end], 0))
  return { min: add('min'), max: add('max') }
}

/** The longest of several spans that run at the same time. */
export function longestOf(spans: readonly Span[]): Span {
  const most = (end: keyof Span) => Math.max(0, ...spans.map((each) => each[end]))
  return { min: most('min'), max: most('max') }
}

export function rounded(seconds: number): number {
  return Math.round(seconds * 100) / 100
}

/**
 * A Raft group whose timeouts are `multiplier` seconds (rule G9): heartbeat timeout, then election, then the new leader makes
 * itself ready. A follower looks at the last heartbeat when a timer of one to two timeouts ends, and starts that timer anew however
 * fresh the heartbeat is: it may look just before the timeout and then not for two more. Until then it votes for nobody
 * (hashicorp/raft, raft.go: runFollower, requestVote, requestPreVote), so what counts is the last of a quorum to notice.
 */
export function raftFailover(multiplier: number, roundTripMs: number): readonly Term[] {
  return [
    {
      name: 'heartbeat timeout',
      seconds: { min: multiplier, max: 3 * multiplier },
      source: `1 s x performance multiplier ${multiplier}, looked at once or twice in that time, until a quorum has noticed`,
    },
    {
      name: 'election',
      seconds: { min: rounded(roundTripMs / 1000), max: 2 * multiplier },
      source: `one round trip of ${roundTripMs} ms, up to twice 1 s x ${multiplier} where votes split once`,
    },
    { name: 'taking over', seconds: { min: 0.1, max: 2 }, source: 'assumed for loading state as the active node' },
  ]
}

/**
 * Next write after the leader's whole region was killed or cut off, fitted to twelve runs of nine nodes in three regions
 * (multiplier 5: 9.4 to 13.5 s, multiplier 1: 2.0 to 3.3 s, loopback).
 */
export function expectedRaftFailover(multiplier: number): Span {
  return { min: rounded(1.86 * multiplier + 0.1), max: rounded(2.55 * multiplier + 0.75) }
}

export interface DnsTiming {
  readonly intervalSeconds: number
  readonly failureThreshold: number
  readonly ttlSeconds: number
}

/** Rule G9: T_dns = T_probe + T_publish + TTL + T_client. */
export function dnsFailover({ intervalSeconds, failureThreshold, ttlSeconds }: DnsTiming): readonly Term[] {
  return [
    {
      name: 'T_probe',
      seconds: { min: intervalSeconds * (failureThreshold - 1), max: intervalSeconds * failureThreshold },
      source: `a health check every ${intervalSeconds} s, ${failureThreshold} failures`,
    },
    { name: 'T_publish', seconds: { min: 5, max: 60 }, source: 'assumed for name servers to answer otherwise' },
    { name: 'TTL', seconds: { min: 0, max: ttlSeconds }, source: `resolvers keep an answer ${ttlSeconds} s` },
    { name: 'T_client', seconds: { min: 0, max: 30 }, source: 'assumed for connection timeouts and caches of clients' },
  ]
}
