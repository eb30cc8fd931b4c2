import type { ObservedRoundTrips } from './geo.ts'

/** What a probe last said of a service, and how long ago. */
export interface ObservedService {
  /** Voters in the member list, dead ones included. */
  readonly voters?: number
  /** How many voters may fail now. */
  readonly tolerance?: number
  /** Members that are alive. */
  readonly live?: number
  readonly ageSeconds: number
}

/** What clusters say of themselves; empty where nobody was asked. `notes` names what could not be used, and why. */
export interface ObservedPlatform {
  readonly services: ReadonlyMap<string, ObservedService>
  /** Between clusters, in milliseconds, as the tunnel measures them. */
  readonly roundTrips: ObservedRoundTrips
  readonly notes: readonly string[]
}

export const NOTHING_OBSERVED: ObservedPlatform = { services: new Map(), roundTrips: new Map(), notes: [] }
