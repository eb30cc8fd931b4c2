import { Failure } from '../failure.ts'
import { parsedJson } from '../json.ts'
import type { Answer, RestConnection, RestRequest, RestServer } from '../rest.ts'
import type { Bounds } from './bounded-fetch.ts'
import { boundedFetch, unparsed } from './bounded-fetch.ts'
import type { Judge, Refusal } from './refusal.ts'
import { refusalOf } from './refusal.ts'
import { retrying } from './retrying.ts'
import { checkedToken } from './token.ts'

export interface RestOptions extends Bounds {
  readonly server: RestServer
  /** Address of the REST API, without a slash at its end. */
  readonly api: string
  /** Asked before every request, since a mounted token is renewed under way. */
  readonly token: () => Promise<string>
  /** The time, RFC 3339 UTC. */
  readonly now: () => string
  readonly sleep: (milliseconds: number) => Promise<void>
  readonly judge: Judge
}

/** Answers that are kept to be asked for again at no cost. */
const KEPT = 200

interface Kept {
  readonly etag: string
  readonly answer: Answer
}

/** A connection to a REST API that speaks JSON and takes bearer tokens. Nothing is sent before its first request. */
export function restConnection(options: RestOptions): RestConnection {
  const { failureOf, retried } = retrying(options.server, options)
  const kept = new Map<string, Kept>()
  const fetchWhole = boundedFetch(options.server, options)
  const once = async (request: RestRequest): Promise<Answer> => {
    const token = checkedToken(options.server, await options.token())
    const outcome = await send(options, fetchWhole, kept, token, request)
    if ('failure' in outcome) throw failureOf(outcome)
    return outcome
  }
  return { once, retried, request: (request) => retried(() => once(request)) }
}

async function send(
  options: RestOptions,
  fetchWhole: typeof fetch,
  kept: Map<string, Kept>,
  token: string,
  { method, path, query, body }: RestRequest,
): Promise<Answer | Refusal> {
  const { server, api, judge, now } = options
  const url = `${api}${path}${query === undefined || query === '' ? '' : `?${query}`}`
  const known = method === 'GET' ? kept.get(url) : undefined
  const headers = {
    accept: 'application/json',
    authorization: `Bearer ${token}`,
    'user-agent': 'isthmus',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(known === undefined ? {} : { 'if-none-match': known.etag }),
  }
  const shown = `${method} ${path}`
  try {
    const response = await fetchWhole(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const answer = { status: response.status, headers: Object.fromEntries(response.headers), data: null }
    // A tag may be of the body alone: whether a page follows it, which a header says, can have changed (RFC 9111 section 4.3.4).
    if (response.status === 304 && known)
      return { ...known.answer, headers: { ...known.answer.headers, ...answer.headers } }
    const text = await response.text()
    const data = parsedJson(text)
    if (response.status >= 300) {
      const hide = (said: string) => said.replaceAll(token, '(token)')
      return refusalOf({ ...answer, data: data ?? null }, { server, judge, shown, now: now(), hide })
    }
    if (data === undefined && text !== '') return { failure: unparsed(server, shown, answer.headers['content-type']) }
    const whole = { ...answer, data: data ?? null }
    keep(kept, method === 'GET' ? url : undefined, whole)
    return whole
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    const { code, message, hint, retry } = error
    return { failure: new Failure(code, `${shown}: ${message}`, { hint, retry }) }
  }
}

/** The oldest goes first: a long-running server asks for the same few pages again and again. */
function keep(kept: Map<string, Kept>, url: string | undefined, answer: Answer): void {
  const { etag } = answer.headers
  if (url === undefined || etag === undefined) return
  kept.delete(url)
  kept.set(url, { etag, answer })
  const [oldest] = kept.keys()
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest)
}
