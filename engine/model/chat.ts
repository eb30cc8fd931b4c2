import type { PolicySeverity } from './component.ts'
import type { QuietHours } from './quiet-hours.ts'

/** `escalated`: open for too long, told elsewhere; `alive`: nothing happened, and somebody looked. */
export type AlertEvent = 'opened' | 'changed' | 'resolved' | 'stale' | 'escalated' | 'alive'

/** A message about the life of a drift or of an incident. `id` is the same however often it is sent; people see it. */
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
  /** The same in all messages about one drift from its opening to its end; absent where it speaks of many. */
  readonly life?: string
  /** Whose life it is. */
  readonly about?: 'drift' | 'incident'
  /** When that life began, RFC 3339 UTC. */
  readonly since?: string
}

/** What stays open for so long is told to another chat as well. */
export interface Escalation {
  readonly afterMinutes: number
  /** Name of a chat. */
  readonly to: string
  readonly minimumSeverity: PolicySeverity
}

/** What a chat is told, and when. What is absent limits nothing. */
export interface ChatRoute {
  readonly minimumSeverity?: PolicySeverity
  readonly environments?: readonly string[]
  readonly events?: readonly AlertEvent[]
  /** What is not critical waits until they are over. */
  readonly quietHours?: readonly QuietHours[]
  /** What is not critical waits for so long, and comes as one message. */
  readonly digestMinutes?: number
  readonly escalate?: Escalation
}

/** A chat as far as deciding needs it. */
export interface Addressee {
  readonly name: string
  /** Who is told what here, and when; everything at once where absent. */
  readonly route?: ChatRoute
}

/** Port: where people are told. A name is used once. */
export interface Chat extends Addressee {
  /**
   * Resolves when the message was accepted, with the handle of the message that carries its life where the place has
   * such: it comes back as `thread` with the next alert of that life. A handle is no secret.
   */
  send(alert: Alert, thread?: string): Promise<string | undefined>
  /** Only where the place forgets what is not repeated, and groups by itself: takes what is open and what has ended, together. */
  showAll?(alerts: readonly Alert[]): Promise<void>
}
