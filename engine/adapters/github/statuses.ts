import { textAt } from '../../model/json.ts'
import type { Check } from '../../model/review.ts'
import { cutText } from './cut-text.ts'
import type { Desk } from './desk.ts'

const COMBINED = 'GET /repos/{owner}/{repo}/commits/{ref}/status'
const CREATE = 'POST /repos/{owner}/{repo}/statuses/{sha}'
/** Characters that GitHub keeps of a description. */
const DESCRIPTION_LIMIT = 140

/** Says a check as a commit status, which has neither text nor annotations. A commit takes 1,000 of them, so the same again writes nothing. */
export async function setStatus({ place, pages, connection }: Desk, check: Check): Promise<void> {
  const { name: context, commit, state, url } = check
  const description = cutText(check.summary, DESCRIPTION_LIMIT)
  const repository = { owner: place.owner, repo: place.name }
  const known = await pages.all(COMBINED, { ...repository, ref: commit }, 'statuses')
  const last = known.find((each) => textAt(each, 'context') === context)
  const isSame =
    textAt(last, 'state') === state && textAt(last, 'description') === description && textAt(last, 'target_url') === url
  if (isSame) return
  const target = url === undefined ? {} : { target_url: url }
  await connection.request(CREATE, { ...repository, sha: commit, state, context, description, ...target })
}
