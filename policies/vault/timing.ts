import type { VaultSettings } from './settings.ts'

/** Election timeouts must be ten round trips at least, and one step of the multiplier is 500 ms of leader lease (rule G6). */
export function leastMultiplier(roundTripMs: number): number {
  return Math.min(10, Math.max(1, Math.ceil((10 * roundTripMs) / 500)))
}

export function multiplierOf(settings: VaultSettings): number {
  return settings.performanceMultiplier ?? leastMultiplier(settings.roundTripMs)
}
