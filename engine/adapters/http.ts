import { Failure } from '../model/failure.ts'
import type { Http, HttpAnswer, HttpRequest } from '../model/http.ts'

export interface HttpOptions {
  /** For one exchange, with its whole answer. */
  readonly timeoutMs?: number
  /** Bytes of an answer. */
  readonly limit?: number
  /** How requests go out; Node's own where absent. */
  readonly fetch?: typeof fetch | undefined
}

const AGAIN = 'See whether the receiver runs, and to the network between; it is tried again next time.'

/** Exchanges over fetch: in time, within bounds, and never with another place than asked. */
export function httpClient({ timeoutMs = 10_000, limit = 1024 * 1024, ...options }: HttpOptions = {}): Http {
  return async (request) => {
    const { method, url, body } = request
    const signal = AbortSignal.timeout(timeoutMs)
    const headers = { 'user-agent': 'isthmus', ...request.headers }
    const more = body === undefined ? {} : { body }
    try {
      const response = await (options.fetch ?? fetch)(url, { method, headers, signal, redirect: 'manual', ...more })
      return await answerOf(response, request, limit)
    } catch (error) {
      throw error instanceof Failure ? error : unreachable(url, error, signal)
    }
  }
}

async function answerOf(response: Response, { url, needsBody }: HttpRequest, limit: number): Promise<HttpAnswer> {
  const { status } = response
  const headers = Object.fromEntries(response.headers)
  if (needsBody === true) return { status, headers, body: await wholeBody(response, url, limit) }
  // The status has said it all, however the rest ends.
  await response.body?.cancel().catch(() => {})
  return { status, headers, body: '' }
}

async function wholeBody(response: Response, url: URL, limit: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > limit) throw failure('too-long', `${url.host} answered with more than ${limit} bytes`, false)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function unreachable(url: URL, error: unknown, signal: AbortSignal): Failure {
  if (signal.aborted) return failure('timeout', `${url.host} did not answer in time`, true)
  const cause = error instanceof Error ? error.cause : undefined
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (code === 'UND_ERR_SOCKET' || (error instanceof Error && error.message === 'terminated')) {
    return failure('cut-answer', `${url.host} broke off`, true)
  }
  return failure('unreachable', `${url.host} cannot be reached${code === '' ? '' : ` (${code})`}`, true)
}

function failure(code: string, message: string, retry: boolean): Failure {
  return new Failure(`http/${code}`, message, { hint: AGAIN, retry })
}
