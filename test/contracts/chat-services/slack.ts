import type { ReceivedRequest, Receiver, ReceiverAnswer } from '../receiver.ts'
import { receiver } from '../receiver.ts'
import { breaches } from './shape.ts'

const text = { type: 'string', minLength: 1, maxLength: 8000 }
const style = { type: 'object', properties: { bold: { type: 'boolean' } }, additionalProperties: false }

/** The parts of Block Kit that messages may use here, with the limits of docs.slack.dev. */
const element = {
  type: 'object',
  required: ['type'],
  oneOf: [
    { properties: { type: { const: 'text' }, text, style }, required: ['text'], additionalProperties: false },
    { properties: { type: { const: 'emoji' }, name: { type: 'string', pattern: '^[a-z_]+$' } }, required: ['name'] },
    {
      properties: { type: { const: 'link' }, url: { type: 'string', pattern: '^https?://', maxLength: 3000 }, text },
      required: ['url'],
      additionalProperties: false,
    },
  ],
}
const block = {
  type: 'object',
  required: ['type', 'elements'],
  oneOf: [
    {
      properties: {
        type: { const: 'rich_text' },
        elements: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              type: { enum: ['rich_text_section', 'rich_text_preformatted'] },
              elements: { type: 'array', minItems: 1, items: element },
            },
            required: ['type', 'elements'],
            additionalProperties: false,
          },
        },
      },
      additionalProperties: false,
    },
    {
      properties: {
        type: { const: 'context' },
        elements: {
          type: 'array',
          maxItems: 10,
          items: {
            type: 'object',
            properties: {
              type: { const: 'plain_text' },
              text: { ...text, maxLength: 2000 },
              emoji: { type: 'boolean' },
            },
            required: ['type', 'text'],
            additionalProperties: false,
          },
        },
      },
      additionalProperties: false,
    },
  ],
}
const content = {
  text: { type: 'string', minLength: 1, maxLength: 4000, not: { pattern: '<|>|&(?!amp;|lt;|gt;)' } },
  blocks: { type: 'array', minItems: 1, maxItems: 50, items: block },
}
const hook = {
  type: 'object',
  properties: { ...content, unfurl_links: { const: false }, unfurl_media: { const: false } },
  required: ['text', 'blocks'],
  additionalProperties: false,
}
const common = {
  ...content,
  channel: { type: 'string', pattern: '^(C[A-Z0-9]{8,}|#[a-z0-9-]+)$' },
  parse: { const: 'none' },
  link_names: { const: false },
  metadata: {
    type: 'object',
    properties: { event_type: { type: 'string', pattern: '^[a-z_]+$' }, event_payload: { type: 'object' } },
    required: ['event_type', 'event_payload'],
    additionalProperties: false,
  },
}
const stamp = { type: 'string', pattern: '^\\d+\\.\\d+$' }
const posting = {
  type: 'object',
  properties: {
    ...common,
    thread_ts: stamp,
    unfurl_links: { const: false },
    client_msg_id: {
      type: 'string',
      pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
    },
  },
  required: ['channel', 'text', 'blocks'],
  additionalProperties: false,
}
const updating = {
  type: 'object',
  properties: { ...common, ts: stamp },
  required: ['channel', 'ts'],
  additionalProperties: false,
}

/** Text of blocks is bounded as a whole; Slack does not say by what, and was seen to refuse 11,000. */
const MOST_TEXT = 10_000

export interface SlackMessage {
  readonly ts: string
  readonly body: Readonly<Record<string, unknown>>
  readonly thread?: string
}

export interface SlackService {
  readonly place: Receiver
  readonly url: string
  readonly messages: readonly SlackMessage[]
  remove(ts: string): void
}

/** An incoming webhook: `ok`, or a word for what is wrong. */
export async function slackHook(): Promise<Receiver> {
  const place = await receiver()
  place.answerBy(({ headers, body }) => {
    const faults = faultsOf(hook, JSON.parse(body))
    const isJson = headers['content-type']?.startsWith('application/json')
    return isJson && faults.length === 0 ? { status: 200, body: 'ok' } : { status: 400, body: 'invalid_payload' }
  })
  return place
}

/** chat.postMessage and chat.update of one channel: always 200, and told apart by the body. */
export async function slackService(token: string): Promise<SlackService> {
  const place = await receiver()
  const messages: SlackMessage[] = []
  const answer = (content: object): ReceiverAnswer => ({ status: 200, body: JSON.stringify(content) })
  place.answerBy((request: ReceivedRequest) => {
    if (request.headers.authorization !== `Bearer ${token}`) return answer({ ok: false, error: 'invalid_auth' })
    const body = JSON.parse(request.body) as Record<string, string>
    const isPost = request.path === '/api/chat.postMessage'
    if (!isPost && request.path !== '/api/chat.update') return { status: 404 }
    if (faultsOf(isPost ? posting : updating, body).length > 0) return answer({ ok: false, error: 'invalid_blocks' })
    if (!isPost) return update(body)
    const same = messages.find((each) => each.body.client_msg_id === body.client_msg_id)
    const ts = same?.ts ?? `17000000${String(messages.length).padStart(2, '0')}.000100`
    const thread = body.thread_ts
    if (!same) messages.push({ ts, body, ...(thread === undefined ? {} : { thread }) })
    return answer({ ok: true, channel: 'C0123456789', ts })
  })
  const update = (body: Record<string, string>): ReceiverAnswer => {
    const at = messages.findIndex((each) => each.ts === body.ts)
    if (at < 0) return answer({ ok: false, error: 'message_not_found' })
    messages[at] = { ts: body.ts ?? '', body }
    return answer({ ok: true, channel: body.channel, ts: body.ts })
  }
  const remove = (ts: string) =>
    void messages.splice(
      messages.findIndex((each) => each.ts === ts),
      1,
    )
  return { place, url: new URL('/api', place.url).href, messages, remove }
}

function faultsOf(schema: object, body: { readonly blocks?: unknown }): readonly string[] {
  const texts: number[] = []
  JSON.stringify(body.blocks, (key, value: unknown) => {
    if (key === 'text' && typeof value === 'string') texts.push(value.length)
    return value
  })
  const sum = texts.reduce((all, each) => all + each, 0)
  return [...breaches(schema, body), ...(sum > MOST_TEXT ? ['msg_blocks_too_long'] : [])]
}
