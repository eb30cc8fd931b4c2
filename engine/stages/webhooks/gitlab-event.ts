import type { JsonObject } from '../../model/json.ts'
import { at, textAt } from '../../model/json.ts'
import type { PullChange, WebhookEvent } from '../../model/webhook.ts'
import { checkedOf, editedBy, numberAt, pushedTo } from './forge-event.ts'

const CHANGES: Readonly<Record<string, PullChange>> = { open: 'opened', close: 'closed', merge: 'merged' }

/** An event as GitLab sends it; undefined where it lacks what its kind has to have. */
export function gitlabEvent(body: JsonObject): WebhookEvent | undefined {
  const kind = textAt(body, 'object_kind')
  switch (kind) {
    case 'push':
    case 'tag_push':
      return pushedTo(textAt(body, 'ref'))
    case 'merge_request':
      return mergeRequest(body)
    case 'note':
      return note(body)
    case 'pipeline':
      return checkedOf(textAt(body, 'object_attributes', 'sha'), 'pipeline')
    case 'build':
      return checkedOf(textAt(body, 'sha'), textAt(body, 'build_name'))
    default:
      return kind === undefined ? undefined : { type: 'other', what: kind }
  }
}

function mergeRequest(body: JsonObject): WebhookEvent | undefined {
  const number = numberAt(body, 'object_attributes', 'iid')
  if (number === undefined) return undefined
  const action = textAt(body, 'object_attributes', 'action') ?? ''
  const text = at(body, 'changes', 'description')
  if (action === 'update') {
    return editedBy(number, textAt(body, 'user', 'username'), textAt(text, 'previous'), textAt(text, 'current'))
  }
  return { type: 'pull-changed', number, change: CHANGES[action] ?? 'updated' }
}

function note(body: JsonObject): WebhookEvent | undefined {
  const what = textAt(body, 'object_attributes', 'noteable_type')
  if (what !== 'MergeRequest') return { type: 'other', what: `note on ${what ?? 'something'}` }
  const number = numberAt(body, 'merge_request', 'iid')
  return number === undefined ? undefined : { type: 'commented', number, by: textAt(body, 'user', 'username') ?? '' }
}
