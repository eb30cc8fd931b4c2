import { isMarked, markedComment } from '../../model/forge.ts'
import type { Json } from '../../model/json.ts'
import { at, textAt } from '../../model/json.ts'
import type { Remark } from '../../model/way-out.ts'
import type { Desk } from './desk.ts'
import { odd } from './failures.ts'
import { checkLength } from './limits.ts'

const LIST = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments'
const CREATE = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments'
const UPDATE = 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}'

export interface Comment extends Remark {
  readonly id: number
}

/** The comments of a pull request, oldest first. */
export async function commentsOn({ place, pages, self }: Desk, number: number): Promise<readonly Comment[]> {
  const login = await self()
  const found = await pages.all(LIST, { owner: place.owner, repo: place.name, issue_number: number })
  return found.map((each) => commentOf(each, login))
}

/** A lost answer may hide a comment that was made, so each attempt looks first. */
export async function addComment(
  desk: Desk,
  number: number,
  text: string,
  isSaid: (comments: readonly Comment[]) => boolean,
): Promise<boolean> {
  checkLength(text)
  const { connection, place } = desk
  return connection.retried(async () => {
    if (isSaid(await commentsOn(desk, number))) return false
    await connection.once(CREATE, { owner: place.owner, repo: place.name, issue_number: number, body: text })
    return true
  })
}

/** One comment of ours with the marker: made, edited, or left where it says just this. */
export async function ensureComment(
  desk: Desk,
  number: number,
  marker: string,
  text: string,
): Promise<'created' | 'updated' | 'unchanged'> {
  const body = markedComment(marker, text)
  const isIt = (each: Comment) => each.isOurs && isMarked(each.text, marker)
  if (await addComment(desk, number, body, (comments) => comments.some(isIt))) return 'created'
  const known = (await commentsOn(desk, number)).find(isIt)
  if (!known || known.text.trim() === body.trim()) return 'unchanged'
  const { place, connection } = desk
  await connection.request(UPDATE, { owner: place.owner, repo: place.name, comment_id: known.id, body })
  return 'updated'
}

function commentOf(value: Json, self: string): Comment {
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
