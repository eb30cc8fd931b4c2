import type { Json, JsonObject } from '../../../../engine/model/json.ts'
import { at, listAt, textAt } from '../../../../engine/model/json.ts'
import type { Asked, Operation } from './openapi.ts'
import { leastAnswer, leastSchema } from './openapi.ts'

export const NAME = 'platform/desired-state'
const NOW = '2026-01-31T12:00:00Z'

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
  readonly comments: string[]
}

export interface ARepository {
  readonly pulls: Kept[]
  readonly branches: Set<string>
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
  return { number, ...fresh, state: 'open', ...ended, comments: [], ...more }
}

type Deed = (repository: ARepository, asked: Asked, operation: Operation) => Reply

/** What GitHub does, by operation. */
const DEEDS: Readonly<Record<string, Deed>> = {
  'pulls/list': ({ pulls }, { query }, { id }) => {
    const found = [...pulls]
      .reverse()
      .filter((each) => query.state === 'all' || each.state === (query.state ?? 'open'))
      .filter((each) => query.head === undefined || query.head === `${each.from.split('/')[0]}:${each.head}`)
      .filter((each) => query.base === undefined || query.base === each.base)
    const { page, hasNext } = pageOf(found, query)
    return { status: 200, body: page.map((each) => shown(each, id)), hasNext }
  },
  'pulls/create': ({ pulls, branches }, { body }, { id }) => {
    const [title, head, base, text] = ['title', 'head', 'base', 'body'].map((key) => textAt(body, key) ?? '')
    if (head === undefined || base === undefined || !branches.has(head)) return invalid({ field: 'head' })
    if (pulls.some((each) => each.state === 'open' && each.from === NAME && each.head === head && each.base === base)) {
      const message = `A pull request already exists for platform:${head}.`
      return invalid({ code: 'custom', message })
    }
    const made = keptAs(pulls.length + 1, { head, base, title: title ?? '', body: text ?? '' })
    pulls.push(made)
    return { status: 201, body: shown(made, id) }
  },
  'pulls/update': ({ pulls }, { body }, { id, parameters }) => {
    const kept = pullIn(pulls, parameters.pull_number)
    kept.title = textAt(body, 'title') ?? kept.title
    kept.body = textAt(body, 'body') ?? kept.body
    kept.base = textAt(body, 'base') ?? kept.base
    if (textAt(body, 'state') === 'closed' && kept.state === 'open') {
      kept.state = 'closed'
      kept.closedAt = NOW
    }
    return { status: 200, body: shown(kept, id) }
  },
  'issues/set-labels': ({ pulls }, { body }, { parameters }) => {
    const kept = pullIn(pulls, parameters.issue_number)
    kept.labels = listAt(body, 'labels').map(String)
    return { status: 200, body: kept.labels.map(label) }
  },
  'issues/remove-all-labels': ({ pulls }, _, { parameters }) => {
    pullIn(pulls, parameters.issue_number).labels = []
    return { status: 204, body: null }
  },
  'issues/list-comments': ({ pulls }, { query }, { parameters }) => {
    const { page, hasNext } = pageOf(pullIn(pulls, parameters.issue_number).comments, query)
    return { status: 200, body: page.map(comment), hasNext }
  },
  'issues/create-comment': ({ pulls }, { body }, { parameters }) => {
    const text = textAt(body, 'body') ?? ''
    pullIn(pulls, parameters.issue_number).comments.push(text)
    return { status: 201, body: comment(text) }
  },
}

export function perform(repository: ARepository, asked: Asked, operation: Operation): Reply {
  const deed = DEEDS[operation.id]
  if (!deed) throw new Error(`nothing plays ${operation.id}`)
  return deed(repository, asked, operation)
}

function pageOf<T>(
  all: readonly T[],
  query: Asked['query'],
): { readonly page: readonly T[]; readonly hasNext: boolean } {
  const size = Number(query.per_page ?? 30)
  const end = Number(query.page ?? 1) * size
  return { page: all.slice(end - size, end), hasNext: end < all.length }
}

function pullIn(pulls: readonly Kept[], number: string | undefined): Kept {
  const found = pulls.find((each) => String(each.number) === number)
  if (!found) throw new Error(`there is no pull request ${number}`)
  return found
}

function invalid(error: { readonly field?: string; readonly code?: string; readonly message?: string }): Reply {
  const errors = [{ resource: 'PullRequest', code: 'invalid', ...error }]
  return {
    status: 422,
    body: { message: 'Validation Failed', documentation_url: 'https://docs.github.com/rest', errors },
  }
}

const LEAST: Readonly<Record<string, JsonObject>> = {
  'pulls/list': leastSchema('pull-request-simple') as JsonObject,
  'pulls/create': leastAnswer('pulls/create', 201) as JsonObject,
  'pulls/update': leastAnswer('pulls/update', 200) as JsonObject,
}

function shown(kept: Kept, id: string): JsonObject {
  const least = LEAST[id] ?? {}
  const side = (key: 'head' | 'base', ref: string, name: string): JsonObject => {
    const given = at(least, key) as JsonObject
    return { ...given, ref, repo: { ...(at(given, 'repo') as JsonObject), full_name: name } }
  }
  return {
    ...least,
    number: kept.number,
    html_url: `https://github.example/${NAME}/pull/${kept.number}`,
    state: kept.state,
    title: kept.title,
    body: kept.body,
    labels: kept.labels.map(label),
    head: side('head', kept.head, kept.from),
    base: side('base', kept.base, NAME),
    merged_at: kept.mergedAt,
    closed_at: kept.closedAt,
  }
}

function label(name: string): JsonObject {
  return { ...(leastSchema('label') as JsonObject), name, description: '' }
}

function comment(body: string): JsonObject {
  return { ...(leastSchema('issue-comment') as JsonObject), body }
}
