import { createHmac } from 'node:crypto'
import type { Alert, Chat } from '../model/chat.ts'
import type { Line, Service } from '../model/exchange.ts'
import { addressOf, exchange } from '../model/exchange.ts'

export interface WebhookOptions extends Line {
  readonly name?: string
  /** `http:` or `https:`. May hold a secret itself, so no message repeats more than its host. */
  readonly url: string
  /** Key of the signature; absent: messages are not signed. */
  readonly secret?: string
}

const SERVICE: Service = { code: 'webhook', hints: {} }

/**
 * Posts alerts as JSON to any receiver. `X-Isthmus-Signature: sha256=<hex>` is the HMAC-SHA-256 of
 * `<X-Isthmus-Timestamp>.<body>`; `X-Isthmus-Id` is the alert's id, the same on every attempt, for telling repeats.
 */
export function webhook({ name = 'webhook', url, secret, ...line }: WebhookOptions): Chat {
  const address = addressOf(url, 'webhook')
  return {
    name,
    send: async (alert) => {
      const body = webhookBody(alert)
      const timestamp = String(Math.floor(Date.parse(line.now()) / 1000))
      const headers = {
        'content-type': 'application/json',
        'x-isthmus-id': alert.id,
        'x-isthmus-timestamp': timestamp,
        ...(secret === undefined ? {} : { 'x-isthmus-signature': signatureOf(secret, timestamp, body) }),
      }
      await exchange(line, SERVICE, { method: 'POST', url: address, headers, body })
      return undefined
    },
  }
}

/** What goes over the wire. */
export function webhookBody(alert: Alert): string {
  return JSON.stringify({ version: 1, type: 'alert', ...alert })
}

function signatureOf(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`
}
