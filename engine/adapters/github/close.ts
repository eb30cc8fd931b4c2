import { markerOf, readStamp, withdrawStamp } from '../../model/forge.ts'
import { textAt } from '../../model/json.ts'
import { digest } from '../../model/names.ts'
import { odd } from './failures.ts'
import { checkLength } from './limits.ts'
import type { Pull } from './pull.ts'
import type { Desk } from './write.ts'
import { patchPull } from './write.ts'

const COMMENT = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments'
const COMMENTS = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments'
const PAGES = 30

/** Says why and closes; false where somebody merged it meanwhile. Again after it was killed, the comment is not repeated. */
export async function closePull(desk: Desk, pull: Pull, comment: string): Promise<boolean> {
  await sayOnce(desk, pull, comment)
  const { state } = await patchPull(desk, pull, { state: 'closed', body: withdrawStamp(pull.body) })
  return state === 'closed'
}

/** A lost answer may hide a comment that was made, so each attempt looks first. */
async function sayOnce(desk: Desk, pull: Pull, comment: string): Promise<void> {
  const { place, connection } = desk
  const key = digest(`${markerOf(pull.body) ?? ''} ${readStamp(pull.body) ?? ''} ${comment}`, 16)
  const mark = `<!-- isthmus-closing:${key} -->`
  const body = `${comment}\n\n${mark}`
  checkLength(body)
  const issue = { owner: place.owner, repo: place.name, issue_number: pull.number }
  await connection.retried(async () => {
    if (!(await isSaid(desk, pull, mark))) await connection.once(COMMENT, { ...issue, body })
  })
}

async function isSaid({ place, connection }: Desk, { number }: Pull, mark: string): Promise<boolean> {
  const issue = { owner: place.owner, repo: place.name, issue_number: number, per_page: 100 }
  for (let page = 1; page <= PAGES; page++) {
    const { data, headers } = await connection.once(COMMENTS, { ...issue, page })
    if (!Array.isArray(data)) throw odd(`${COMMENTS}: the answer is no list`)
    if (data.some((each) => textAt(each, 'body')?.includes(mark))) return true
    if (!/;\s*rel="?next"?/.test(headers.link ?? '')) return false
  }
  return false
}
