import type { Alert, Chat } from '../../engine/model/chat.ts'
import { Failure } from '../../engine/model/failure.ts'

export interface FakeChat extends Chat {
  readonly received: readonly Alert[]
  /** While true every message is refused. */
  isDown: boolean
}

export function fakeChat(name = 'fake'): FakeChat {
  const received: Alert[] = []
  const chat: FakeChat = {
    name,
    received,
    isDown: false,
    send: async (alert) => {
      if (chat.isDown) throw new Failure('fake/down', `${name} is down`, { hint: 'Wait.', retry: true })
      received.push(alert)
    },
  }
  return chat
}
