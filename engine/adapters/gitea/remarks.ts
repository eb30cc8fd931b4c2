import type { Json } from '../../model/json.ts'
import { at, textAt } from '../../model/json.ts'
import type { KeptRemark } from '../../model/pull-desk.ts'
import { odd } from '../../model/rest/bounded-fetch.ts'
import { utcOf } from '../../model/utc.ts'
import type { Desk } from './place.ts'
import { GITEA } from './place.ts'

/** All comments, oldest first: Gitea gives them in one page. One attempt. */
export async function remarksOn({ connection, path }: Desk, number: number): Promise<readonly KeptRemark[]> {
  const ours = textAt((await connection.once({ method: 'GET', path: '/user' })).data, 'login')
  if (ours === undefined) throw odd(GITEA, 'GET /user: the answer is no user')
  const { data } = await connection.once({ method: 'GET', path: `${path}/issues/${number}/comments` })
  if (!Array.isArray(data)) throw odd(GITEA, `GET ${path}/issues/${number}/comments: the answer is no list`)
  return data.map((each: Json) => remarkOf(each, ours))
}

export async function say({ connection, path }: Desk, number: number, body: string): Promise<void> {
  await connection.once({ method: 'POST', path: `${path}/issues/${number}/comments`, body: { body } })
}

export async function editRemark({ connection, path }: Desk, { id }: KeptRemark, body: string): Promise<void> {
  await connection.request({ method: 'PATCH', path: `${path}/issues/comments/${id}`, body: { body } })
}

function remarkOf(value: Json, ours: string): KeptRemark {
  const id = at(value, 'id')
  const [by, text] = [textAt(value, 'user', 'login'), textAt(value, 'body')]
  const [written, changed] = [textAt(value, 'created_at'), textAt(value, 'updated_at')]
  const when = utcOf(written)
  if (typeof id !== 'number' || by === undefined || text === undefined || when === undefined) {
    throw odd(GITEA, 'the answer is no comment')
  }
  return { id, by, at: when, text: text.replaceAll('\r\n', '\n'), isOurs: by === ours, isEdited: changed !== written }
}
