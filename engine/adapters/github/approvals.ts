import { textAt } from '../../model/json.ts'
import type { Pull } from '../../model/pull.ts'
import type { Desk } from './desk.ts'

const REVIEWS = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews'
/** A comment changes nothing of what its author said before. */
const VERDICTS = ['APPROVED', 'CHANGES_REQUESTED', 'DISMISSED']

/** People whose last verdict approves the commit that is the head now. */
export async function approvals({ place, pages }: Desk, { number, commit }: Pull): Promise<readonly string[]> {
  const reviews = await pages.all(REVIEWS, { owner: place.owner, repo: place.name, pull_number: number })
  const last = new Map<string, boolean>()
  for (const each of reviews) {
    const [login, state] = [textAt(each, 'user', 'login'), textAt(each, 'state') ?? '']
    if (login === undefined || !VERDICTS.includes(state)) continue
    last.set(login, state === 'APPROVED' && textAt(each, 'commit_id') === commit)
  }
  return [...last].flatMap(([login, isApproving]) => (isApproving ? [login] : []))
}
