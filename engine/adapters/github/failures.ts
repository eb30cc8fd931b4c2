import type { Failure } from '../../model/failure.ts'
import { listAt, textAt } from '../../model/json.ts'
import { odd as oddAnswer } from '../../model/rest/bounded-fetch.ts'
import type { Judge } from '../../model/rest/refusal.ts'
import type { Answer, Refused, RestServer } from '../../model/rest.ts'

const RIGHTS =
  'read and write to Contents, Pull requests, Issues and Commit statuses (for a GitHub App Checks instead of the last)'

export const GITHUB: RestServer = { name: 'github', title: 'GitHub', rights: RIGHTS }

const BY_STATUS: Readonly<Record<number, Refused>> = {
  // What is no request at all names no branch or label.
  400: { code: 'refused', hint: 'see whether forge.url is the address of a GitHub' },
  401: {
    code: 'unauthorized',
    hint: 'the token or key has expired or was revoked: make a new one for forge.token or forge.app.key',
  },
  403: { code: 'forbidden', hint: `give the token or App these rights on the repository: ${RIGHTS}` },
  451: { code: 'blocked', hint: 'GitHub has blocked the repository; its owner was told why' },
}
const SIGN_ON: Refused = {
  code: 'forbidden',
  hint: 'the organization asks for single sign-on: authorize the token for it in its settings',
}

const ARCHIVED: Refused = {
  code: 'archived',
  hint: 'the repository is archived: take it out of the archive in its settings, or end this server',
}

/** What GitHub means where its status alone does not say it. */
export const judge: Judge = (answer, said) => {
  const { status, headers } = answer
  if (status === 403 && headers['x-github-sso'] !== undefined) return SIGN_ON
  if (status === 403 && /repository was archived/i.test(said)) return ARCHIVED
  return status === 422 ? unprocessable(answer, said) : BY_STATUS[status]
}

/** GitHub tells these apart in text and in the name of the field only. */
function unprocessable({ data }: Answer, said: string): Refused | undefined {
  const isInvalid = (field: string) =>
    listAt(data, 'errors').some((each) => textAt(each, 'field') === field && textAt(each, 'code') === 'invalid')
  if (/pull request already exists/i.test(said)) {
    return { code: 'exists', hint: 'see to the pull request that its branch already has' }
  }
  if (/no commits between/i.test(said)) {
    return { code: 'no-commits', hint: 'the base already holds the change: run it again', retry: false }
  }
  if (isInvalid('head')) return { code: 'no-branch', hint: 'run it again: the branch is pushed anew' }
  if (isInvalid('base')) {
    return { code: 'no-base', hint: 'see to the default branch of the repository that forge.repository names' }
  }
  return undefined
}

/** A whole answer that is not what GitHub's API says. */
export function odd(what: string): Failure {
  return oddAnswer(GITHUB, what)
}
