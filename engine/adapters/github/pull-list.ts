import type { Pull } from '../../model/pull.ts'
import type { PullQuery } from '../../model/pull-desk.ts'
import type { Desk } from './desk.ts'
import { pullOf } from './pull.ts'

const ROUTE = 'GET /repos/{owner}/{repo}/pulls'

/** The pull requests of a repository, newest first. */
export async function* pullPages({ place, pages }: Desk, { state, branch, base }: PullQuery): AsyncGenerator<Pull[]> {
  const { owner, name } = place
  const head = branch === undefined ? {} : { head: `${owner}:${branch}` }
  const asked = { state, ...head, ...(base === undefined ? {} : { base }) }
  for await (const page of pages.of(ROUTE, { owner, repo: name, sort: 'created', direction: 'desc', ...asked }))
    yield page.map((each) => pullOf(each, ROUTE, place))
}

/** Out of the list, which costs nothing where it has not changed. */
export async function showOpen(desk: Desk, number: number): Promise<Pull | undefined> {
  for await (const page of pullPages(desk, { state: 'open' })) {
    const found = page.find((each) => each.number === number)
    if (found) return found
  }
  return undefined
}
