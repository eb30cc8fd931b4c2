import type { Json } from '../../model/json.ts'
import { at, textAt } from '../../model/json.ts'
import type { KeptRemark } from '../../model/pull-desk.ts'
import { odd } from '../../model/rest/bounded-fetch.ts'
import { itemsOf } from '../../model/rest/pages.ts'
import { utcOf } from '../../model/utc.ts'
import { pages, untrusted } from './client.ts'
import type { Desk } from './place.ts'
import { guarded, unguarded } from './quick-actions.ts'
import { GITLAB } from './server.ts'

/** All notes as GitLab has them, its own included, oldest first. One attempt. */
export async function allNotes({ project, once }: Desk, number: number): Promise<readonly Json[]> {
  const { notes } = await once()
  const asked = { orderBy: 'created_at', sort: 'asc', perPage: 100, maxPages: 1, showExpanded: true } as const
  return await itemsOf(pages((page) => notes.all(project, number, { ...asked, page })))
}

/** What people and we wrote, oldest first. One attempt. */
export async function notesOn(desk: Desk, number: number): Promise<readonly KeptRemark[]> {
  const { users } = await desk.once()
  const ours = textAt(untrusted(await users.showCurrentUser()), 'username')
  if (ours === undefined) throw odd(GITLAB, 'GET /user: the answer is no user')
  const notes = await allNotes(desk, number)
  return notes.filter((each) => at(each, 'system') !== true).map((each) => remarkOf(each, ours))
}

export async function say({ project, once }: Desk, number: number, text: string): Promise<void> {
  const { notes } = await once()
  await notes.create(project, number, guarded(text))
}

export async function editNote(
  { project, resources }: Desk,
  number: number,
  { id }: KeptRemark,
  text: string,
): Promise<void> {
  const { notes } = await resources()
  await notes.edit(project, number, id, { body: guarded(text) })
}

function remarkOf(value: Json, ours: string): KeptRemark {
  const id = at(value, 'id')
  const [by, text] = [textAt(value, 'author', 'username'), textAt(value, 'body')]
  const [written, changed] = [textAt(value, 'created_at'), textAt(value, 'updated_at')]
  const when = utcOf(written)
  if (typeof id !== 'number' || by === undefined || text === undefined || when === undefined) {
    throw odd(GITLAB, 'the answer is no note')
  }
  const isOurs = by === ours
  const plain = text.replaceAll('\r\n', '\n')
  return { id, by, at: when, text: isOurs ? unguarded(plain) : plain, isOurs, isEdited: changed !== written }
}
