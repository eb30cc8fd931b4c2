/** Whose form a delivery has; `generic` is our own, the one that the webhook chat sends. */
export const HOOK_SENDERS = ['github', 'gitea', 'gitlab', 'generic'] as const
export type HookSender = (typeof HOOK_SENDERS)[number]

/** A request as it came: header names in lower case, the body untouched. */
export interface Delivery {
  readonly sender: HookSender
  readonly headers: ReadonlyMap<string, string>
  readonly body: Uint8Array
}

/** How a pull request moved on. */
export type PullChange = 'opened' | 'updated' | 'closed' | 'merged'

/** What a delivery is about: enough to say who has work to do, never what the work is. The truth is read again from Git and the forge. */
export type WebhookEvent =
  | { readonly type: 'pushed'; readonly branch: string }
  | { readonly type: 'pull-changed'; readonly number: number; readonly change: PullChange }
  | { readonly type: 'commented'; readonly number: number; readonly by: string }
  /** Boxes that this person ticked in a proposal's text: a forge says who did only here. */
  | { readonly type: 'item-ticked'; readonly number: number; readonly by: string; readonly items: readonly string[] }
  /** A merge queue waits for the checks of a commit that it built towards that base. */
  | { readonly type: 'queued'; readonly base: string }
  | { readonly type: 'checked'; readonly commit: string; readonly name: string }
  /** Nothing to do: a ping, a tag, an issue. */
  | { readonly type: 'other'; readonly what: string }

/** A delivery that is what it says: its id, and the digest by which the same body is known again under another id. */
export interface ReadDelivery {
  readonly outcome: 'read'
  readonly id: string
  readonly digest: string
  readonly event: WebhookEvent
}

/** `forged`: nothing of it was parsed. `late`: signed, but too long ago. `malformed`: signed, and yet not readable. */
export interface RefusedDelivery {
  readonly outcome: 'forged' | 'late' | 'malformed'
  readonly reason: string
}

/** A body larger than this is refused before it is read on. */
export const BODY_LIMIT = 5 * 1024 * 1024
/** A delivery whose signature covers its time is refused when it is older or newer than this. */
export const REPLAY_WINDOW_SECONDS = 300
