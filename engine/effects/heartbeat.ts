import type { Alert, Chat } from '../model/chat.ts'
import { Failure } from '../model/failure.ts'
import type { Pulse } from '../model/heartbeat.ts'
import { signOfTurn } from '../model/heartbeat.ts'
import { eventOf } from '../model/history.ts'
import type { History } from '../model/history-state.ts'

export interface PulseRequest extends Pulse {
  readonly chats: readonly Chat[]
  readonly history: History
}

/** Tells the dead man's switch and the chat, whichever there is. What fails is said and not tried again: the next look beats again. */
export async function beat(
  sign: Alert,
  { heartbeat, chat, chats, history }: PulseRequest,
): Promise<readonly Failure[]> {
  const found = chats.find((each) => each.name === chat?.name)
  const outcomes = await Promise.allSettled([
    ...(heartbeat ? [heartbeat.beat(sign)] : []),
    ...(found && chat ? [beatIn(found, sign, chat.everyHours, history)] : []),
  ])
  return outcomes.flatMap((each) => {
    if (each.status === 'fulfilled') return []
    if (each.reason instanceof Failure) return [each.reason]
    throw each.reason
  })
}

async function beatIn(chat: Chat, sign: Alert, everyHours: number, history: History): Promise<void> {
  if (chat.showAll) return await chat.showAll([sign])
  const last = (await history.read()).beats.get(chat.name)
  const due = signOfTurn(sign, everyHours, last)
  if (!due) return
  await chat.send(due)
  const event = eventOf(sign.environment, { type: 'beat', time: sign.time, chat: chat.name })
  await history.append(() => [event], sign.time)
}
