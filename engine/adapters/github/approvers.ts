import { textAt } from '../../model/json.ts'
import type { Desk } from './desk.ts'
import { mayWrite } from './people.ts'

const REVIEWS = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews'
/** A comment changes nothing of what its author said before. */
const VERDICTS = ['APPROVED', 'CHANGES_REQUESTED', 'DISMISSED']

/** People who may write and whose last verdict approves the commit that is the head now. */
export async function approversOf(desk: Desk, number: number): Promise<readonly string[]> {
  const { place, pages, list, connection } = desk
  const pull = await list.find({ state: 'open' }, (each) => each.number === number)
  if (!pull) return []
  const reviews = await pages.all(REVIEWS, { owner: place.owner, repo: place.name, pull_number: number })
  const last = new Map<string, boolean>()
  for (const each of reviews) {
    const [login, state] = [textAt(each, 'user', 'login'), textAt(each, 'state') ?? '']
    if (login === undefined || !VERDICTS.includes(state)) continue
    last.set(login, state === 'APPROVED' && textAt(each, 'commit_id') === pull.commit)
  }
  const approving = [...last].flatMap(([login, isApproving]) => (isApproving ? [login] : []))
  const may = await Promise.all(approving.map((login) => mayWrite(connection, place, login)))
  return approving.filter((_, i) => may[i])
}
