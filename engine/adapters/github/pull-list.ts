import { markerOf } from '../../model/forge.ts'
import type { Place } from './address.ts'
import type { Connection } from './connection.ts'
import { odd } from './failures.ts'
import type { Pull } from './pull.ts'
import { pullOf } from './pull.ts'

const PER_PAGE = 100
/** The newest 10,000 pull requests are looked at. */
const PAGES = 100
const ROUTE = 'GET /repos/{owner}/{repo}/pulls'

export interface PullQuery {
  readonly state: 'open' | 'all'
  /** `owner:branch`. */
  readonly head?: string
  readonly base?: string
}

interface Page {
  readonly pulls: readonly Pull[]
  readonly hasNext: boolean
}

/** The pull requests of a repository, newest first. */
export interface PullList {
  /** The newest that is so; undefined where none is. */
  find(query: PullQuery, isSo: (pull: Pull) => boolean): Promise<Pull | undefined>
}

/** Asks for a page it has seen with its ETag: an answer of 304 costs nothing of the rate limit. */
export function pullListOf(connection: Connection, { owner, name }: Place): PullList {
  const seen = new Map<string, Page & { readonly etag: string }>()
  const pageOf = async (query: PullQuery, page: number): Promise<Page> => {
    const asked = { sort: 'created', direction: 'desc', per_page: PER_PAGE, ...query, page }
    const key = JSON.stringify(asked)
    const known = seen.get(key)
    const headers = known === undefined ? {} : { headers: { 'if-none-match': known.etag } }
    const answer = await connection.request(ROUTE, { owner, repo: name, ...asked, ...headers })
    if (answer.status === 304 && known) return known
    if (!Array.isArray(answer.data)) throw odd(`${ROUTE}: the answer is no list`)
    const pulls = answer.data.map((each) => pullOf(each, ROUTE))
    const found = { pulls, hasNext: /;\s*rel="?next"?/.test(answer.headers.link ?? '') }
    const { etag } = answer.headers
    if (etag !== undefined) seen.set(key, { ...found, etag })
    return found
  }
  return {
    async find(query, isSo) {
      for (let page = 1; page <= PAGES; page++) {
        const { pulls, hasNext } = await pageOf(query, page)
        const found = pulls.find(isSo)
        if (found) return found
        if (!hasNext) return undefined
      }
      return undefined
    },
  }
}

/**
 * Whose body carries the marker, and whose branch is in the repository itself: anybody may write a marker into the body
 * of a pull request from a fork.
 */
export function carries(marker: string, place: Place): (pull: Pull) => boolean {
  return (pull) => markerOf(pull.body) === marker && isWithin(pull, place)
}

/** False for a fork's, however its branch is called. */
export function isWithin({ from }: Pull, { owner, name }: Place): boolean {
  return from?.toLowerCase() === `${owner}/${name}`.toLowerCase()
}
