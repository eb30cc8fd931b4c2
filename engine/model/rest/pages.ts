import type { Json } from '../json.ts'
import type { Answer, RestRequest, RestServer } from '../rest.ts'
import { hasNextPage } from '../rest.ts'
import { odd } from './bounded-fetch.ts'

/** So many pages of a list are read; nobody keeps more open. */
const PAGES = 200

/** The pages of a list; one is asked for when the one before is used up. Throws `…/bad-answer` where it is no list. */
export async function* pagesOf(
  ask: (request: RestRequest) => Promise<Answer>,
  server: RestServer,
  path: string,
  query: Readonly<Record<string, string>>,
): AsyncGenerator<readonly Json[]> {
  for (let page = 1; page <= PAGES; page++) {
    const search = new URLSearchParams({ ...query, page: String(page) }).toString()
    const answer = await ask({ method: 'GET', path, query: search })
    if (!Array.isArray(answer.data)) throw odd(server, `GET ${path}: the answer is no list`)
    yield answer.data
    if (!hasNextPage(answer)) return
  }
}

/** All items of a list. */
export async function itemsOf(pages: AsyncIterable<readonly Json[]>): Promise<readonly Json[]> {
  const all: Json[] = []
  for await (const page of pages) all.push(...page)
  return all
}
