import type { Asked } from './described-api.ts'

export const NAME = 'platform/desired-state'
export const NOW = '2026-01-31T12:00:00Z'
const LATER = '2026-01-31T13:00:00Z'
export const COMMIT = 'c0ffee'.padEnd(40, '0')
/** The account with which the adapter works. */
export const SELF = 'isthmus-bot'

/** A pull request as a server keeps it; tests play people by writing to it. */
export interface Kept {
  readonly number: number
  readonly head: string
  readonly isFork: boolean
  title: string
  body: string
  base: string
  labels: string[]
  state: 'open' | 'closed' | 'merged'
  endedAt: string | null
  readonly author: string
  /** Commit id of its head. */
  sha: string
  reviewers: string[]
  assignees: string[]
  readonly comments: KeptComment[]
  readonly reviews: KeptReview[]
}

export interface KeptComment {
  readonly id: number
  readonly by: string
  body: string
  updatedAt: string
}

export interface KeptReview {
  readonly by: string
  readonly state: string
  readonly commit: string
  readonly isStale?: boolean
  readonly at?: string
}

export interface KeptStatus {
  readonly commit: string
  readonly name: string
  readonly state: string
  readonly summary: string
  readonly url: string
}

/** A repository on a server, with everything that people and the adapter do to it. */
export interface ARepository {
  readonly pulls: Kept[]
  readonly branches: Set<string>
  /** Labels that somebody made. */
  readonly labels: Set<string>
  /** What each person may do: `admin`, `write`, `read`. */
  readonly people: Map<string, string>
  readonly statuses: KeptStatus[]
}

export function aRepository(...branches: readonly string[]): ARepository {
  const people = new Map([
    [SELF, 'admin'],
    ['ada', 'write'],
    ['mallory', 'read'],
  ])
  return { pulls: [], branches: new Set(['main', 'stable', ...branches]), labels: new Set(), people, statuses: [] }
}

/** Somebody's pull request, as it is when just opened. */
export function keptAs(number: number, more: Partial<Kept> = {}): Kept {
  const fresh = { title: 'A change', body: '', base: 'main', head: `branch-${number}`, isFork: false, labels: [] }
  const nobody = { reviewers: [], assignees: [], comments: [], reviews: [] }
  return { number, ...fresh, state: 'open', endedAt: null, author: 'ada', sha: COMMIT, ...nobody, ...more }
}

export function pullAt({ pulls }: ARepository, number: string | number | undefined): Kept {
  const found = pulls.find((each) => String(each.number) === String(number))
  if (!found) throw new Error(`there is no pull request ${number}`)
  return found
}

/** The open one of a branch of the repository itself. */
export function openFrom({ pulls }: ARepository, head: string | undefined, base: string | undefined): Kept | undefined {
  return pulls.find((each) => each.state === 'open' && !each.isFork && each.head === head && each.base === base)
}

export function openPull(repository: ARepository, more: Partial<Kept>): Kept {
  const made = keptAs(Math.max(0, ...repository.pulls.map((each) => each.number)) + 1, more)
  repository.pulls.push(made)
  return made
}

export function commentAs({ pulls }: ARepository, pull: Kept, by: string, body: string): KeptComment {
  const made = { id: pulls.reduce((sum, each) => sum + each.comments.length, 1), by, body, updatedAt: NOW }
  pull.comments.push(made)
  return made
}

export function editComment({ pulls }: ARepository, id: string | undefined, body: string): KeptComment {
  const found = pulls.flatMap((each) => each.comments).find((each) => String(each.id) === id)
  if (!found) throw new Error(`there is no comment ${id}`)
  return Object.assign(found, { body, updatedAt: LATER })
}

/** The newest word of each name on a commit. */
export function newestStatuses({ statuses }: ARepository, commit: string | undefined): readonly KeptStatus[] {
  const here = statuses.filter((each) => each.commit === commit)
  return here.filter((each) => here.findLast((other) => other.name === each.name) === each)
}

/** One page of a list, by the names that the server gives page and size. */
export function pageOf<T>(
  all: readonly T[],
  { page = '1', ...query }: Asked['query'],
  size: { readonly name: string; readonly usual: number; readonly most: number },
): { readonly items: readonly T[]; readonly hasNext: boolean } {
  const many = Math.min(Number(query[size.name] ?? size.usual), size.most)
  const end = Number(page) * many
  return { items: all.slice(end - many, end), hasNext: end < all.length }
}
