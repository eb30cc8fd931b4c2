import type { Alert, Chat } from '../model/chat.ts'
import type { Line, Service } from '../model/exchange.ts'
import { addressOf, bearer, below, exchange } from '../model/exchange.ts'
import { Failure } from '../model/failure.ts'
import type { Json, JsonObject } from '../model/json.ts'
import { parsedJson, textAt } from '../model/json.ts'
import { digest } from '../model/names.ts'
import { slackVerdict } from './slack/answer.ts'
import { slackMessage } from './slack/blocks.ts'

export interface SlackOptions extends Line {
  readonly name?: string
  /** Address of the Web API; another one for GovSlack. */
  readonly url?: string
  readonly token: string
  /** Id or name of the channel. */
  readonly channel: string
}

const SERVICE: Service = { code: 'slack', hints: {} }
const HANDLE = /^([A-Z0-9]{1,32})\/(\d{1,20}\.\d{1,20})$/

interface Root {
  readonly channel: string
  readonly ts: string
}

type Call = (method: string, parameters: JsonObject) => Promise<Json>

/**
 * One message a life, kept up to date, with its course in the thread. Three methods over JSON: `@slack/web-api` would
 * bring its own HTTP client and waits of up to half an hour.
 */
export function slack({ name = 'slack', url = 'https://slack.com/api', token, channel, ...line }: SlackOptions): Chat {
  const api = addressOf(url, 'slack')
  const authorization = bearer(token, 'slack')
  const headers = { 'content-type': 'application/json; charset=utf-8', authorization }
  const call: Call = async (method, parameters) => {
    const body = JSON.stringify(parameters)
    const request = { method: 'POST', url: below(api, `/${method}`), headers, body, needsBody: true } as const
    return parsedJson((await exchange(line, SERVICE, request, slackVerdict)).body) ?? null
  }
  return {
    name,
    send: async (alert, thread) => {
      const root = rootIn(thread)
      const isKept = root !== undefined && (await update(call, root, alert))
      if (isKept) await post(call, { channel: root.channel, thread_ts: root.ts }, alert)
      return isKept ? thread : handleOf(await post(call, { channel }, alert))
    },
  }
}

/** False where the message is no more, or no more ours to change. */
async function update(call: Call, root: Root, alert: Alert): Promise<boolean> {
  try {
    // Unlike chat.postMessage, chat.update looks for mentions unless told otherwise.
    await call('chat.update', { ...root, ...contentOf(alert), parse: 'none', link_names: false })
    return true
  } catch (error) {
    if (error instanceof Failure && error.code === 'slack/message-gone') return false
    throw error
  }
}

async function post(call: Call, place: JsonObject, alert: Alert): Promise<Json> {
  const message = { ...place, ...contentOf(alert), parse: 'none', link_names: false, unfurl_links: false }
  try {
    return await call('chat.postMessage', { ...message, client_msg_id: clientId(alert, place) })
  } catch (error) {
    if (error instanceof Failure && error.code === 'slack/not-double') return await call('chat.postMessage', message)
    throw error
  }
}

function contentOf(alert: Alert): JsonObject {
  const { id, environment, event, life = '' } = alert
  const metadata = { event_type: 'isthmus_alert', event_payload: { id, environment, event, life } }
  return { ...slackMessage(alert), metadata }
}

/** The same for the same message at the same place, however often it is sent: Slack takes it once. */
function clientId({ id }: Alert, place: JsonObject): string {
  const hex = digest(JSON.stringify([id, place]), 32)
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)]
  return parts.join('-')
}

function rootIn(thread: string | undefined): Root | undefined {
  const [, channel, ts] = HANDLE.exec(thread ?? '') ?? []
  return channel === undefined || ts === undefined ? undefined : { channel, ts }
}

function handleOf(answer: Json): string | undefined {
  const handle = `${textAt(answer, 'channel') ?? ''}/${textAt(answer, 'ts') ?? ''}`
  return HANDLE.test(handle) ? handle : undefined
}
