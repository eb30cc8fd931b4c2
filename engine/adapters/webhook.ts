import { createHmac } from 'node:crypto'
import type { Alert, Chat } from '../model/chat.ts'
import { Failure } from '../model/failure.ts'

export interface WebhookOptions {
  readonly name?: string
  /** `http:` or `https:`. May hold a secret itself, so no message repeats more than its host. */
  readonly url: string
  /** Key of the signature; absent: messages are not signed. */
  readonly secret?: string
  /** The time, RFC 3339 UTC. */
  readonly now: () => string
  readonly fetch?: typeof fetch
  readonly sleep: (milliseconds: number) => Promise<void>
  /** For one attempt. */
  readonly timeoutMs?: number
  readonly attempts?: number
}

const LONGEST_WAIT_MS = 30_000

/**
 * Posts alerts as JSON to any receiver. `X-Isthmus-Signature: sha256=<hex>` is the HMAC-SHA-256 of
 * `<X-Isthmus-Timestamp>.<body>`; `X-Isthmus-Id` is the alert's id, the same on every attempt, for telling repeats.
 */
export function webhook(options: WebhookOptions): Chat {
  const { attempts = 4, name = 'webhook' } = options
  const address = parseAddress(options.url)
  return {
    name,
    send: async (alert) => {
      for (let attempt = 1; ; attempt++) {
        const answer = await post(options, address, alert)
        if (answer.ok) return
        const wait = answer.waitMs ?? 500 * 2 ** (attempt - 1)
        if (!answer.failure.retry || attempt >= attempts || wait > LONGEST_WAIT_MS) throw answer.failure
        await options.sleep(wait)
      }
    },
  }
}

/** What goes over the wire. */
export function webhookBody(alert: Alert): string {
  return JSON.stringify({ version: 1, type: 'alert', ...alert })
}

type Answer = { readonly ok: true } | { readonly ok: false; readonly failure: Failure; readonly waitMs?: number }

async function post(options: WebhookOptions, address: URL, alert: Alert): Promise<Answer> {
  const body = webhookBody(alert)
  const timestamp = String(Math.floor(Date.parse(options.now()) / 1000))
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'isthmus',
    'x-isthmus-id': alert.id,
    'x-isthmus-timestamp': timestamp,
    ...(options.secret === undefined ? {} : { 'x-isthmus-signature': signatureOf(options.secret, timestamp, body) }),
  }
  const signal = AbortSignal.timeout(options.timeoutMs ?? 10_000)
  try {
    const request = { method: 'POST', headers, body, signal, redirect: 'manual' as const }
    const response = await (options.fetch ?? fetch)(address, request)
    await response.body?.cancel()
    return judge(response, address, options.now)
  } catch (error) {
    return { ok: false, failure: unreachable(address, error) }
  }
}

function signatureOf(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`
}

function judge(response: Response, address: URL, now: () => string): Answer {
  const { status } = response
  if (status >= 200 && status < 300) return { ok: true }
  if (status === 429 || status >= 500) {
    const failure = failureOf(
      'webhook/busy',
      `${address.host} answered ${status}`,
      'It is tried again next time.',
      true,
    )
    const waitMs = retryAfter(response.headers.get('retry-after'), now())
    return waitMs === undefined ? { ok: false, failure } : { ok: false, failure, waitMs }
  }
  if (status >= 300 && status < 400) {
    const hint = 'Name the address that it points to: a signed message is not carried to another place.'
    return { ok: false, failure: failureOf('webhook/redirected', `${address.host} answered ${status}`, hint, false) }
  }
  const hint = 'See to the address and the secret in isthmus.yaml, and to what the receiver logged.'
  return { ok: false, failure: failureOf('webhook/refused', `${address.host} answered ${status}`, hint, false) }
}

/** Milliseconds that `Retry-After` asks for, in seconds or as a date (RFC 9110 section 10.2.3). */
function retryAfter(header: string | null, now: string): number | undefined {
  if (header === null) return undefined
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.parse(now))
}

function unreachable(address: URL, error: unknown): Failure {
  const isTimeout = error instanceof Error && error.name === 'TimeoutError'
  const reason = isTimeout ? 'did not answer in time' : 'cannot be reached'
  const cause =
    error instanceof Error && error.cause instanceof Error && 'code' in error.cause
      ? ` (${String(error.cause.code)})`
      : ''
  const code = isTimeout ? 'webhook/timeout' : 'webhook/unreachable'
  return failureOf(
    code,
    `${address.host} ${reason}${cause}`,
    'See whether the receiver runs; it is tried again next time.',
    true,
  )
}

function parseAddress(url: string): URL {
  const address = URL.canParse(url) ? new URL(url) : undefined
  if (address && /^https?:$/.test(address.protocol) && address.username === '') return address
  const hint = 'Use an address with http: or https: and no name or password in it; a secret belongs under `secret`.'
  throw failureOf('webhook/bad-address', 'the address of the webhook cannot be used', hint, false)
}

function failureOf(code: string, message: string, hint: string, retry: boolean): Failure {
  return new Failure(code, message, { hint, retry })
}
