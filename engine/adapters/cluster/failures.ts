import type { IncomingMessage } from 'node:http'
import { Failure } from '../../model/failure.ts'
import type { Json } from '../../model/json.ts'
import { parsedJson, textAt } from '../../model/json.ts'
import { visible } from '../../model/visible.ts'

const LONGEST = 300

interface Kind {
  readonly code: string
  readonly hint: string
  readonly retry?: boolean
}

const BY_STATUS: Readonly<Record<number, Kind>> = {
  401: {
    code: 'cluster/unauthorized',
    hint: 'the token has expired or was revoked: log in again, or renew the ServiceAccount token',
  },
  403: { code: 'cluster/forbidden', hint: 'give the user of this context get, list and watch on that kind' },
  404: { code: 'cluster/not-served', hint: 'the cluster does not serve that kind; install its CRD if it should' },
  409: { code: 'cluster/conflict', hint: 'something of that name is there already' },
  410: { code: 'cluster/expired', hint: 'the list has to be started again', retry: true },
  429: { code: 'cluster/throttled', hint: 'the API server is busy; it is asked again with the next look', retry: true },
}
const SERVER_ERROR: Kind = {
  code: 'cluster/server-error',
  hint: 'look at the API server; it is asked again with the next look',
  retry: true,
}
const REFUSED: Kind = {
  code: 'cluster/bad-answer',
  hint: 'look whether the server of this context is a Kubernetes API server',
}

/** Milliseconds that a throttled server asked for, beside the failure. */
const RETRY_AFTER = new WeakMap<Failure, number>()

/** What an answer other than 200 means. Its `Status.message` is other people's text and is made visible. */
export function failureOf(response: IncomingMessage, body: string, path: string): Failure {
  const status = response.statusCode ?? 0
  const kind = kindOf(status)
  const text = visible(statusMessage(body) ?? response.statusMessage ?? '').slice(0, LONGEST)
  const failure = new Failure(kind.code, `${path}: ${status}${text === '' ? '' : ` ${text}`}`, {
    hint: kind.hint,
    retry: kind.retry ?? false,
  })
  const seconds = Number(response.headers['retry-after'] ?? Number.NaN)
  if (Number.isFinite(seconds) && seconds >= 0) RETRY_AFTER.set(failure, seconds * 1000)
  return failure
}

function kindOf(status: number): Kind {
  return BY_STATUS[status] ?? (status >= 500 ? SERVER_ERROR : REFUSED)
}

export function retryAfterOf(failure: Failure): number | undefined {
  return RETRY_AFTER.get(failure)
}

/** A watch's ERROR event carries a Status instead of an object. */
export function failureOfStatus(status: Json, path: string): Failure {
  const code = typeof status === 'object' && status !== null && 'code' in status ? Number(status.code) : 0
  const kind = kindOf(code)
  const text = visible(textAt(status, 'message') ?? 'the watch ended with an error').slice(0, LONGEST)
  return new Failure(kind.code, `${path}: ${text}`, { hint: kind.hint, retry: kind.retry ?? false })
}

export function unreachable(host: string, cause: unknown): Failure {
  return new Failure('cluster/unreachable', `${host} cannot be reached: ${reasonOf(cause)}`, {
    hint: 'look at the network, the name and the certificate of the server in this context',
    retry: true,
    cause,
  })
}

/** A context whose server, certificates or user nobody could connect with. */
export function badContext(context: string, reason: string, cause?: unknown): Failure {
  return new Failure('cluster/bad-context', `context ${context} cannot be used: ${reason}`, {
    hint: 'correct the server, the certificates and the user of that context in the kubeconfig',
    cause,
  })
}

/** The first line of an error without what it quotes of others' files: that may be a token. */
export function reasonOf(cause: unknown): string {
  const first = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : 'unknown cause'
  return visible(first.replaceAll(/"[^"]*"?|<[^>]*>?/g, '…')).slice(0, LONGEST)
}

function statusMessage(body: string): string | undefined {
  return textAt(parsedJson(body), 'message')
}
