import type { Json } from '../../model/json.ts'
import { at } from '../../model/json.ts'
import { hasNextPage } from '../../model/rest.ts'
import type { Connection, Parameters } from './connection.ts'
import { odd } from './failures.ts'

const PER_PAGE = 100
/** The first 10,000 of a list are looked at. */
const PAGES = 100
/** Pages that are remembered; the oldest go first. */
const REMEMBERED = 300

interface Page {
  readonly items: readonly Json[]
  readonly hasNext: boolean
}

/** The lists of a repository, page by page. */
export interface Pages {
  /** `key` names the list inside the answer, where it is not the answer itself. */
  of(route: string, parameters: Parameters, key?: string): AsyncGenerator<readonly Json[]>
  all(route: string, parameters: Parameters, key?: string): Promise<readonly Json[]>
}

/** Asks for a page it has seen with its ETag: an answer of 304 costs nothing of the rate limit. */
export function pagesOf(connection: Connection): Pages {
  const seen = new Map<string, Page & { readonly etag: string }>()
  const remember = (key: string, page: Page, etag: string) => {
    seen.delete(key)
    seen.set(key, { ...page, etag })
    for (const oldest of [...seen.keys()].slice(0, Math.max(0, seen.size - REMEMBERED))) seen.delete(oldest)
  }
  const pageOf = async (route: string, parameters: Parameters, inside: string | undefined): Promise<Page> => {
    const key = JSON.stringify([route, parameters])
    const known = stillKnown(seen.get(key))
    const headers = known === undefined ? {} : { headers: { 'if-none-match': known.etag } }
    const answer = await connection.request(route, { ...parameters, ...headers })
    if (answer.status === 304 && known) return known
    const items = inside === undefined ? answer.data : at(answer.data, inside)
    if (!Array.isArray(items)) throw odd(`${route}: the answer is no list`)
    const found = { items, hasNext: hasNextPage(answer) }
    if (answer.headers.etag !== undefined) remember(key, found, answer.headers.etag)
    return found
  }
  async function* of(route: string, parameters: Parameters, inside?: string): AsyncGenerator<readonly Json[]> {
    for (let page = 1; page <= PAGES; page++) {
      const { items, hasNext } = await pageOf(route, { per_page: PER_PAGE, ...parameters, page }, inside)
      yield items
      if (!hasNext) return
    }
  }
  const all: Pages['all'] = async (...asked) => {
    const items: Json[] = []
    for await (const page of of(...asked)) items.push(...page)
    return items
  }
  return { of, all }
}

/** The tag of a page that is full does not tell whether another one follows it by now, so such a last page is asked for anew. */
function stillKnown<T extends Page>(page: T | undefined): T | undefined {
  return page === undefined || page.hasNext || page.items.length < PER_PAGE ? page : undefined
}
