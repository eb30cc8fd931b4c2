import { Failure } from './failure.ts'
import type { Http, HttpAnswer, HttpRequest } from './http.ts'
import type { Patience } from './retry.ts'
import { retryAfterMs, withRetries } from './retry.ts'

/** With what a service is reached. */
export interface Line {
  readonly http: Http
  readonly sleep: (milliseconds: number) => Promise<void>
  /** The time, RFC 3339 UTC. */
  readonly now: () => string
  readonly patience?: Patience
}

export interface Service {
  /** First part of the code of its failures. */
  readonly code: string
  /** What to do, by status; a status that stands here is not tried again. */
  readonly hints: Readonly<Record<number, string>>
}

/** What a service means by an answer of 2xx, where it says by its body whether it worked. */
export type Verdict = (answer: HttpAnswer) => Failure | undefined

const PATIENCE: Patience = { attempts: 4, firstWaitMs: 500, patienceMs: 30_000 }
const CODES: Readonly<Record<number, string>> = {
  400: 'refused',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  410: 'gone',
  413: 'too-long',
}
const AGAIN = 'It is tried again next time.'

/**
 * Sends a request until it is taken or no patience is left, and gives the answer of 2xx. Throws a Failure
 * `<service>/…` that names the host: the rest of an address may be a secret.
 */
export async function exchange(
  line: Line,
  service: Service,
  request: HttpRequest,
  verdict?: Verdict,
): Promise<HttpAnswer> {
  const waits = new WeakMap<Failure, number>()
  const once = async () => {
    const answer = await reach(line.http, service, request)
    const failure = failureOf(service, request.url, answer) ?? verdict?.(answer)
    if (!failure) return answer
    const wait = retryAfterMs(answer.headers['retry-after'], line.now())
    if (wait !== undefined) waits.set(failure, wait)
    throw failure
  }
  const askedWait = (failure: Failure) => waits.get(failure)
  return await withRetries(once, { askedWait, sleep: line.sleep, ...(line.patience ?? PATIENCE) })
}

/** An address to send to. Throws `<service>/bad-address`, which repeats nothing of it. */
export function addressOf(url: string, service: string): URL {
  const address = URL.canParse(url) ? new URL(url) : undefined
  if (address && /^https?:$/.test(address.protocol) && address.username === '' && address.password === '')
    return address
  throw new Failure(`${service}/bad-address`, `the address of the ${service} cannot be used`, {
    hint: 'Use an address with http: or https: and no name or password in it; a secret belongs under a key of its own.',
  })
}

/** The address of something below another one, which may have a path of its own. */
export function below(address: URL, path: string): URL {
  const url = new URL(address)
  url.pathname = `${address.pathname.replace(/\/+$/, '')}${path}`
  return url
}

/** The header for a token. A line break from a file would end up in the middle of a header, and the error would show it. */
export function bearer(token: string, service: string): string {
  if (/^[A-Za-z0-9_.=+/~:-]+$/.test(token)) return `Bearer ${token}`
  throw new Failure(`${service}/bad-token`, `the token of the ${service} is empty, or holds what no token holds`, {
    hint: 'See to what `token` of the chat refers to: the token alone, in one line.',
  })
}

async function reach(http: Http, service: Service, request: HttpRequest): Promise<HttpAnswer> {
  try {
    return await http(request)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    const code = error.code.replace(/^[^/]*/, service.code)
    throw new Failure(code, error.message, { hint: error.hint, retry: error.retry })
  }
}

function failureOf({ code, hints }: Service, { host }: URL, { status }: HttpAnswer): Failure | undefined {
  if (status >= 200 && status < 300) return undefined
  const fail = (what: string, hint: string, retry = false) =>
    new Failure(`${code}/${what}`, `${host} answered ${status}`, { hint, retry })
  const hint = hints[status]
  if (hint !== undefined) return fail(CODES[status] ?? 'refused', hint)
  if (status === 408 || status === 429 || status >= 500) return fail('busy', AGAIN, true)
  if (status >= 300 && status < 400) {
    return fail('redirected', 'Name the address that it points to: a message is not carried to another place.')
  }
  return fail(
    CODES[status] ?? 'refused',
    'See to the address and the secret in isthmus.yaml, and to what the receiver logged.',
  )
}
