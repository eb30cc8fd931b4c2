import type { Json, JsonObject } from '../model/json.ts'
import { isObject } from '../model/json.ts'
import { bodyDigest } from '../model/signature.ts'
import type { Delivery, ReadDelivery, RefusedDelivery, WebhookEvent } from '../model/webhook.ts'
import { forgeEvent } from './webhooks/forge-event.ts'
import { genericEvent } from './webhooks/generic-event.ts'
import { gitlabEvent } from './webhooks/gitlab-event.ts'
import { deliveryId, signedTime, verify } from './webhooks/verify.ts'

/** Verifies a delivery and only then reads it. `now`: RFC 3339, for signatures that cover a time. */
export function readDelivery(
  delivery: Delivery,
  secrets: readonly string[],
  now: string,
): ReadDelivery | RefusedDelivery {
  const refused = verify(delivery, secrets, now)
  if (refused) return refused
  const digest = bodyDigest(delivery.body, signedTime(delivery))
  // Old versions of GitLab name the delivery only by an id that events which follow from it share.
  const id = deliveryId(delivery) || (delivery.sender === 'gitlab' ? digest : '')
  if (id === '') return malformed('it names no delivery')
  const body = parsed(delivery.body)
  if (body === undefined)
    return malformed('the body is no JSON object in UTF-8; choose application/json for the webhook')
  const event = eventOf(delivery, body)
  if (event === undefined) return malformed('the event lacks what its kind has to have')
  return { outcome: 'read', id, digest, event }
}

function eventOf({ sender, headers }: Delivery, body: JsonObject): WebhookEvent | undefined {
  if (sender === 'gitlab') return gitlabEvent(body)
  if (sender === 'generic') return genericEvent(body)
  return forgeEvent(headers.get(`x-${sender}-event`) ?? '', body)
}

function parsed(body: Uint8Array): JsonObject | undefined {
  try {
    const value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as Json
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function malformed(reason: string): RefusedDelivery {
  return { outcome: 'malformed', reason }
}
