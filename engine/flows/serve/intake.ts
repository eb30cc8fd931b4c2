import { Failure } from '../../model/failure.ts'
import type { HttpAnswer } from '../../model/http-answer.ts'
import type { Log } from '../../model/log.ts'
import type { Metrics } from '../../model/metrics.ts'
import { isOurCheck } from '../../model/named-checks.ts'
import type { SeenDeliveries } from '../../model/seen-deliveries.ts'
import type { Delivery, HookSender, RefusedDelivery, WebhookEvent } from '../../model/webhook.ts'
import { readDelivery } from '../../stages/webhooks.ts'

export interface IntakeInput {
  /** Whose webhooks are taken: the forge's own, and those of our own form. */
  readonly senders: readonly HookSender[]
  /** None: no webhooks are taken at all. */
  readonly secrets: readonly string[]
  readonly seen: SeenDeliveries
  readonly defaultBranch: string
  /** RFC 3339 UTC. */
  readonly now: () => string
  readonly log: Log
  readonly metrics: Metrics
  /** Queues the work, at once. */
  readonly onEvent: (reason: string) => void
  /** Keeps who ticked what; throws a Failure where that cannot be done here and now. */
  readonly recordTicks: (event: Ticked) => Promise<void>
  /** Resolves when the sender has waited long enough. */
  readonly patience: () => Promise<'late'>
}

export type Ticked = Extract<WebhookEvent, { type: 'item-ticked' }>

const REFUSED: Readonly<Record<RefusedDelivery['outcome'], HttpAnswer['status']>> = {
  forged: 401,
  late: 401,
  malformed: 400,
}

/**
 * One delivery: verified, known again, and turned into a reason for work. Only who ticked a box is kept before the answer,
 * since no forge can be asked for it again: where that fails the sender is told, and may send it once more.
 */
export async function takeDelivery(delivery: Delivery, input: IntakeInput): Promise<HttpAnswer> {
  const { sender } = delivery
  if (input.secrets.length === 0 || !input.senders.includes(sender)) {
    return answer(input, sender, 'off', 404, { error: `no webhooks of ${sender} are taken here` })
  }
  const read = readDelivery(delivery, input.secrets, input.now())
  if (read.outcome !== 'read') {
    input.log.warn('webhook-refused', { sender, outcome: read.outcome, reason: read.reason })
    return answer(input, sender, read.outcome, REFUSED[read.outcome], { error: read.reason })
  }
  const keys = [`${sender} ${read.id}`, `${sender} ${read.digest}`]
  if (!input.seen.take(keys)) return answer(input, sender, 'duplicate', 200, { duplicate: true })
  const reason = reasonFor(read.event, input.defaultBranch)
  input.log.info('webhook', { sender, delivery: read.id, type: read.event.type, reason: reason ?? 'nothing to do' })
  if (reason === undefined) return answer(input, sender, 'nothing-to-do', 202, { queued: false })
  if (read.event.type === 'item-ticked' && !(await isKept(read.event, input))) {
    input.seen.forget(keys)
    return answer(input, sender, 'not-kept', 503, { error: 'who ticked could not be kept; send it again' })
  }
  input.onEvent(`${reason} (${sender} ${read.id})`)
  return answer(input, sender, 'queued', 202, { queued: true })
}

async function isKept(event: Ticked, { recordTicks, patience, log }: IntakeInput): Promise<boolean> {
  const keeping = recordTicks(event).catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error
    log.warn('tick-not-kept', { number: event.number, code: error.code, message: error.message, hint: error.hint })
    return 'failed' as const
  })
  return (await Promise.race([keeping, patience()])) !== 'failed'
}

/** Why an event means work; undefined where it means none: our own branches and checks would keep us going round. */
export function reasonFor(event: WebhookEvent, defaultBranch: string): string | undefined {
  switch (event.type) {
    case 'pushed':
      return event.branch === defaultBranch ? `push to ${defaultBranch}` : undefined
    case 'queued':
      return event.base === defaultBranch ? `merge queue of ${defaultBranch}` : undefined
    case 'pull-changed':
      return `pull request ${event.number} ${event.change}`
    case 'commented':
      return `comment on ${event.number}`
    case 'item-ticked':
      return `tick on ${event.number}`
    case 'checked':
      return isOurCheck(event.name) ? undefined : 'a check'
    case 'other':
      return undefined
  }
}

function answer(
  { metrics }: IntakeInput,
  sender: HookSender,
  outcome: string,
  status: HttpAnswer['status'],
  body: HttpAnswer['body'],
): HttpAnswer {
  metrics.add('isthmus_webhooks_total', { sender, outcome })
  return { status, body }
}
