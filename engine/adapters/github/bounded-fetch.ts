import { Failure } from '../../model/failure.ts'
import { lost, odd } from './failures.ts'

/** A page of 100 pull requests with bodies of full length stays below this. */
const LIMIT = 64 * 1024 * 1024
const EMPTY = new Set([204, 205, 304])

/** A fetch that answers with the whole body, or fails: in time, within bounds, and never from another place than asked. */
export function boundedFetch(timeoutMs: number): typeof fetch {
  return async (input, init) => {
    const signal = AbortSignal.timeout(timeoutMs)
    try {
      const response = await fetch(input, { ...init, signal, redirect: 'manual' })
      const body = EMPTY.has(response.status) ? null : await wholeBody(response, signal, timeoutMs)
      return new Response(body, { status: response.status, headers: response.headers })
    } catch (error) {
      throw error instanceof Failure ? error : unreachable(error, timeoutMs)
    }
  }
}

async function wholeBody(response: Response, signal: AbortSignal, timeoutMs: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length
      if (size > LIMIT) throw odd(`an answer of more than ${LIMIT} bytes`)
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof Failure) throw error
    throw signal.aborted ? unreachable(signal.reason, timeoutMs) : lost('cut-answer', 'the answer broke off')
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}

function unreachable(error: unknown, timeoutMs: number): Failure {
  if (error instanceof Error && error.name === 'TimeoutError')
    return lost('timeout', `GitHub did not answer within ${timeoutMs} ms`)
  const cause = error instanceof Error ? error.cause : undefined
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
  return lost('unreachable', `GitHub cannot be reached${code}`)
}
