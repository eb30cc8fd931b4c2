import type { ClockReading } from '../../model/checkup.ts'
import { Failure } from '../../model/failure.ts'
import type { Json } from '../../model/json.ts'
import { parsedJson } from '../../model/json.ts'
import { isSafe } from '../../model/rest/address.ts'
import { isLimited } from '../../model/rest/rate-limit.ts'

export interface AskOptions {
  /** Address of the REST API. */
  readonly api: string
  readonly headers: Readonly<Record<string, string>>
  /** The time, RFC 3339 UTC. */
  readonly now: () => string
  readonly fetch: typeof fetch
  readonly timeoutMs: number
}

export interface Answer {
  readonly status: number
  readonly header: (name: string) => string | undefined
  readonly data: Json
  readonly clock: ClockReading | undefined
}

const LIMIT = 4 * 1024 * 1024

/**
 * One GET; any answer is an answer, but 401, which no other question would change, and those that say nothing of what was asked.
 * Redirects are not followed: the token stays.
 */
export async function askForge(options: AskOptions, path: string): Promise<Answer> {
  const { host } = new URL(options.api)
  try {
    const signal = AbortSignal.timeout(options.timeoutMs)
    const response = await options.fetch(`${options.api}${path}`, {
      headers: options.headers,
      signal,
      redirect: 'manual',
    })
    const text = await response.text()
    const { status } = response
    const header = (name: string) => response.headers.get(name) ?? undefined
    const data = parsed(text)
    const failure = noAnswer(host, { status, headers: Object.fromEntries(response.headers), data })
    if (failure) throw failure
    return { status, header, data, clock: clockOf(header('date'), options.now()) }
  } catch (error) {
    if (error instanceof Failure) throw error
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    const why = cause instanceof Error ? ('code' in cause ? String(cause.code) : cause.name) : 'unknown cause'
    throw new Failure('forge/unreachable', `${host} cannot be reached (${why})`, {
      hint: 'see to the address, the proxy (HTTPS_PROXY, NO_PROXY) and the authorities (network.caFile) that isthmus.yaml names',
      retry: true,
      cause: error,
    })
  }
}

function clockOf(date: string | undefined, ours: string): ClockReading | undefined {
  const time = Date.parse(date ?? '')
  return Number.isNaN(time) ? undefined : { theirs: new Date(time).toISOString().replace(/\.\d+Z$/, 'Z'), ours }
}

/** The address as it was written, without slashes at its end. Throws `forge/bad-address`. */
export function checkedAddress(url: string): string {
  if (URL.canParse(url) && isSafe(new URL(url))) return url.replace(/\/+$/, '')
  throw new Failure('forge/bad-address', 'the address of the forge cannot be used', {
    hint: 'write forge.url as https://HOST in isthmus.yaml, with no name, password or query in it',
  })
}

/** A forge that is busy, or that has the repository elsewhere, has not said that something is missing. */
function noAnswer(host: string, answer: Parameters<typeof isLimited>[0]): Failure | undefined {
  const { status } = answer
  if (status === 401) return refused(host)
  if (status >= 500 || isLimited(answer)) {
    return new Failure('forge/unreachable', `${host} answered ${status}`, {
      hint: 'ask again later; nothing is known of the rights and the protection until then',
      retry: true,
    })
  }
  if (status < 300 || status >= 400) return undefined
  return new Failure('forge/moved', `${host} answered ${status}: what was asked for is somewhere else`, {
    hint: 'the repository, its branch or the server has another name now: write it in isthmus.yaml, or fetch again',
  })
}

function refused(host: string): Failure {
  return new Failure('forge/unauthorized', `${host} does not know the token`, {
    hint: 'make a new token, and put it where forge.token in isthmus.yaml refers to',
  })
}

function parsed(text: string): Json {
  return text.length > LIMIT ? null : (parsedJson(text) ?? null)
}
