import type { Json } from '../../model/json.ts'
import { at, textAt } from '../../model/json.ts'
import type { KeptRemark } from '../../model/pull-desk.ts'
import type { Desk } from './desk.ts'
import { odd } from './failures.ts'

const LIST = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments'
const CREATE = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments'
const UPDATE = 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}'

/** The comments of a pull request, oldest first. */
export async function commentsOn({ place, pages, self }: Desk, number: number): Promise<readonly KeptRemark[]> {
  const login = await self()
  const found = await pages.all(LIST, { owner: place.owner, repo: place.name, issue_number: number })
  return found.map((each) => commentOf(each, login))
}

/** One attempt, since a lost answer may hide that it was made. */
export async function say({ connection, place }: Desk, number: number, text: string): Promise<void> {
  await connection.once(CREATE, { owner: place.owner, repo: place.name, issue_number: number, body: text })
}

export async function editComment({ connection, place }: Desk, id: number, body: string): Promise<void> {
  await connection.request(UPDATE, { owner: place.owner, repo: place.name, comment_id: id, body })
}

function commentOf(value: Json, self: string): KeptRemark {
  const id = at(value, 'id')
  const [by, text, created, updated] = [['user', 'login'], ['body'], ['created_at'], ['updated_at']].map((keys) =>
    textAt(value, ...keys),
  )
  if (typeof id !== 'number' || created === undefined) throw odd(`${LIST}: the answer holds no comment`)
  return {
    id,
    // An account that is gone.
    by: by ?? 'ghost',
    at: created,
    text: (text ?? '').replaceAll('\r\n', '\n'),
    isOurs: by !== undefined && by.toLowerCase() === self.toLowerCase(),
    isEdited: updated !== undefined && updated !== created,
  }
}
