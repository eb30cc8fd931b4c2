import type { Environment } from './environment.ts'

export type Pause = NonNullable<Environment['spec']['pause']>

/** The pause that holds at a time (RFC 3339 UTC), if any. One whose end does not parse holds: a typing error must not unfreeze. */
export function pauseAt(environment: Environment, now: string): Pause | undefined {
  const { pause } = environment.spec
  if (pause === undefined) return undefined
  const end = Date.parse(pause.until)
  return Number.isNaN(end) || end > Date.parse(now) ? pause : undefined
}
