import type { Json, JsonObject } from '../../../../engine/model/json.ts'
import type { Asked, Operation } from './openapi.ts'
import { leastSchema } from './openapi.ts'

export const NAME = 'platform/desired-state'
export const NOW = '2026-01-31T12:00:00Z'

export const COMMIT = 'c0ffee'.padEnd(40, '0')

/** A pull request as the server keeps it; tests play people by writing to it. */
export interface Kept {
  readonly number: number
  readonly head: string
  /** `owner/name` where the branch is. */
  readonly from: string
  title: string
  body: string
  base: string
  labels: string[]
  state: 'open' | 'closed'
  mergedAt: string | null
  closedAt: string | null
  readonly author: string
  reviewers: string[]
  assignees: string[]
  /** Commit id of its head. */
  sha: string
  readonly comments: KeptComment[]
  readonly reviews: { readonly by: string; readonly state: string; readonly commit_id: string }[]
}

export interface KeptComment {
  readonly id: number
  readonly by: string
  body: string
  isEdited: boolean
}

export interface KeptRun {
  readonly id: number
  readonly name: string
  readonly sha: string
  readonly external_id: string
  readonly summary: string
  readonly text: string
  status: string
  conclusion: string | null
  readonly annotations: Json[]
}

export interface ARepository {
  readonly pulls: Kept[]
  readonly branches: Set<string>
  /** What each person may do: `admin`, `write`, `read`, `none`. */
  readonly people: Map<string, string>
  /** Slugs of the teams that may review. */
  readonly teams: Set<string>
  readonly checkRuns: KeptRun[]
  /** Tokens of the installation, the newest last. */
  readonly issued: string[]
  /** Private key of the App that is installed. */
  appKey?: string
  readonly statuses: {
    readonly sha: string
    readonly context: string
    readonly state: string
    readonly description: string
    readonly target_url: string | null
  }[]
}

export interface Reply {
  readonly status: number
  readonly body: Json
  readonly hasNext?: boolean
}

/** Somebody's pull request, as it is when just opened. */
export function keptAs(number: number, more: Partial<Kept> = {}): Kept {
  const ended = { mergedAt: null, closedAt: null }
  const fresh = { title: 'A change', body: '', base: 'main', head: `branch-${number}`, from: NAME, labels: [] }
  const said = { comments: [], reviews: [], reviewers: [], assignees: [] }
  return { number, ...fresh, state: 'open', ...ended, author: 'ada', sha: COMMIT, ...said, ...more }
}

export type Deed = (repository: ARepository, asked: Asked, operation: Operation) => Reply

export function pageOf<T>(
  all: readonly T[],
  query: Asked['query'],
): { readonly page: readonly T[]; readonly hasNext: boolean } {
  const size = Number(query.per_page ?? 30)
  const end = Number(query.page ?? 1) * size
  return { page: all.slice(end - size, end), hasNext: end < all.length }
}

export function pullIn(pulls: readonly Kept[], number: string | undefined): Kept {
  const found = pulls.find((each) => String(each.number) === number)
  if (!found) throw new Error(`there is no pull request ${number}`)
  return found
}

export function user(login: string): Json {
  return { ...(leastSchema('simple-user') as JsonObject), login }
}
