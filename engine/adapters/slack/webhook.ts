import type { Chat } from '../../model/chat.ts'
import type { Line, Service } from '../../model/exchange.ts'
import { addressOf, exchange } from '../../model/exchange.ts'
import { slackMessage } from './blocks.ts'

export interface SlackWebhookOptions extends Line {
  readonly name?: string
  /** A secret itself: whoever has it can write. */
  readonly url: string
}

const GONE = 'Slack knows this address no more: add the incoming webhook to its channel anew, and change the secret.'
const SERVICE: Service = {
  code: 'slack',
  hints: {
    400: 'Slack does not take this message; see whether the app that owns the webhook is still installed.',
    403: 'The administrators of the workspace do not allow it: see to the restrictions of the channel and of the app.',
    404: GONE,
    410: GONE,
  },
}

/** One message an alert: an incoming webhook can neither update a message nor answer in its thread. */
export function slackWebhook({ name = 'slack', url, ...line }: SlackWebhookOptions): Chat {
  const address = addressOf(url, 'slack')
  return {
    name,
    send: async (alert) => {
      const body = JSON.stringify({ ...slackMessage(alert), unfurl_links: false, unfurl_media: false })
      const headers = { 'content-type': 'application/json; charset=utf-8' }
      await exchange(line, SERVICE, { method: 'POST', url: address, headers, body })
      return undefined
    },
  }
}
