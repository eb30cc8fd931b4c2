import type { Receiver, ReceiverAnswer } from '../receiver.ts'
import { receiver } from '../receiver.ts'
import { breaches } from './shape.ts'

const message = { type: 'string', minLength: 1, maxLength: 4000 }
const hook = { type: 'object', properties: { text: message }, required: ['text'], additionalProperties: false }
const id = { type: 'string', pattern: '^[a-z0-9]{26}$' }
const posting = {
  type: 'object',
  properties: {
    channel_id: id,
    message,
    root_id: { anyOf: [id, { const: '' }] },
    pending_post_id: { type: 'string', maxLength: 100 },
    props: { type: 'object' },
  },
  required: ['channel_id', 'message'],
  additionalProperties: false,
}
const patching = { type: 'object', properties: { message }, additionalProperties: false }

export interface MattermostPost {
  readonly id: string
  readonly message: string
  readonly root: string
}

export interface MattermostService {
  readonly place: Receiver
  readonly url: string
  readonly posts: readonly MattermostPost[]
  remove(id: string): void
}

export async function mattermostHook(): Promise<Receiver> {
  const place = await receiver()
  place.answerBy(({ body }) =>
    breaches(hook, JSON.parse(body)).length === 0 ? { status: 200, body: 'ok' } : { status: 400, body: '{}' },
  )
  return place
}

/** Posts of one channel, below a path of the server's own. */
export async function mattermostService(token: string, channel: string): Promise<MattermostService> {
  const place = await receiver()
  const posts: MattermostPost[] = []
  const pending = new Map<string, string>()
  const answer = (status: number, content: object): ReceiverAnswer => ({ status, body: JSON.stringify(content) })
  const create = (body: Record<string, string>): ReceiverAnswer => {
    if (breaches(posting, body).length > 0 || body.channel_id !== channel) return answer(400, {})
    const known = pending.get(body.pending_post_id ?? '')
    const created = known ?? `post${String(posts.length).padStart(22, '0')}`
    if (known === undefined) posts.push({ id: created, message: body.message ?? '', root: body.root_id ?? '' })
    pending.set(body.pending_post_id ?? '', created)
    return answer(201, { id: created, message: body.message })
  }
  const patch = (post: string, body: Record<string, string>): ReceiverAnswer => {
    const at = posts.findIndex((each) => each.id === post)
    if (breaches(patching, body).length > 0) return answer(400, {})
    if (at < 0) return answer(404, { id: 'app.post.get.app_error' })
    posts[at] = { id: post, message: body.message ?? '', root: '' }
    return answer(200, { id: post })
  }
  place.answerBy(({ method, path, headers, body }) => {
    if (headers.authorization !== `Bearer ${token}`) return answer(401, {})
    const content = JSON.parse(body) as Record<string, string>
    const [, post] = /^\/chat\/api\/v4\/posts\/([a-z0-9]+)\/patch$/.exec(path) ?? []
    if (post !== undefined && method === 'PUT') return patch(post, content)
    return path === '/chat/api/v4/posts' && method === 'POST' ? create(content) : answer(404, {})
  })
  const remove = (post: string) =>
    void posts.splice(
      posts.findIndex((each) => each.id === post),
      1,
    )
  return { place, url: new URL('/chat/', place.url).href, posts, remove }
}
