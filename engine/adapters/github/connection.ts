import type { Octokit } from 'octokit'
import { Failure } from '../../model/failure.ts'
import { boundedFetch, unparsed } from '../../model/rest/bounded-fetch.ts'
import type { Refusal } from '../../model/rest/refusal.ts'
import { refusalOf } from '../../model/rest/refusal.ts'
import { retrying } from '../../model/rest/retrying.ts'
import { checkedToken } from '../../model/rest/token.ts'
import type { Answer } from '../../model/rest.ts'
import { GITHUB, judge } from './failures.ts'

export interface ConnectionOptions {
  /** Address of the REST API. */
  readonly api: string
  /** Asked before every request, since a mounted token is renewed under way. */
  readonly token: () => Promise<string>
  /** Called where the token was refused and the next may do better. */
  readonly renew?: () => void
  /** The time, RFC 3339 UTC. */
  readonly now: () => string
  readonly sleep: (milliseconds: number) => Promise<void>
  /** For one attempt, with its whole answer. */
  readonly timeoutMs: number
  readonly fetch?: typeof fetch | undefined
}

export type Parameters = Readonly<Record<string, unknown>>

export interface Connection {
  /** `METHOD /path/{with}/{parameters}`. Resolves for 2xx, and for 304 where `if-none-match` was sent. Throws `github/…`. */
  request(route: string, parameters: Parameters): Promise<Answer>
  /** One attempt, for what must not be sent twice unseen. */
  once(route: string, parameters: Parameters): Promise<Answer>
  /** Runs a piece of work again while it fails with what may pass. */
  retried<T>(work: () => Promise<T>): Promise<T>
}

const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** octokit sends, this decides what to try again: its own plugins sleep without asking anybody. */
export function connectionTo(options: ConnectionOptions): Connection {
  const { failureOf, retried } = retrying(GITHUB, options)
  const opened: { client?: Promise<Octokit> } = {}
  const once = async (route: string, parameters: Parameters): Promise<Answer> => {
    const token = checkedToken(GITHUB, await options.token())
    opened.client ??= open(options)
    const outcome = await send(await opened.client, token, route, parameters, options.now)
    if (!('failure' in outcome)) return outcome
    throw failureOf({ ...outcome, failure: afterRenewal(outcome.failure, options) })
  }
  return { once, retried, request: (route, parameters) => retried(() => once(route, parameters)) }
}

/** A new token may be refused until all servers of GitHub know it, and an old one be revoked under way. */
function afterRenewal(failure: Failure, { renew }: ConnectionOptions): Failure {
  if (renew === undefined || failure.code !== 'github/unauthorized') return failure
  renew()
  return new Failure(failure.code, failure.message, { hint: failure.hint, retry: true })
}

async function open({ api, timeoutMs, fetch: send = fetch }: ConnectionOptions): Promise<Octokit> {
  const { Octokit } = await import('octokit')
  return new Octokit({
    baseUrl: api,
    userAgent: 'isthmus',
    log: SILENT,
    retry: { enabled: false },
    throttle: { enabled: false },
    request: { fetch: boundedFetch(GITHUB, { fetch: send, timeoutMs, after: (ms) => AbortSignal.timeout(ms) }) },
  })
}

async function send(
  client: Octokit,
  token: string,
  route: string,
  { headers, ...parameters }: Parameters & { readonly headers?: unknown },
  now: () => string,
): Promise<Answer | Refusal> {
  const own = typeof headers === 'object' ? headers : {}
  const shown = route.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(parameters[name]))
  const authorized = { ...own, authorization: `Bearer ${token}`, 'x-github-api-version': '2022-11-28' }
  const hide = (text: string) => text.replaceAll(token, '(token)')
  const refused = (answer: Answer) => refusalOf(answer, { server: GITHUB, judge, shown, now: now(), hide })
  try {
    const { status, headers: given, data } = await client.request(route, { ...parameters, headers: authorized })
    if (status >= 300) return refused({ status, headers: textsOf(given), data })
    // octokit hands a text on that it could not parse.
    if (typeof data === 'string' && status !== 204)
      return { failure: unparsed(GITHUB, shown, textsOf(given)['content-type']) }
    return { status, headers: textsOf(given), data }
  } catch (error) {
    const answer = answerIn(error)
    if (answer) return answer.status === 304 ? answer : refused(answer)
    const { cause } = error as Error
    if (!(cause instanceof Failure)) throw error
    return { failure: new Failure(cause.code, `${shown}: ${cause.message}`, { hint: cause.hint, retry: cause.retry }) }
  }
}

/** The answer that octokit throws for 304 and 4xx on. */
function answerIn(error: unknown): Answer | undefined {
  if (!(error instanceof Error && 'response' in error)) return undefined
  const { status, headers, data } = (error.response ?? {}) as Partial<Answer>
  return status === undefined ? undefined : { status, headers: textsOf(headers ?? {}), data: data ?? null }
}

function textsOf(headers: object): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}
