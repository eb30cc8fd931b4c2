import { Agent, request } from 'node:https'
import type { Json, JsonObject } from '../../../engine/model/json.ts'

export interface VaultTarget {
  readonly address: string
  /** Name that its certificate must carry. */
  readonly host: string
  /** PEM. */
  readonly ca: string
  readonly token?: string
}

export interface VaultCall {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'LIST'
  /** Below /v1/. */
  readonly path: string
  readonly body?: Json
  readonly timeoutMs?: number
}

export interface VaultAnswer {
  readonly status: number
  readonly body: JsonObject
}

/** One request on a connection of its own: a region that goes dark leaves no half-open one behind. */
export async function askVault(target: VaultTarget, call: VaultCall): Promise<VaultAnswer> {
  const { method = call.body === undefined ? 'GET' : 'POST', path, body, timeoutMs = 30_000 } = call
  const text = body === undefined ? undefined : JSON.stringify(body)
  const agent = new Agent({ keepAlive: false })
  try {
    return await new Promise((resolve, reject) => {
      const sent = request(
        {
          ...{ host: target.address, port: 8200, servername: target.host, ca: target.ca, agent, method },
          path: `/v1/${path}`,
          headers: {
            ...(target.token === undefined ? {} : { 'x-vault-token': target.token }),
            ...(text === undefined
              ? {}
              : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
          },
          signal: AbortSignal.timeout(timeoutMs),
        },
        (response) => {
          const parts: Buffer[] = []
          response.on('data', (part: Buffer) => parts.push(part))
          response.on('error', reject)
          response.on('end', () => {
            const answer = Buffer.concat(parts).toString()
            resolve({ status: response.statusCode ?? 0, body: answer === '' ? {} : (JSON.parse(answer) as JsonObject) })
          })
        },
      )
      sent.on('error', reject)
      sent.end(text)
    })
  } finally {
    agent.destroy()
  }
}

/** The body of a 2xx answer; throws what Vault says against it. */
export async function mustVault(target: VaultTarget, call: VaultCall): Promise<JsonObject> {
  const { status, body } = await askVault(target, call)
  if (status < 200 || status > 299) throw new Error(`vault ${call.path}: ${status} ${JSON.stringify(body)}`)
  return body
}
