import type { AlertState, OwedAlert } from '../model/alert-state.ts'
import { threadKey } from '../model/alert-state.ts'
import type { Alert, Chat } from '../model/chat.ts'
import { dueFor, joinAlerts, openFor } from '../model/delivery.ts'
import { Failure } from '../model/failure.ts'
import type { HistoryEvent } from '../model/history.ts'
import { eventOf } from '../model/history.ts'
import type { History, HistoryState } from '../model/history-state.ts'

export interface AlertRequest {
  readonly chats: readonly Chat[]
  readonly history: History
  /** The time, RFC 3339 UTC. */
  readonly now: () => string
  /** Asked for when the first message is: none is begun after it, and what is left stays owed. */
  readonly deadline?: () => AbortSignal
}

export interface Delivered {
  readonly sent: readonly { readonly alert: Alert; readonly chat: string }[]
  /** Chats that did not take a message; what they are owed is tried again next time. */
  readonly failed: readonly { readonly alert: Alert; readonly chat: string; readonly failure: Failure }[]
}

/** So many messages that a chat refuses for what they are, and it gets no more this time. */
const MOST_REFUSALS = 3

/**
 * Sends what the history says is owed, to all chats at once, each at its own pace. Each message is recorded as sent
 * right after it was, one by one, so a crash between repeats one message a chat at most, under the same id. A chat that
 * fails keeps its messages in order for the next time and holds up no other chat; a message that it refuses holds up
 * only what else there is of the same life.
 */
export async function deliverAlerts({ chats, history, now, deadline }: AlertRequest): Promise<Delivered> {
  const state = await history.read()
  const record = inTurn(history, now)
  const over = deadline?.()
  const outcomes = await Promise.allSettled(
    chats.map((chat) => {
      const delivery = { chat, state, record, now, deadline: over }
      return chat.showAll ? showTo({ ...delivery, showAll: chat.showAll }) : sendTo(delivery)
    }),
  )
  const bug = outcomes.find((each) => each.status === 'rejected')
  if (bug) throw bug.reason
  const all = outcomes.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  return { sent: all.flatMap((each) => each.sent), failed: all.flatMap((each) => each.failed) }
}

type Record = (decide: (owed: readonly OwedAlert[]) => readonly HistoryEvent[]) => Promise<void>

interface Delivery {
  readonly chat: Chat
  readonly state: HistoryState
  readonly record: Record
  readonly now: () => string
  readonly deadline: AbortSignal | undefined
}

async function sendTo({ chat, state, record, now, deadline }: Delivery): Promise<Delivered> {
  const sent: Delivered['sent'][number][] = []
  const failed: Delivered['failed'][number][] = []
  const threads = new Map(state.threads)
  const stuck = new Set<string>()
  for (const group of dueFor(chat, state.owed, now())) {
    if (deadline?.aborted || failed.length >= MOST_REFUSALS) break
    const alert = await asOne(group, chat, record, now())
    const key = alert.life === undefined ? undefined : threadKey(chat.name, alert.life)
    if (key !== undefined && stuck.has(key)) continue
    const outcome = await attempt(() => chat.send(alert, key === undefined ? undefined : threads.get(key)))
    if (outcome instanceof Failure) {
      failed.push({ alert, chat: chat.name, failure: outcome })
      if (outcome.retry) break
      if (key !== undefined) stuck.add(key)
      continue
    }
    const { value: handle } = outcome
    if (handle !== undefined && key !== undefined) threads.set(key, handle)
    await record((owed) => sentEvents(owed, [alert], chat.name, now(), handle))
    sent.push({ alert, chat: chat.name })
  }
  return { sent, failed }
}

/** What is open is shown again each time, with what is owed. */
async function showTo(delivery: Delivery & { readonly showAll: NonNullable<Chat['showAll']> }): Promise<Delivered> {
  const { chat, state, record, now, deadline, showAll } = delivery
  const owed = state.owed.flatMap(({ alert, chats }) => (chats.includes(chat.name) ? [alert] : []))
  const news = new Map([...openFor(state, chat, now()), ...owed].map((each) => [each.life ?? each.id, each]))
  const all = [...news.values()]
  const [first] = all
  if (first === undefined || deadline?.aborted) return { sent: [], failed: [] }
  const outcome = await attempt(() => showAll(all))
  if (outcome instanceof Failure) return { sent: [], failed: [{ alert: first, chat: chat.name, failure: outcome }] }
  if (owed.length > 0) await record((still) => sentEvents(still, owed, chat.name, now()))
  return { sent: owed.map((alert) => ({ alert, chat: chat.name })), failed: [] }
}

/** Several alerts are recorded as one before it is sent. */
async function asOne(group: readonly OwedAlert[], chat: Chat, record: Record, time: string): Promise<Alert> {
  const [only, ...more] = group.map((each) => each.alert)
  if (only && more.length === 0) return only
  const alerts = group.map((each) => each.alert)
  const alert = joinAlerts(alerts)
  const of = alerts.map((each) => each.id)
  await record(() => [eventOf(alert.environment, { type: 'alerts-joined', time, alert, of, chat: chat.name })])
  return alert
}

function sentEvents(
  owed: AlertState['owed'],
  alerts: readonly Alert[],
  chat: string,
  time: string,
  handle?: string,
): readonly HistoryEvent[] {
  const isOwed = (id: string) => owed.some((each) => each.alert.id === id && each.chats.includes(chat))
  const more = handle === undefined ? {} : { handle }
  return alerts
    .filter(({ id }) => isOwed(id))
    .map(({ id, environment }) => eventOf(environment, { type: 'alert-sent', time, alert: id, chat, ...more }))
}

async function attempt<T>(work: () => Promise<T>): Promise<{ readonly value: T } | Failure> {
  try {
    return { value: await work() }
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
}

/** One append after another, each with all that is waiting: chats that are told at the same time would only race each other. */
function inTurn(history: History, now: () => string): Record {
  const waiting: Parameters<Record>[0][] = []
  const queue = { last: Promise.resolve() }
  const appendAll = async () => {
    const decisions = waiting.splice(0)
    if (decisions.length > 0) await history.append((state) => decisions.flatMap((decide) => decide(state.owed)), now())
  }
  return (decide) => {
    waiting.push(decide)
    const mine = queue.last.then(appendAll)
    // What fails for one is found by all who waited for it, since their turn is this one or an empty later one.
    queue.last = mine
    return mine
  }
}
