import { describe } from 'vitest'
import { terminalChat } from '../../engine/adapters/terminal-chat.ts'
import { webhook } from '../../engine/adapters/webhook.ts'
import { chatContract } from './chat.ts'
import { fakeChat } from './fake-chat.ts'
import { receiver } from './receiver.ts'
import { noon } from './scratch-repository.ts'

describe('fake', () => {
  chatContract(async () => {
    const chat = fakeChat()
    return {
      chat,
      arrived: () => chat.received.map((each) => JSON.stringify(each)),
      breakDown: async () => {
        chat.isDown = true
      },
    }
  })
})

describe('terminal', () => {
  chatContract(async () => {
    const written: string[] = []
    return { chat: terminalChat({ write: (text) => written.push(text), colour: false }), arrived: () => written }
  })
})

describe('webhook', () => {
  chatContract(async () => {
    const place = await receiver()
    return {
      chat: webhook({ url: place.url, secret: 'k', now: () => noon, sleep: async () => {} }),
      arrived: () => place.requests.map((each) => each.body),
      breakDown: async () => place.answerWith({ status: 503 }),
    }
  })
})
