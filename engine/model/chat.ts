import type { PolicySeverity } from './component.ts'

export type AlertEvent = 'opened' | 'changed' | 'resolved' | 'stale'

/** A message about a drift's life. `id` is the same however often it is sent; people see it. */
export interface Alert {
  readonly id: string
  readonly event: AlertEvent
  readonly environment: string
  readonly severity: PolicySeverity
  readonly title: string
  /** Lines of text; no markup, no secret. */
  readonly lines: readonly string[]
  readonly url?: string
  /** RFC 3339 UTC. */
  readonly time: string
}

/** Port: where people are told. Resolves when the message was accepted. */
export interface Chat {
  readonly name: string
  send(alert: Alert): Promise<void>
}
