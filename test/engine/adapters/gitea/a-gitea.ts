import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Json, JsonObject } from '../../../../engine/model/json.ts'
import { at, listAt, textAt } from '../../../../engine/model/json.ts'
import type { ARepository, Kept, KeptComment, KeptStatus } from '../../model/rest/a-repository.ts'
import {
  aRepository,
  COMMIT,
  commentAs,
  editComment,
  NAME,
  NOW,
  newestStatuses,
  openFrom,
  openPull,
  pageOf,
  pullAt,
  SELF,
} from '../../model/rest/a-repository.ts'
import type { AServer, Reply } from '../../model/rest/a-server.ts'
import { aServer } from '../../model/rest/a-server.ts'
import type { Asked, Operation } from '../../model/rest/described-api.ts'
import { describedApi } from '../../model/rest/described-api.ts'

export const TOKEN = '0123456789abcdef0123456789abcdef01234567'

export interface AGitea extends AServer {
  readonly repository: ARepository
}

const API = describedApi(JSON.parse(readFileSync(join(import.meta.dirname, 'openapi.json'), 'utf8')) as JsonObject)
const SIZE = { name: 'limit', usual: 30, most: 50 }

/** A Gitea on loopback with one repository, held against Gitea's published Swagger. */
export async function aGitea(...branches: readonly string[]): Promise<AGitea> {
  const repository = aRepository(...branches)
  const perform = (asked: Asked, operation: Operation): Reply => {
    const deed = DEEDS[operation.id]
    if (!deed) throw new Error(`nothing plays ${operation.id}`)
    return deed(repository, asked, operation)
  }
  const options = { api: API, prefix: '/api/v1', token: TOKEN, hasEtags: false, perform }
  return { ...(await aServer(options)), repository }
}

type Deed = (repository: ARepository, asked: Asked, operation: Operation) => Reply

const refuse = (status: number, message: string): Reply => ({ status, body: { message, url: 'https://gitea.example' } })
const NOT_FOUND = refuse(404, 'The target could not be found.')

/** What Gitea does, by operation. */
const DEEDS: Readonly<Record<string, Deed>> = {
  userGetCurrent: () => ({ status: 200, body: user(SELF) }),
  repoGetBranch: ({ branches }, _, { parameters }) =>
    branches.has(parameters.branch ?? '') ? { status: 200, body: { name: parameters.branch ?? '' } } : NOT_FOUND,
  repoListPullRequests: ({ pulls }, { query }) => {
    const found = [...pulls]
      .reverse()
      .filter((each) => query.state === 'all' || (each.state === 'open') === (query.state === 'open'))
      .filter((each) => query.base_branch === undefined || each.base === query.base_branch)
    const { items, hasNext } = pageOf(found, query, SIZE)
    return { status: 200, body: items.map(shown), hasNext }
  },
  repoGetPullRequest: (repository, _, { parameters }) => {
    const found = repository.pulls.find((each) => String(each.number) === parameters.index)
    return found ? { status: 200, body: shown(found) } : NOT_FOUND
  },
  repoCreatePullRequest: (repository, { body }) => {
    const [title = '', head = '', base = '', text = ''] = ['title', 'head', 'base', 'body'].map((key) =>
      textAt(body, key),
    )
    if (head === base) return refuse(422, 'Invalid PullRequest: There are no changes between the head and the base')
    if (!repository.branches.has(head) || !repository.branches.has(base)) return NOT_FOUND
    const known = openFrom(repository, head, base)
    if (known) return refuse(409, `pull request already exists for these targets [id: ${known.number}]`)
    return { status: 201, body: shown(openPull(repository, { head, base, title, body: text, author: SELF })) }
  },
  repoEditPullRequest: (repository, { body }, { parameters }) => {
    const kept = pullAt(repository, parameters.index)
    kept.title = textAt(body, 'title') ?? kept.title
    kept.body = textAt(body, 'body') ?? kept.body
    const base = textAt(body, 'base') ?? kept.base
    if (at(body, 'assignees') !== undefined) kept.assignees = listAt(body, 'assignees').map(String)
    if (textAt(body, 'state') === 'closed') {
      if (kept.state === 'merged') return refuse(412, 'cannot change state of this pull request, it was already merged')
      if (kept.state === 'open') Object.assign(kept, { state: 'closed', endedAt: NOW })
    }
    if (!repository.branches.has(base)) return refuse(404, `new base '${base}' not exist`)
    kept.base = base
    return { status: 201, body: shown(kept) }
  },
  repoListPullReviews: (repository, { query }, { parameters }) => {
    const { items, hasNext } = pageOf(pullAt(repository, parameters.index).reviews, query, SIZE)
    const body = items.map(({ by, state, commit, isStale = false }) => {
      return { user: user(by), state, commit_id: commit, stale: isStale, dismissed: false }
    })
    return { status: 200, body, hasNext }
  },
  repoCreatePullReviewRequests: (repository, { body }, { parameters }) => {
    const kept = pullAt(repository, parameters.index)
    const asked = [...listAt(body, 'reviewers'), ...listAt(body, 'team_reviewers')].map(String)
    if (asked.includes(kept.author)) return refuse(422, 'poster of pr can’t be a reviewer')
    if (asked.some((each) => !repository.people.has(each))) return NOT_FOUND
    kept.reviewers.push(...asked)
    return { status: 201, body: [] }
  },
  repoGetReviewers: ({ people }) => ({ status: 200, body: [...people.keys()].map(user) }),
  repoGetAssignees: ({ people }) => {
    const writers = [...people].filter(([, right]) => right !== 'read')
    return { status: 200, body: writers.map(([name]) => user(name)) }
  },
  repoGetRepoPermissions: ({ people }, _, { parameters }) => {
    const permission = people.get(parameters.collaborator ?? '')
    return permission === undefined ? NOT_FOUND : { status: 200, body: { permission, role_name: permission } }
  },
  repoGetCombinedStatusByRef: (repository, { query }, { parameters }) => {
    const { items, hasNext } = pageOf(newestStatuses(repository, parameters.ref), query, SIZE)
    return { status: 200, body: { sha: parameters.ref ?? '', statuses: items.map(status) }, hasNext }
  },
  repoCreateStatus: ({ statuses }, { body }, { parameters }) => {
    const [name = '', state = '', summary = '', url = ''] = ['context', 'state', 'description', 'target_url'].map(
      (key) => textAt(body, key),
    )
    const made = { commit: parameters.sha ?? '', name, state, summary, url }
    statuses.push(made)
    return { status: 201, body: status(made) }
  },
  issueCreateLabel: ({ labels }, { body }) => {
    const name = textAt(body, 'name') ?? ''
    labels.add(name)
    return { status: 201, body: { name } }
  },
  issueReplaceLabels: (repository, { body }, { parameters }) => {
    const kept = pullAt(repository, parameters.index)
    // Gitea leaves out those that nobody made.
    kept.labels = listAt(body, 'labels')
      .map(String)
      .filter((each) => repository.labels.has(each))
    return { status: 200, body: kept.labels.map((name) => ({ name })) }
  },
  issueClearLabels: (repository, _, { parameters }) => {
    pullAt(repository, parameters.index).labels = []
    return { status: 204 }
  },
  issueGetComments: (repository, _, { parameters }) => {
    return { status: 200, body: pullAt(repository, parameters.index).comments.map(comment) }
  },
  issueCreateComment: (repository, { body }, { parameters }) => {
    const pull = pullAt(repository, parameters.index)
    return { status: 201, body: comment(commentAs(repository, pull, SELF, textAt(body, 'body') ?? '')) }
  },
  issueEditComment: (repository, { body }, { parameters }) => {
    return { status: 200, body: comment(editComment(repository, parameters.id, textAt(body, 'body') ?? '')) }
  },
}

function user(login: string): JsonObject {
  return { login, email: `${login}@example.com` }
}

function comment({ id, by, body, updatedAt }: KeptComment): Json {
  return { id, body, user: user(by), created_at: NOW, updated_at: updatedAt }
}

function status({ name, state, summary, url }: KeptStatus): Json {
  return { context: name, status: state, description: summary, target_url: url }
}

function shown(kept: Kept): Json {
  const { number, head, isFork, sha, labels, author, state, endedAt } = kept
  // The ref of a branch that is gone is another; its label stays.
  return {
    number,
    html_url: `https://gitea.example/${NAME}/pulls/${number}`,
    title: kept.title,
    body: kept.body,
    state: state === 'open' ? 'open' : 'closed',
    merged: state === 'merged',
    merged_at: state === 'merged' ? endedAt : null,
    closed_at: endedAt,
    created_at: NOW,
    user: user(author),
    labels: labels.map((name) => ({ name })),
    head: { label: head, ref: `refs/pull/${number}/head`, sha: sha ?? COMMIT, repo_id: isFork ? 2 : 1 },
    base: { label: kept.base, ref: kept.base, repo_id: 1 },
  }
}
