import { Failure } from '../failure.ts'
import type { RestServer } from '../rest.ts'

/** A page of 100 pull requests with bodies of full length stays below this. */
const LIMIT = 64 * 1024 * 1024
const EMPTY = new Set([204, 205, 304])

export interface Bounds {
  readonly fetch: typeof fetch
  /** Milliseconds for the whole answer. */
  readonly timeoutMs: number
  /** Aborts after so long; the model has no timer. */
  readonly after: (milliseconds: number) => AbortSignal
}

/** A fetch that answers with the whole body, or fails: in time, within bounds, and never from another place than asked. */
export function boundedFetch(server: RestServer, bounds: Bounds): typeof fetch {
  return async (input, init) => {
    const signal = bounds.after(bounds.timeoutMs)
    try {
      const response = await bounds.fetch(input, { ...init, signal, redirect: 'manual' })
      const body = EMPTY.has(response.status) ? null : await wholeBody(server, response, signal, bounds.timeoutMs)
      return new Response(body, { status: response.status, headers: response.headers })
    } catch (error) {
      throw error instanceof Failure ? error : unreachable(server, error, bounds.timeoutMs)
    }
  }
}

async function wholeBody(
  server: RestServer,
  response: Response,
  signal: AbortSignal,
  timeoutMs: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length
      if (size > LIMIT) throw odd(server, `an answer of more than ${LIMIT} bytes`)
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof Failure) throw error
    throw signal.aborted
      ? unreachable(server, signal.reason, timeoutMs)
      : lost(server, 'cut-answer', 'the answer broke off')
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}

function unreachable(server: RestServer, error: unknown, timeoutMs: number): Failure {
  if (error instanceof Error && error.name === 'TimeoutError')
    return lost(server, 'timeout', `${server.title} did not answer within ${timeoutMs} ms`)
  const cause = error instanceof Error ? error.cause : undefined
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
  return lost(server, 'unreachable', `${server.title} cannot be reached${code}`)
}

/** Nothing came back, not all of it, or more than anybody reads. */
export function lost(server: RestServer, code: 'timeout' | 'unreachable' | 'cut-answer', what: string): Failure {
  const hint = `see to the network between here and ${server.title}, and its status page; it is tried again next time`
  return new Failure(`${server.name}/${code}`, what, { hint, retry: true })
}

/** A whole answer that is not what the server's API says. */
export function odd(server: RestServer, what: string): Failure {
  return new Failure(`${server.name}/bad-answer`, what, {
    hint: `see whether forge.url is the address of a ${server.title}`,
  })
}

/** An answer of 2xx that is no JSON: a page for people, such as of a log-in before the API, or one that broke off. */
export function unparsed(server: RestServer, shown: string, type = ''): Failure {
  return /^text\/html\b/i.test(type)
    ? odd(server, `${shown}: the answer is a page for people`)
    : lost(server, 'cut-answer', `${shown}: the answer is not whole`)
}
