import { Agent, request as send } from 'node:https'
import { setTimeout as wait } from 'node:timers/promises'
import type { Json, JsonObject } from '../../../engine/model/json.ts'

/** What an API server answered; `body` as it came where that is no JSON. */
export interface Answer {
  readonly status: number
  readonly body: Json
}

export interface Target {
  readonly url: string
  /** PEM, or undefined before the server has written it: then nothing is believed but that it serves. */
  readonly ca?: string
  readonly token: string
}

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: Json
  readonly contentType?: string
}

/** One of the API's own Status objects as an error. */
export class ApiError extends Error {
  readonly status: number
  readonly body: Json
  constructor({ status, body }: Answer, call: Call) {
    const message = typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : String(body)
    super(`${call.method ?? 'GET'} ${call.path}: ${status} ${message}`)
    this.status = status
    this.body = body
  }
}

const agent = new Agent({ keepAlive: true, maxSockets: 16 })

const BUSY = 429
const PATIENCE = 20

/**
 * The bare minimum of a client: what the engine itself uses must not be what proves it. A server that says it is busy,
 * as it does for a moment where a definition is new, is asked again.
 */
export async function ask(target: Target, call: Call): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    const answer = await once(target, call)
    if (answer.status !== BUSY || attempt >= PATIENCE) return answer
    await wait(250)
  }
}

async function once(target: Target, call: Call): Promise<Answer> {
  const { method = 'GET', path, query = {}, body, contentType = 'application/json' } = call
  const url = new URL(path, target.url)
  url.search = new URLSearchParams(query).toString()
  const text = body === undefined ? undefined : JSON.stringify(body)
  const headers = {
    authorization: `Bearer ${target.token}`,
    accept: 'application/json',
    ...(text === undefined ? {} : { 'content-type': contentType, 'content-length': String(Buffer.byteLength(text)) }),
  }
  const trust = target.ca === undefined ? { rejectUnauthorized: false } : { ca: target.ca }
  return await new Promise((resolve, reject) => {
    const sent = send(url, { method, headers, agent, timeout: 60_000, ...trust }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', reject)
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: parsed(Buffer.concat(parts).toString()) }),
      )
    })
    sent.on('timeout', () => sent.destroy(new Error(`${url.href} did not answer`)))
    sent.on('error', reject)
    sent.end(text)
  })
}

/** The body of a 2xx answer; throws ApiError for any other. */
export async function must(target: Target, call: Call): Promise<JsonObject> {
  const answer = await ask(target, call)
  if (answer.status < 200 || answer.status > 299) throw new ApiError(answer, call)
  return answer.body as JsonObject
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}
