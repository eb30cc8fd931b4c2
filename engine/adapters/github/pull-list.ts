import { markerOf, OUR_BRANCHES } from '../../model/forge.ts'
import type { Place } from './address.ts'
import type { Pages } from './pages.ts'
import type { Pull } from './pull.ts'
import { pullOf } from './pull.ts'

const ROUTE = 'GET /repos/{owner}/{repo}/pulls'

export interface PullQuery {
  readonly state: 'open' | 'all'
  /** `owner:branch`. */
  readonly head?: string
  readonly base?: string
}

/** The pull requests of a repository, newest first. */
export interface PullList {
  /** The newest that is so; undefined where none is. */
  find(query: PullQuery, isSo: (pull: Pull) => boolean): Promise<Pull | undefined>
  all(query: PullQuery): Promise<readonly Pull[]>
  /** Those opened later than that (RFC 3339 UTC), in any state. */
  since(time: string): Promise<readonly Pull[]>
}

export function pullListOf(pages: Pages, { owner, name }: Place): PullList {
  const asked = (query: PullQuery) => ({ owner, repo: name, sort: 'created', direction: 'desc', ...query })
  return {
    async find(query, isSo) {
      for await (const page of pages.of(ROUTE, asked(query))) {
        const found = page.map((each) => pullOf(each, ROUTE)).find(isSo)
        if (found) return found
      }
      return undefined
    },
    async since(time) {
      const found: Pull[] = []
      for await (const page of pages.of(ROUTE, asked({ state: 'all' }))) {
        const pulls = page.map((each) => pullOf(each, ROUTE))
        const late = pulls.filter((each) => Date.parse(each.createdAt) > Date.parse(time))
        found.push(...late)
        if (late.length < pulls.length) break
      }
      return found
    },
    all: async (query) => (await pages.all(ROUTE, asked(query))).map((each) => pullOf(each, ROUTE)),
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

/** Its marker where it is a proposal of ours, whichever. */
export function ourMarker(pull: Pull, place: Place): string | undefined {
  return pull.branch.startsWith(OUR_BRANCHES) && isWithin(pull, place) ? markerOf(pull.body) : undefined
}
