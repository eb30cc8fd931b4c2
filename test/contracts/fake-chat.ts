import type { Alert, Chat, ChatRoute } from '../../engine/model/chat.ts'
import { Failure } from '../../engine/model/failure.ts'

export interface FakeChat extends Chat {
  readonly received: readonly Alert[]
  /** The handle that came with each alert. */
  readonly threads: readonly (string | undefined)[]
  /** What was shown together, for a chat that forgets. */
  readonly shown: readonly (readonly Alert[])[]
  /** While true every message is refused. */
  isDown: boolean
}

export interface FakeChatOptions {
  readonly route?: ChatRoute
  /** Has threads: the first message of a life is their handle. */
  readonly hasThreads?: boolean
  /** Forgets what is not repeated. */
  readonly forgets?: boolean
  /** Titles that are refused for what they are. */
  readonly refuses?: RegExp
}

export function fakeChat(name = 'fake', { route, hasThreads, forgets, refuses }: FakeChatOptions = {}): FakeChat {
  const received: Alert[] = []
  const threads: (string | undefined)[] = []
  const shown: (readonly Alert[])[] = []
  const check = (...alerts: readonly Alert[]) => {
    if (chat.isDown) throw new Failure('fake/down', `${name} is down`, { hint: 'Wait.', retry: true })
    if (alerts.some((each) => refuses?.test(each.title))) {
      throw new Failure('fake/refused', `${name} does not take it`, { hint: 'Say something else.' })
    }
  }
  const chat: FakeChat = {
    name,
    ...(route ? { route } : {}),
    received,
    threads,
    shown,
    isDown: false,
    send: async (alert, thread) => {
      check(alert)
      received.push(alert)
      threads.push(thread)
      return hasThreads ? (thread ?? `thread of ${alert.id}`) : undefined
    },
    ...(forgets
      ? {
          showAll: async (alerts: readonly Alert[]) => {
            check(...alerts)
            shown.push(alerts)
          },
        }
      : {}),
  }
  return chat
}
