import type { Alert, Chat } from '../model/chat.ts'
import { Failure } from '../model/failure.ts'
import { eventOf } from '../model/history.ts'
import type { History } from '../model/history-state.ts'

export interface AlertRequest {
  readonly chats: readonly Chat[]
  readonly history: History
  /** The time, RFC 3339 UTC. */
  readonly now: () => string
}

export interface Delivered {
  readonly sent: readonly { readonly alert: Alert; readonly chat: string }[]
  /** Chats that did not take a message; what they are owed is tried again next time. */
  readonly failed: readonly { readonly alert: Alert; readonly chat: string; readonly failure: Failure }[]
}

/**
 * Sends what the history says is owed. Each message is recorded as sent right after it was, one by one, so a crash
 * between repeats one message at most, under the same id. A chat that fails keeps its messages in order for the next
 * time and holds up no other chat.
 */
export async function deliverAlerts({ chats, history, now }: AlertRequest): Promise<Delivered> {
  const { owed } = await history.read()
  const sent: Delivered['sent'][number][] = []
  const failed: Delivered['failed'][number][] = []
  for (const chat of chats) {
    for (const { alert } of owed.filter((each) => each.chats.includes(chat.name))) {
      const failure = await attempt(chat, alert)
      if (failure) {
        failed.push({ alert, chat: chat.name, failure })
        break
      }
      await record(history, alert, chat.name, now())
      sent.push({ alert, chat: chat.name })
    }
  }
  return { sent, failed }
}

async function attempt(chat: Chat, alert: Alert): Promise<Failure | undefined> {
  try {
    await chat.send(alert)
    return undefined
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
}

async function record(history: History, alert: Alert, chat: string, time: string): Promise<void> {
  const event = eventOf(alert.environment, { type: 'alert-sent', time, alert: alert.id, chat })
  await history.append((state) => {
    const isOwed = state.owed.some((each) => each.alert.id === alert.id && each.chats.includes(chat))
    return isOwed ? [event] : []
  }, time)
}
