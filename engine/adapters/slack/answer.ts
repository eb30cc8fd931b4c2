import type { Verdict } from '../../model/exchange.ts'
import { Failure } from '../../model/failure.ts'
import { isObject, parsedJson, textAt } from '../../model/json.ts'

interface Kind {
  readonly code: string
  readonly hint: string
  readonly retry?: boolean
}

const TOKEN: Kind = {
  code: 'unauthorized',
  hint: 'The token was revoked or has expired: install the app again, and change the secret that `token` refers to.',
}
const CHANNEL: Kind = {
  code: 'not-found',
  hint: 'See to `channel`: the id of a channel that is not archived, and invite the app to it with /invite.',
}
const RIGHTS: Kind = { code: 'forbidden', hint: 'Give the app the scope chat:write, and install it again.' }
const BUSY: Kind = { code: 'busy', hint: 'It is tried again next time.', retry: true }
const GONE: Kind = { code: 'message-gone', hint: 'The message was deleted; the next one begins anew.' }
const NOT_DOUBLE: Kind = { code: 'not-double', hint: 'It is sent again without the id that tells repeats.' }
const REFUSED: Kind = { code: 'refused', hint: 'See what the error means at docs.slack.dev, under chat.postMessage.' }

/** Errors that Slack documents for chat.postMessage and chat.update. */
const KINDS: Readonly<Record<string, Kind>> = {
  invalid_auth: TOKEN,
  not_authed: TOKEN,
  account_inactive: TOKEN,
  token_revoked: TOKEN,
  token_expired: TOKEN,
  missing_scope: RIGHTS,
  no_permission: RIGHTS,
  not_allowed_token_type: RIGHTS,
  channel_not_found: CHANNEL,
  not_in_channel: CHANNEL,
  is_archived: CHANNEL,
  ratelimited: BUSY,
  rate_limited: BUSY,
  internal_error: BUSY,
  fatal_error: BUSY,
  service_unavailable: BUSY,
  request_timeout: BUSY,
  message_not_found: GONE,
  cant_update_message: GONE,
  edit_window_closed: GONE,
  thread_not_found: GONE,
  duplicate_message_not_found: NOT_DOUBLE,
  duplicate_channel_not_found: NOT_DOUBLE,
}

/** Slack answers 200 to nearly everything, and says in the body whether it worked. */
export const slackVerdict: Verdict = ({ body }) => {
  const data = parsedJson(body)
  if (data === undefined) {
    return new Failure('slack/cut-answer', 'the answer of Slack is not whole', { hint: BUSY.hint, retry: true })
  }
  if (isObject(data) && data.ok === true) return undefined
  const error = textAt(data, 'error') ?? ''
  const { code, hint, retry = false } = (Object.hasOwn(KINDS, error) ? KINDS[error] : undefined) ?? REFUSED
  const shown = /^[a-z_]{1,64}$/.test(error) ? error : 'an error without a name'
  return new Failure(`slack/${code}`, `Slack answered ${shown}`, { hint, retry })
}
