import { createHmac } from 'node:crypto'
import type { Delivery, HookSender } from '../../../../engine/model/webhook.ts'

export const SECRET = 'a-secret-of-some-length'
export const SIGNING = `whsec_${Buffer.from('another secret of some length').toString('base64')}`
export const NOW = '2026-03-04T12:00:00Z'

/** Hex or base64 HMAC-SHA-256, made here by hand so that it checks ours. */
export function mac(key: string | Buffer, text: string | Uint8Array, encoding: 'hex' | 'base64' = 'hex'): string {
  return createHmac('sha256', key).update(text).digest(encoding)
}

/** A delivery as each sender signs it. */
export function signed(sender: HookSender, event: string, value: unknown, more: Record<string, string> = {}): Delivery {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const body = new TextEncoder().encode(text)
  const time = String(Date.parse(NOW) / 1000)
  const headers: Record<HookSender, Record<string, string>> = {
    github: {
      'x-github-event': event,
      'x-github-delivery': 'd-1',
      'x-hub-signature-256': `sha256=${mac(SECRET, body)}`,
    },
    gitea: { 'x-gitea-event': event, 'x-gitea-delivery': 'd-1', 'x-gitea-signature': mac(SECRET, body) },
    gitlab: { 'x-gitlab-event': event, 'idempotency-key': 'd-1', 'x-gitlab-token': SECRET },
    generic: {
      'x-isthmus-id': 'd-1',
      'x-isthmus-timestamp': time,
      'x-isthmus-signature': `sha256=${mac(SECRET, `${time}.${text}`)}`,
    },
  }
  return { sender, headers: new Map(Object.entries({ ...headers[sender], ...more })), body }
}

/** A delivery in our own form, signed at that time. */
export function signedAt(at: string, value: unknown, more: Record<string, string> = {}): Delivery {
  const time = String(Date.parse(at) / 1000)
  const signature = `sha256=${mac(SECRET, `${time}.${JSON.stringify(value)}`)}`
  return signed('generic', '', value, { 'x-isthmus-timestamp': time, 'x-isthmus-signature': signature, ...more })
}

/** As GitLab signs where the webhook has a signing token (Standard Webhooks). */
export function signedByGitlab(value: unknown, at: string = NOW): Delivery {
  const text = JSON.stringify(value)
  const time = String(Date.parse(at) / 1000)
  const key = Buffer.from(SIGNING.slice('whsec_'.length), 'base64')
  const signature = `v1,${mac(key, `d-1.${time}.${text}`, 'base64')}`
  return signed('gitlab', 'Push Hook', text, {
    'webhook-id': 'd-1',
    'webhook-timestamp': time,
    'webhook-signature': `v1,b2xkIGtleQ== ${signature}`,
  })
}
