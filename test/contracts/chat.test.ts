import { describe } from 'vitest'
import { alertmanager } from '../../engine/adapters/alertmanager.ts'
import { httpClient } from '../../engine/adapters/http.ts'
import { mattermostWebhook } from '../../engine/adapters/mattermost/webhook.ts'
import { mattermost } from '../../engine/adapters/mattermost.ts'
import { slackWebhook } from '../../engine/adapters/slack/webhook.ts'
import { slack } from '../../engine/adapters/slack.ts'
import { teams } from '../../engine/adapters/teams.ts'
import { terminalChat } from '../../engine/adapters/terminal-chat.ts'
import { webhook } from '../../engine/adapters/webhook.ts'
import type { Chat } from '../../engine/model/chat.ts'
import type { Line } from '../../engine/model/exchange.ts'
import { chatContract, servedContract } from './chat.ts'
import { alertmanagerService } from './chat-services/alertmanager.ts'
import { mattermostHook, mattermostService } from './chat-services/mattermost.ts'
import { textsIn } from './chat-services/shape.ts'
import { slackHook, slackService } from './chat-services/slack.ts'
import { teamsWorkflow } from './chat-services/teams.ts'
import { fakeChat } from './fake-chat.ts'
import type { Receiver, ReceiverAnswer } from './receiver.ts'
import { receiver } from './receiver.ts'
import { noon } from './scratch-repository.ts'

const line: Line = { http: httpClient(), now: () => noon, sleep: async () => {} }
const token = ['xoxb', 'a-token-that-nobody-may-read'].join('-')
const channel = '4xp9fdt77pncbef59f4k1qe83o'

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

interface Hook {
  readonly name: string
  readonly open: () => Promise<Receiver>
  readonly chat: (url: string, line: Line) => Chat
}

/** Places that take one message after another. */
const hooks: readonly Hook[] = [
  { name: 'webhook', open: receiver, chat: (url, over) => webhook({ url, secret: 'k', ...over }) },
  { name: 'slack webhook', open: slackHook, chat: (url, over) => slackWebhook({ url, ...over }) },
  { name: 'teams', open: teamsWorkflow, chat: (url, over) => teams({ url, ...over }) },
  { name: 'mattermost webhook', open: mattermostHook, chat: (url, over) => mattermostWebhook({ url, ...over }) },
]

describe.each(hooks)('$name', ({ open, chat }) => {
  chatContract(async () => {
    const place = await open()
    return {
      chat: chat(place.url, line),
      arrived: () => place.requests.map((each) => textsIn(JSON.parse(each.body))),
      breakDown: async () => place.answerWith({ status: 503 }),
    }
  })
  servedContract(async () => {
    const place = await open()
    const good: ReceiverAnswer = { status: 200, body: 'ok' }
    return { place, chat: (over) => chat(place.url, over), good, needsBody: false, secrets: ['/hook'] }
  })
})

describe('slack', () => {
  const open = async () => {
    const service = await slackService(token)
    const chat = (over: Line) => slack({ url: service.url, token, channel: 'C0123456789', ...over })
    return { service, chat }
  }
  chatContract(async () => {
    const { service, chat } = await open()
    const shown = () => service.messages.map((each) => textsIn(each.body))
    return {
      chat: chat(line),
      arrived: shown,
      breakDown: async () => service.place.answerWith({ status: 200, body: '{"ok":false,"error":"fatal_error"}' }),
      threads: { course: shown, deleteFirst: () => service.remove(service.messages[0]?.ts ?? '') },
    }
  })
  servedContract(async () => {
    const { service, chat } = await open()
    const good = { status: 200, body: '{"ok":true,"channel":"C0123456789","ts":"1700000000.000100"}' }
    return { place: service.place, chat, good, needsBody: true, secrets: [token] }
  })
})

describe('mattermost', () => {
  const open = async () => {
    const service = await mattermostService(token, channel)
    const chat = (over: Line) => mattermost({ url: service.url, token, channel, ...over })
    return { service, chat }
  }
  chatContract(async () => {
    const { service, chat } = await open()
    const shown = () => service.posts.map((each) => each.message)
    return {
      chat: chat(line),
      arrived: shown,
      breakDown: async () => service.place.answerWith({ status: 503 }),
      threads: { course: shown, deleteFirst: () => service.remove(service.posts[0]?.id ?? '') },
    }
  })
  servedContract(async () => {
    const { service, chat } = await open()
    const good = { status: 201, body: `{"id":"${channel}"}` }
    return { place: service.place, chat, good, needsBody: true, secrets: [token] }
  })
})

describe('alertmanager', () => {
  const open = async () => {
    const service = await alertmanagerService()
    const chat = (over: Line) => alertmanager({ url: service.url, token, ...over })
    return { service, chat }
  }
  chatContract(async () => {
    const { service, chat } = await open()
    return {
      chat: chat(line),
      arrived: () => service.place.requests.map((each) => textsIn(JSON.parse(each.body))),
      breakDown: async () => service.place.answerWith({ status: 503 }),
    }
  })
  servedContract(async () => {
    const { service, chat } = await open()
    return { place: service.place, chat, good: { status: 200 }, needsBody: false, secrets: [token] }
  })
})
