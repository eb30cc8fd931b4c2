import type { Json } from '../../model/json.ts'
import { listAt, textAt } from '../../model/json.ts'
import { hasNextPage } from '../../model/rest.ts'
import type { Check } from '../../model/review.ts'
import type { Desk } from './place.ts'
import { PER_PAGE } from './pulls.ts'

const PAGES = 20

/** A commit status; Gitea has no place for texts and annotations beside it. */
export async function setCheck(desk: Desk, { name, commit, state, summary, url = '' }: Check): Promise<void> {
  const known = await newestOf(desk, commit, name)
  const isSaid =
    textAt(known, 'status') === state &&
    textAt(known, 'description') === summary &&
    (textAt(known, 'target_url') ?? '') === url
  if (isSaid) return
  const body = { context: name, state, description: summary, target_url: url }
  await desk.connection.request({ method: 'POST', path: `${desk.path}/statuses/${commit}`, body })
}

/** The newest word of a name, out of the newest words of all names. */
async function newestOf({ connection, path }: Desk, commit: string, name: string): Promise<Json | undefined> {
  for (let page = 1; page <= PAGES; page++) {
    const query = `limit=${PER_PAGE}&page=${page}`
    const answer = await connection.request({ method: 'GET', path: `${path}/commits/${commit}/status`, query })
    const found = listAt(answer.data, 'statuses').find((each) => textAt(each, 'context') === name)
    if (found !== undefined || !hasNextPage(answer)) return found
  }
  return undefined
}
