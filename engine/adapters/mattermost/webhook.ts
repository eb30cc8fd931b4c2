import type { Chat } from '../../model/chat.ts'
import type { Line, Service } from '../../model/exchange.ts'
import { addressOf, exchange } from '../../model/exchange.ts'
import { mattermostText } from './markdown.ts'

export interface MattermostWebhookOptions extends Line {
  readonly name?: string
  /** A secret itself: whoever has it can write. */
  readonly url: string
}

const GONE = 'Mattermost knows this address no more: make a new incoming webhook, and change the secret.'
const SERVICE: Service = {
  code: 'mattermost',
  hints: {
    400: GONE,
    403: 'The webhook may not write to that channel: see to the channel, and whether the webhook is locked to another.',
    404: GONE,
    501: 'Incoming webhooks are switched off: a system administrator switches them on under Integrations.',
  },
}

/** One message an alert: an incoming webhook can neither update a post nor answer in its thread. */
export function mattermostWebhook({ name = 'mattermost', url, ...line }: MattermostWebhookOptions): Chat {
  const address = addressOf(url, 'mattermost')
  return {
    name,
    send: async (alert) => {
      const body = JSON.stringify({ text: mattermostText(alert) })
      const headers = { 'content-type': 'application/json' }
      await exchange(line, SERVICE, { method: 'POST', url: address, headers, body })
      return undefined
    },
  }
}
