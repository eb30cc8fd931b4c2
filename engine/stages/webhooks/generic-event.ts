import type { JsonObject } from '../../model/json.ts'
import { listAt, textAt } from '../../model/json.ts'
import type { PullChange, WebhookEvent } from '../../model/webhook.ts'
import { checkedOf, numberAt } from './forge-event.ts'

const CHANGES: readonly PullChange[] = ['opened', 'updated', 'closed', 'merged']

/** An event in our own form, for a forge that has none of the others': `{"type": "pushed", "branch": "main"}` and so on. */
export function genericEvent(body: JsonObject): WebhookEvent | undefined {
  const number = numberAt(body, 'number')
  const by = textAt(body, 'by')
  switch (textAt(body, 'type')) {
    case 'pushed': {
      const branch = textAt(body, 'branch') ?? ''
      return branch === '' ? undefined : { type: 'pushed', branch }
    }
    case 'pull-changed': {
      const change = CHANGES.find((each) => each === textAt(body, 'change'))
      return number === undefined || change === undefined ? undefined : { type: 'pull-changed', number, change }
    }
    case 'commented':
      return number === undefined ? undefined : { type: 'commented', number, by: by ?? '' }
    case 'item-ticked': {
      const items = listAt(body, 'items').flatMap((each) => (typeof each === 'string' ? [each] : []))
      if (number === undefined || by === undefined || by === '' || items.length === 0) return undefined
      return { type: 'item-ticked', number, by, items }
    }
    case 'checked':
      return checkedOf(textAt(body, 'commit'), textAt(body, 'name'))
    case 'ping':
      return { type: 'other', what: 'ping' }
    default:
      return undefined
  }
}
