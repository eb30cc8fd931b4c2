import { Failure } from '../../model/failure.ts'
import type { Json } from '../../model/json.ts'
import { isObject, listAt, textAt } from '../../model/json.ts'
import { odd as oddAnswer } from '../../model/rest/bounded-fetch.ts'
import { askedWait, isLimited } from '../../model/rest/rate-limit.ts'
import type { RestServer } from '../../model/rest.ts'
import { visible } from '../../model/visible.ts'

/** What GitHub answered, or that it did not; `data` is other people's text. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly data: Json
}

/** A request that failed, and how long GitHub asks to wait. */
export interface Refusal {
  readonly failure: Failure
  readonly waitMs?: number
}

interface Kind {
  readonly code: string
  readonly hint: string
  readonly retry?: boolean
}

const LONGEST = 300
const RIGHTS =
  'read and write to Contents, Pull requests, Issues and Commit statuses (for a GitHub App Checks instead of the last)'

export const GITHUB: RestServer = { name: 'github', title: 'GitHub', rights: RIGHTS }

const BY_STATUS: Readonly<Record<number, Kind>> = {
  401: {
    code: 'github/unauthorized',
    hint: 'the token or key has expired or was revoked: make a new one for forge.token or forge.app.key',
  },
  403: { code: 'github/forbidden', hint: `give the token or App these rights on the repository: ${RIGHTS}` },
  404: {
    code: 'github/not-found',
    hint: `see to forge.repository and forge.url in isthmus.yaml; a token without rights on a private repository gets this answer too (${RIGHTS})`,
  },
  409: { code: 'github/conflict', hint: 'somebody changed it at the same time: run it again', retry: true },
  410: { code: 'github/gone', hint: 'see whether issues and pull requests are switched on for the repository' },
  422: { code: 'github/invalid', hint: 'see what the branches and labels of the proposal are called' },
  451: { code: 'github/blocked', hint: 'GitHub has blocked the repository; its owner was told why' },
}
const MOVED: Kind = {
  code: 'github/moved',
  hint: 'the repository or the server has another name now: write it in isthmus.yaml; a token is not carried to another place',
}
const SERVER_ERROR: Kind = {
  code: 'github/server-error',
  hint: 'see the status page of GitHub; it is tried again next time',
  retry: true,
}
const LIMITED: Kind = {
  code: 'github/rate-limited',
  hint: 'it is tried again next time; a token of its own for Isthmus shares its limit with nobody',
  retry: true,
}
const ODD: Kind = { code: 'github/refused', hint: 'see whether forge.url is the address of a GitHub' }
const SIGN_ON: Kind = {
  code: 'github/forbidden',
  hint: 'the organization asks for single sign-on: authorize the token for it in its settings',
}

/** What an answer other than 2xx means. `now`: RFC 3339; `hide` takes out what no message may repeat. */
export function refusalOf(answer: Answer, route: string, now: string, hide: (text: string) => string): Refusal {
  const { status, headers, data } = answer
  const limited = isLimited(answer)
  const text = visible(hide(messageIn(data))).slice(0, LONGEST)
  const { code, hint, retry = false } = limited ? LIMITED : kindOf(answer)
  const failure = new Failure(code, `${route}: ${status}${text === '' ? '' : ` ${text}`}`, { hint, retry })
  const waitMs = limited || status >= 500 ? askedWait(headers, limited, now) : undefined
  return waitMs === undefined ? { failure } : { failure, waitMs }
}

function kindOf({ status, headers, data }: Answer): Kind {
  if (status === 403 && headers['x-github-sso'] !== undefined) return SIGN_ON
  if (status === 422) return unprocessable(data)
  if (status >= 300 && status < 400) return MOVED
  return BY_STATUS[status] ?? (status >= 500 ? SERVER_ERROR : ODD)
}

/** GitHub tells these apart in text and in the name of the field only. */
function unprocessable(data: Json): Kind {
  const errors = listAt(data, 'errors')
  const said = messageIn(data)
  const isInvalid = (field: string) =>
    errors.some((each) => textAt(each, 'field') === field && textAt(each, 'code') === 'invalid')
  if (/pull request already exists/i.test(said)) {
    return { code: 'github/exists', hint: 'see to the pull request that its branch already has' }
  }
  if (/no commits between/i.test(said)) {
    return { code: 'github/no-commits', hint: 'the base already holds the change: run it again', retry: false }
  }
  if (isInvalid('head')) return { code: 'github/no-branch', hint: 'run it again: the branch is pushed anew' }
  if (isInvalid('base')) {
    return { code: 'github/no-base', hint: 'see to the default branch of the repository that forge.repository names' }
  }
  return BY_STATUS[422] ?? ODD
}

function messageIn(data: Json): string {
  const message = textAt(data, 'message') ?? ''
  const errors = listAt(data, 'errors').flatMap((each) => {
    if (typeof each === 'string') return [each]
    const said = isObject(each) ? (textAt(each, 'message') ?? textAt(each, 'field')) : undefined
    return said === undefined ? [] : [said]
  })
  return [message, ...errors].filter((each) => each !== '').join('; ')
}

/** A whole answer that is not what GitHub's API says. */
export function odd(what: string): Failure {
  return oddAnswer(GITHUB, what)
}
