import { Failure } from '../failure.ts'
import type { Json } from '../json.ts'
import { isObject } from '../json.ts'
import type { Answer, Refused, RestServer } from '../rest.ts'
import { visible } from '../visible.ts'
import { askedWait, isLimited } from './rate-limit.ts'

/** A request that failed, and how long the server asks to wait. */
export interface Refusal {
  readonly failure: Failure
  readonly waitMs?: number
}

/** What a server means by an answer where that is not what the status alone says. `said`: the text of the answer. */
export type Judge = (answer: Answer, said: string) => Refused | undefined

export interface RefusalOptions {
  readonly server: RestServer
  readonly judge: Judge
  /** The request, as messages show it. */
  readonly shown: string
  /** RFC 3339 UTC. */
  readonly now: string
  /** Takes out what no message may repeat. */
  readonly hide: (text: string) => string
}

const LONGEST = 300

/** What an answer other than 2xx means. */
export function refusalOf(answer: Answer, { server, judge, shown, now, hide }: RefusalOptions): Refusal {
  const { status, headers, data } = answer
  const limited = isLimited(answer)
  const said = messageIn(data)
  const text = visible(hide(said)).slice(0, LONGEST)
  const { code, hint, retry = false } = limited ? LIMITED : (judge(answer, said) ?? byStatus(status, server))
  const failure = new Failure(`${server.name}/${code}`, `${shown}: ${status}${text === '' ? '' : ` ${text}`}`, {
    hint,
    retry,
  })
  const waitMs = limited || status >= 500 ? askedWait(headers, limited, now) : undefined
  return waitMs === undefined ? { failure } : { failure, waitMs }
}

const LIMITED: Refused = {
  code: 'rate-limited',
  hint: 'it is tried again next time; a token of its own for Isthmus shares its limit with nobody',
  retry: true,
}

function byStatus(status: number, { title, rights }: RestServer): Refused {
  if (status === 401) {
    return { code: 'unauthorized', hint: 'the token has expired or was revoked: make a new one for forge.token' }
  }
  if (status === 403) return { code: 'forbidden', hint: `give the token and its user these rights: ${rights}` }
  if (status === 404) {
    return {
      code: 'not-found',
      hint: `see to forge.repository and forge.url in isthmus.yaml; a token without rights on a private repository gets this answer too (${rights})`,
    }
  }
  if (status === 409)
    return { code: 'conflict', hint: 'somebody changed it at the same time: run it again', retry: true }
  if (status === 410) {
    return { code: 'gone', hint: 'see whether issues and pull requests are switched on for the repository' }
  }
  if (status === 422 || status === 400) {
    return { code: 'invalid', hint: 'see what the branches and labels of the proposal are called' }
  }
  if (status >= 500) {
    return { code: 'server-error', hint: `see whether ${title} is well; it is tried again next time`, retry: true }
  }
  if (status >= 300 && status < 400) {
    return {
      code: 'moved',
      hint: 'the repository or the server has another name now: write it in isthmus.yaml; a token is not carried to another place',
    }
  }
  return { code: 'refused', hint: `see whether forge.url is the address of a ${title}` }
}

/** Every text below the members in which servers say what is wrong. */
function messageIn(data: Json): string {
  if (!isObject(data)) return ''
  const { message, error, error_description: description, errors } = data
  return [message, error, description, errors].flatMap((each) => textsIn(each)).join('; ')
}

function textsIn(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value]
  if (Array.isArray(value)) return value.flatMap((each: Json) => textsIn(each))
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([key, each]) => textsIn(each).map((text) => `${key} ${text}`))
}
