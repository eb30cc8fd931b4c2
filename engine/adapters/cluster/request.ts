import type { IncomingMessage, RequestOptions } from 'node:http'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { KubeConfig } from '@kubernetes/client-node'
import { Failure } from '../../model/failure.ts'
import type { Json } from '../../model/json.ts'
import { reusedAgents } from './agents.ts'
import type { Context } from './context.ts'
import { badContext, failureOf, reasonOf, unreachable } from './failures.ts'

/** A whole list page stays below this; a Secret or ConfigMap holds at most 1 MiB, and a page 500 of them only in theory. */
const BODY_LIMIT = 128 * 1024 * 1024

/** What views and the Lease alone need beside GET. */
export interface Write {
  readonly method: 'POST' | 'PUT' | 'DELETE'
  readonly body: Json
}

export interface Get {
  readonly write?: Write
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** Until the answer's head, and for `readJson` until its end. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal
}

/** An API server with the rights of one context. */
export interface Connection {
  /** Address of the server that was asked last, for messages. */
  readonly host: string
  /** Sends a GET, unless something else is asked for. The answer's body is still to be read. */
  get(request: Get): Promise<IncomingMessage>
}

/** Connects with a context. What was connected for one GET serves the next ones as well. */
export function connectionTo(context: Context): Connection {
  const reuse = reusedAgents()
  const state = { host: '' }
  const get = async (config: KubeConfig, request: Get) => {
    const host = config.getCurrentCluster()?.server ?? ''
    state.host = host
    if (!URL.canParse(host) || !/^https?:$/.test(new URL(host).protocol))
      throw badContext(context.name, 'the server is no address that begins with https:')
    const headers = { Accept: 'application/json', 'User-Agent': 'isthmus', 'Content-Type': 'application/json' }
    const options: RequestOptions = { headers, method: request.write?.method ?? 'GET' }
    await authorize(config, options)
    // A kept connection may close just when it is taken: a GET is asked again, but a write may have been done.
    const agreed = request.write ? options : { ...options, agent: reuse(options) }
    return await send(host, agreed, request, context.name)
  }
  return {
    get host() {
      return state.host
    },
    get: async (request) => {
      const config = await context.current()
      try {
        return await get(config, request)
      } catch (error) {
        if (!(error instanceof Failure) || !OF_ACCESS.includes(error.code)) throw error
        const renewed = await context.renewed()
        const mayBeDone = request.write !== undefined && error.code === 'cluster/unreachable'
        if (renewed === config || mayBeDone) throw error
        return await get(renewed, request)
      }
    },
  }
}

/** Failures for which a rotated token, certificate or authority may be the cause. */
const OF_ACCESS: readonly string[] = ['cluster/unauthorized', 'cluster/unreachable', 'cluster/bad-context']

async function send(server: string, options: RequestOptions, request: Get, context: string): Promise<IncomingMessage> {
  const { path, query, timeoutMs, signal, write } = request
  const url = new URL(`${server.replace(/\/+$/, '')}${path}?${new URLSearchParams(query).toString()}`)
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const begin = url.protocol === 'http:' ? httpRequest : httpsRequest
    const onAnswer = (answer: IncomingMessage) => {
      clearTimeout(timer)
      resolve(answer)
    }
    const sent = begun(() => begin(url, { ...options, ...(signal ? { signal } : {}) }, onAnswer), context)
    const timer = setTimeout(() => sent.destroy(timedOut(url.host, timeoutMs)), timeoutMs)
    sent.on('error', (cause) => reject(cause instanceof Failure ? cause : unreachable(url.host, cause)))
    sent.on('close', () => clearTimeout(timer))
    sent.end(write ? JSON.stringify(write.body) : undefined)
  })
  if (response.statusCode === 200 || (write && (response.statusCode ?? 500) < 300)) return response
  const body = await readBody(response, url.host, timeoutMs).catch(() => '')
  throw failureOf(response, body, path)
}

/** Certificates that are none, and headers with line breaks, are refused before anything is sent. */
function begun<T>(begin: () => T, context: string): T {
  try {
    return begin()
  } catch (cause) {
    throw badContext(context, reasonOf(cause), cause)
  }
}

async function authorize(config: KubeConfig, options: RequestOptions): Promise<void> {
  try {
    await config.applyToHTTPSOptions(options)
  } catch (cause) {
    const reason = `no credentials for context ${config.getCurrentContext()}: ${reasonOf(cause)}`
    throw new Failure('cluster/unauthorized', reason, {
      hint: 'log in again, or correct the user of that context in the kubeconfig',
      cause,
    })
  }
}

function timedOut(host: string, timeoutMs: number): Failure {
  return new Failure('cluster/timeout', `${host} did not answer within ${timeoutMs} ms`, {
    hint: 'look whether the API server is overloaded; it is asked again with the next look',
    retry: true,
  })
}

/** Text of a whole answer. The timeout is for all of it: a server that sends a byte now and then is slow, too. */
async function readBody(response: IncomingMessage, host: string, timeoutMs: number): Promise<string> {
  const timer = setTimeout(() => response.destroy(timedOut(host, timeoutMs)), timeoutMs)
  try {
    return await bodyOf(response)
  } catch (cause) {
    throw cause instanceof Failure ? cause : unreachable(host, cause)
  } finally {
    clearTimeout(timer)
  }
}

/** The JSON of a whole answer; `path` is for the message. */
export async function readJson(
  response: IncomingMessage,
  host: string,
  path: string,
  timeoutMs: number,
): Promise<Json> {
  const body = await readBody(response, host, timeoutMs)
  try {
    return JSON.parse(body) as Json
  } catch (cause) {
    throw new Failure('cluster/bad-answer', `${path}: the answer is no JSON`, {
      hint: 'look whether the server of this context is a Kubernetes API server',
      retry: true,
      cause,
    })
  }
}

async function bodyOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > BODY_LIMIT) throw new Error(`an answer of more than ${BODY_LIMIT} bytes`)
    chunks.push(chunk)
  }
  if (!response.complete) throw new Error('the connection closed in the middle of an answer')
  return Buffer.concat(chunks).toString('utf8')
}
