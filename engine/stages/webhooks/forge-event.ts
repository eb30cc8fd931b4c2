import { newTicks } from '../../model/forge.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { at, isObject, textAt } from '../../model/json.ts'
import { GITHUB_QUEUE } from '../../model/merge-queue.ts'
import type { PullChange, WebhookEvent } from '../../model/webhook.ts'

const CHANGES: Readonly<Record<string, PullChange>> = { opened: 'opened', closed: 'closed' }

/** An event in the form that GitHub sends, and Gitea after it. `name` is the header's; undefined: not of that form. */
export function forgeEvent(name: string, body: JsonObject): WebhookEvent | undefined {
  switch (name) {
    case 'push':
      return pushedBy(body)
    case 'merge_group':
      return queuedEvent(body)
    case 'pull_request':
    case 'pull_request_review':
    case 'pull_request_review_comment':
    case 'pull_request_approved':
    case 'pull_request_rejected':
    case 'pull_request_comment':
      return pullEvent(body)
    case 'issue_comment':
      return commentEvent(body)
    case 'check_run':
    case 'check_suite':
      return checkedOf(textAt(body, name, 'head_sha'), textAt(body, name, 'name'))
    case 'status':
      return checkedOf(textAt(body, 'sha'), textAt(body, 'context'))
    default:
      return { type: 'other', what: name }
  }
}

/** A merge queue takes its branches away as well: nothing waits for that. */
function pushedBy(body: JsonObject): WebhookEvent | undefined {
  const event = pushedTo(textAt(body, 'ref'))
  const queued = event?.type === 'pushed' ? GITHUB_QUEUE.read(event.branch) : undefined
  if (queued === undefined) return event
  return at(body, 'deleted') === true ? { type: 'other', what: LEFT } : { type: 'queued', base: queued.base }
}

const LEFT = 'end of a merge group'

function queuedEvent(body: JsonObject): WebhookEvent | undefined {
  if (textAt(body, 'action') !== 'checks_requested') return { type: 'other', what: LEFT }
  const base = /^refs\/heads\/(.+)$/s.exec(textAt(body, 'merge_group', 'base_ref') ?? '')?.[1]
  return base === undefined ? undefined : { type: 'queued', base }
}

/** Only branches count; a tag moves nothing. */
export function pushedTo(ref: string | undefined): WebhookEvent | undefined {
  if (ref === undefined) return undefined
  const branch = /^refs\/heads\/(.+)$/s.exec(ref)?.[1]
  return branch === undefined ? { type: 'other', what: 'push of a tag' } : { type: 'pushed', branch }
}

/** Ticked boxes of an edited text, or that it was edited. */
export function editedBy(
  number: number,
  by: string | undefined,
  before: string | undefined,
  after: string | undefined,
): WebhookEvent {
  const items = before === undefined || after === undefined ? [] : newTicks(before, after)
  if (items.length === 0 || by === undefined || by === '') return { type: 'pull-changed', number, change: 'updated' }
  return { type: 'item-ticked', number, by, items }
}

/** A positive whole number, as forges count pull requests. */
export function numberAt(value: Json | undefined, ...keys: readonly string[]): number | undefined {
  const found = at(value, ...keys)
  return typeof found === 'number' && Number.isSafeInteger(found) && found > 0 ? found : undefined
}

export function checkedOf(commit: string | undefined, name = ''): WebhookEvent | undefined {
  return commit !== undefined && /^[0-9a-f]{40,64}$/.test(commit) ? { type: 'checked', commit, name } : undefined
}

function pullEvent(body: JsonObject): WebhookEvent | undefined {
  const number = numberAt(body, 'number') ?? numberAt(body, 'pull_request', 'number')
  if (number === undefined) return undefined
  const action = textAt(body, 'action') ?? ''
  if (action === 'edited') {
    const before = textAt(body, 'changes', 'body', 'from')
    return editedBy(number, textAt(body, 'sender', 'login'), before, textAt(body, 'pull_request', 'body'))
  }
  if (action === 'closed' && at(body, 'pull_request', 'merged') === true) {
    return { type: 'pull-changed', number, change: 'merged' }
  }
  return { type: 'pull-changed', number, change: CHANGES[action] ?? 'updated' }
}

function commentEvent(body: JsonObject): WebhookEvent | undefined {
  const number = numberAt(body, 'issue', 'number')
  if (number === undefined) return undefined
  const isPull = isObject(at(body, 'issue', 'pull_request')) || at(body, 'is_pull') === true
  if (!isPull) return { type: 'other', what: 'comment on an issue' }
  return { type: 'commented', number, by: textAt(body, 'sender', 'login') ?? '' }
}
