import { hmac, isSame } from '../../model/signature.ts'
import type { Delivery, HookSender, RefusedDelivery } from '../../model/webhook.ts'
import { REPLAY_WINDOW_SECONDS } from '../../model/webhook.ts'

/** Where each sender says which delivery it is; the first that is there counts. */
const IDS: Readonly<Record<HookSender, readonly string[]>> = {
  github: ['x-github-delivery'],
  gitea: ['x-gitea-delivery'],
  gitlab: ['webhook-id', 'idempotency-key'],
  generic: ['x-isthmus-id'],
}

type Verify = (delivery: Delivery, secret: string, now: string) => RefusedDelivery | undefined

const VERIFY: Readonly<Record<HookSender, Verify>> = {
  github: (delivery, secret) => bySignature(delivery, secret, 'x-hub-signature-256', 'sha256='),
  gitea: (delivery, secret) => bySignature(delivery, secret, 'x-gitea-signature', ''),
  gitlab: verifyGitlab,
  generic: verifyGeneric,
}

/** Undefined where one of the secrets made the signature. Two of them hold while one replaces the other. */
export function verify(delivery: Delivery, secrets: readonly string[], now: string): RefusedDelivery | undefined {
  const refusals = secrets.map((secret) =>
    secret === '' ? forged('no secret') : VERIFY[delivery.sender](delivery, secret, now),
  )
  if (refusals.some((each) => each === undefined)) return undefined
  return refusals.find((each) => each?.outcome === 'late') ?? refusals[0] ?? forged('no secret')
}

/** At most 100 characters of a name that a stranger chose; '' where there is none. */
export function deliveryId({ sender, headers }: Delivery): string {
  const found = IDS[sender].map((name) => headers.get(name)).find((each) => each !== undefined && each !== '')
  return /^[\w.:-]{1,100}$/.test(found ?? '') ? (found ?? '') : ''
}

/** Two pushes are the same few bytes in our own form: only the time that is signed with them tells the second from a replay of the first. */
export function signedTime({ sender, headers }: Delivery): string {
  return sender === 'generic' ? (headers.get('x-isthmus-timestamp') ?? '') : ''
}

function bySignature(
  { headers, body }: Delivery,
  secret: string,
  header: string,
  prefix: string,
): RefusedDelivery | undefined {
  const given = headers.get(header)
  if (given === undefined) return forged(`no ${header}`)
  return isSame(`${prefix}${hex(hmac(secret, body))}`, given) ? undefined : forged(`wrong ${header}`)
}

/** A secret that begins with `whsec_` signs (Standard Webhooks); any other is sent along as a token, and signs nothing. */
function verifyGitlab(delivery: Delivery, secret: string, now: string): RefusedDelivery | undefined {
  const { headers, body } = delivery
  if (!secret.startsWith('whsec_')) {
    const token = headers.get('x-gitlab-token')
    if (token === undefined) return forged('no x-gitlab-token')
    return isSame(secret, token) ? undefined : forged('wrong x-gitlab-token')
  }
  const [id, time] = [headers.get('webhook-id') ?? '', headers.get('webhook-timestamp') ?? '']
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const right = `v1,${Buffer.from(hmac(key, `${id}.${time}.`, body)).toString('base64')}`
  const given = (headers.get('webhook-signature') ?? '').split(' ').slice(0, 4)
  if (!given.some((each) => isSame(right, each))) return forged('wrong webhook-signature')
  return checkTime(time, now)
}

function verifyGeneric({ headers, body }: Delivery, secret: string, now: string): RefusedDelivery | undefined {
  const [given, time] = [headers.get('x-isthmus-signature'), headers.get('x-isthmus-timestamp') ?? '']
  if (given === undefined) return forged('no x-isthmus-signature')
  const right = `sha256=${hex(hmac(secret, `${time}.`, body))}`
  return isSame(right, given) ? checkTime(time, now) : forged('wrong x-isthmus-signature')
}

function checkTime(seconds: string, now: string): RefusedDelivery | undefined {
  const age = Math.abs(Date.parse(now) / 1000 - Number(seconds))
  if (/^\d{1,12}$/.test(seconds) && age <= REPLAY_WINDOW_SECONDS) return undefined
  return { outcome: 'late', reason: `signed more than ${REPLAY_WINDOW_SECONDS} seconds away from now` }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

function forged(reason: string): RefusedDelivery {
  return { outcome: 'forged', reason }
}
