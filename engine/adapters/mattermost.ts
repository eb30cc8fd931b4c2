import type { Alert, Chat } from '../model/chat.ts'
import type { Line, Service } from '../model/exchange.ts'
import { addressOf, bearer, below, exchange } from '../model/exchange.ts'
import { Failure } from '../model/failure.ts'
import type { HttpRequest } from '../model/http.ts'
import type { JsonObject } from '../model/json.ts'
import { parsedJson, textAt } from '../model/json.ts'
import { mattermostText } from './mattermost/markdown.ts'

export interface MattermostOptions extends Line {
  readonly name?: string
  /** Address of the server as people open it. */
  readonly url: string
  /** Of a bot account. */
  readonly token: string
  /** Id of the channel. */
  readonly channel: string
}

const SERVICE: Service = {
  code: 'mattermost',
  hints: {
    400: 'See to `channel`: the id of the channel (26 characters), as its "View Info" shows it.',
    401: 'The token was revoked or has expired: make a new one for the bot, and change the secret.',
    403: 'Add the bot to the channel, and let it write, and change what it wrote, there.',
    404: 'See to `url` and `channel`: the address of the server, and the id of a channel that still exists.',
  },
}
const ID = /^[a-z0-9]{26}$/

type Send = (method: HttpRequest['method'], path: string, content: JsonObject) => Promise<string | undefined>

/** One post a life, kept up to date, with its course in the thread. */
export function mattermost({ name = 'mattermost', url, token, channel, ...line }: MattermostOptions): Chat {
  const server = addressOf(url, 'mattermost')
  const headers = { 'content-type': 'application/json', authorization: bearer(token, 'mattermost') }
  const send: Send = async (method, path, content) => {
    const request = { method, url: below(server, `/api/v4${path}`), headers, body: JSON.stringify(content) }
    return idIn((await exchange(line, SERVICE, { ...request, needsBody: true }, wholeAnswer)).body)
  }
  return {
    name,
    send: async (alert, thread) => {
      const root = ID.test(thread ?? '') ? thread : undefined
      const isKept = root !== undefined && (await update(send, root, alert))
      if (isKept) await post(send, channel, alert, root)
      return isKept ? root : await post(send, channel, alert)
    },
  }
}

/** False where the post is no more. */
async function update(send: Send, root: string, alert: Alert): Promise<boolean> {
  try {
    await send('PUT', `/posts/${root}/patch`, { message: mattermostText(alert) })
    return true
  } catch (error) {
    if (error instanceof Failure && error.code === 'mattermost/not-found') return false
    throw error
  }
}

/** The server takes a post with the same pending id once within half a minute. */
async function post(send: Send, channel: string, alert: Alert, root = ''): Promise<string | undefined> {
  const { id, environment, event, life = '' } = alert
  return await send('POST', '/posts', {
    channel_id: channel,
    message: mattermostText(alert),
    root_id: root,
    pending_post_id: `isthmus:${id}:${root}`,
    props: { isthmus: { id, environment, event, life } },
  })
}

function wholeAnswer({ body }: { readonly body: string }): Failure | undefined {
  return idIn(body) === undefined
    ? new Failure('mattermost/cut-answer', 'the answer is no post of Mattermost', {
        hint: 'See whether `url` is the address of a Mattermost server; it is tried again next time.',
        retry: true,
      })
    : undefined
}

function idIn(body: string): string | undefined {
  const id = textAt(parsedJson(body), 'id')
  return id !== undefined && ID.test(id) ? id : undefined
}
