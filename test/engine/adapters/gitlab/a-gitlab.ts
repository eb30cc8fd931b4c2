import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Json, JsonObject } from '../../../../engine/model/json.ts'
import { listAt, textAt } from '../../../../engine/model/json.ts'
import type { ARepository, Kept, KeptComment, KeptStatus } from '../../model/rest/a-repository.ts'
import {
  aRepository,
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

export const TOKEN = 'glpat-S3cretThatNobodyMayRead'

export interface AGitlab extends AServer {
  readonly repository: ARepository
}

const API = describedApi(JSON.parse(readFileSync(join(import.meta.dirname, 'openapi.json'), 'utf8')) as JsonObject)
const SIZE = { name: 'per_page', usual: 20, most: 100 }
const STATUS: Readonly<Record<string, string>> = {
  pending: 'pending',
  running: 'pending',
  success: 'success',
  failed: 'failure',
}
const LEVELS: Readonly<Record<string, number>> = { admin: 40, write: 30, read: 20 }

/** A GitLab on loopback with one project. */
export async function aGitlab(...branches: readonly string[]): Promise<AGitlab> {
  const repository = aRepository(...branches)
  const perform = (asked: Asked, operation: Operation): Reply => {
    const deed = DEEDS[operation.id]
    if (!deed) throw new Error(`nothing plays ${operation.id}`)
    if (operation.parameters.id !== undefined && operation.parameters.id !== NAME)
      return refuse(404, '404 Project Not Found')
    return deed(repository, asked, operation)
  }
  const options = { api: API, prefix: '/api/v4', token: TOKEN, hasEtags: true, perform }
  return { ...(await aServer(options)), repository }
}

type Deed = (repository: ARepository, asked: Asked, operation: Operation) => Reply

const refuse = (status: number, message: Json): Reply => ({ status, body: { message } })

/** A line that GitLab would take for a command: it is taken out of the text, and done. */
function quickActions(text: string): void {
  const found = /^\/(close|merge|approve|label|assign|title)\b/m.exec(text)
  if (found) throw new Error(`a quick action was sent: ${found[0]}`)
}

/** What GitLab does, by operation. */
const DEEDS: Readonly<Record<string, Deed>> = {
  currentUser: ({ people }) => ({ status: 200, body: user(SELF, people) }),
  listMergeRequests: (repository, { query }) => {
    const state = query.state ?? 'all'
    const found = [...repository.pulls]
      .reverse()
      .filter((each) => state === 'all' || stateOf(each) === state)
      .filter((each) => query.source_branch === undefined || each.head === query.source_branch)
      .filter((each) => query.target_branch === undefined || each.base === query.target_branch)
    return page(found, query, (each) => shown(each, repository))
  },
  showMergeRequest: (repository, _, { parameters }) => {
    const found = repository.pulls.find((each) => String(each.number) === parameters.merge_request_iid)
    return found ? { status: 200, body: shown(found, repository) } : refuse(404, '404 Not found')
  },
  createMergeRequest: (repository, { body }) => {
    const keys = ['title', 'source_branch', 'target_branch', 'description']
    const [title = '', head = '', base = '', description = ''] = keys.map((key) => textAt(body, key))
    quickActions(description)
    if (!repository.branches.has(head)) return refuse(400, { source_branch: ['does not exist'] })
    if (!repository.branches.has(base)) return refuse(422, [`Target branch "${base}" does not exist`])
    const known = openFrom(repository, head, base)
    if (known)
      return refuse(409, [`Another open merge request already exists for this source branch: !${known.number}`])
    const made = openPull(repository, { head, base, title, body: description, author: SELF })
    return { status: 201, body: shown(made, repository) }
  },
  updateMergeRequest: (repository, { body }, { parameters }) => {
    const kept = pullAt(repository, parameters.merge_request_iid)
    quickActions(textAt(body, 'description') ?? '')
    kept.title = textAt(body, 'title') ?? kept.title
    kept.body = textAt(body, 'description') ?? kept.body
    kept.base = textAt(body, 'target_branch') ?? kept.base
    const labels = textAt(body, 'labels')
    if (labels !== undefined) kept.labels = labels.split(',').filter((each) => each !== '')
    // Without a licence one person of each kind.
    const named = (key: string) =>
      listAt(body, key)
        .slice(0, 1)
        .map((id) => [...repository.people.keys()][Number(id)] ?? '')
    if (listAt(body, 'reviewer_ids').length > 0) kept.reviewers = named('reviewer_ids')
    if (listAt(body, 'assignee_ids').length > 0) kept.assignees = named('assignee_ids')
    if (textAt(body, 'state_event') === 'close' && kept.state === 'open')
      Object.assign(kept, { state: 'closed', endedAt: NOW })
    return { status: 200, body: shown(kept, repository) }
  },
  listVersions: (repository, _, { parameters }) => {
    const { sha } = pullAt(repository, parameters.merge_request_iid)
    return { status: 200, body: [{ id: 2, head_commit_sha: sha, created_at: NOW }] }
  },
  showApprovals: (repository, _, { parameters }) => {
    const { reviews } = pullAt(repository, parameters.merge_request_iid)
    return { status: 200, body: { approved_by: reviews.map(({ by }) => ({ user: user(by, repository.people) })) } }
  },
  listNotes: (repository, { query }, { parameters }) => {
    const { comments, reviews } = pullAt(repository, parameters.merge_request_iid)
    const told = reviews.map(({ by, state, at = NOW }, i) => {
      const times = { created_at: at, updated_at: at }
      return { id: 900 + i, body: state, author: user(by, repository.people), system: true, ...times }
    })
    return page([...comments.map((each) => note(each, repository)), ...told], query, (each) => each)
  },
  createNote: (repository, { body }, { parameters }) => {
    const text = textAt(body, 'body') ?? ''
    quickActions(text)
    const made = commentAs(repository, pullAt(repository, parameters.merge_request_iid), SELF, text)
    return { status: 201, body: note(made, repository) }
  },
  updateNote: (repository, { body }, { parameters }) => {
    quickActions(textAt(body, 'body') ?? '')
    return {
      status: 200,
      body: note(editComment(repository, parameters.note_id, textAt(body, 'body') ?? ''), repository),
    }
  },
  listStatuses: (repository, { query }, { parameters }) => {
    const found = newestStatuses(repository, parameters.sha).filter((each) => each.name === (query.name ?? each.name))
    return page(found, query, status)
  },
  setStatus: (repository, { body }, { parameters }) => {
    const [word = '', name = '', summary = '', url = ''] = ['state', 'name', 'description', 'target_url'].map((key) =>
      textAt(body, key),
    )
    const commit = parameters.sha ?? ''
    const known = newestStatuses(repository, commit).find((each) => each.name === name)
    const isUnderWay = known?.state === 'pending'
    if (
      isUnderWay &&
      word === (repository.statuses.filter((each) => each.name === name).length > 1 ? 'running' : 'pending')
    )
      return refuse(400, `Cannot transition status via :enqueue from :${word}`)
    const made = { commit, name, state: STATUS[word] ?? word, summary, url }
    repository.statuses.push(made)
    return { status: 201, body: status(made) }
  },
  listMembers: ({ people }, { query }) => {
    const found = [...people].filter(([name]) => name.toLowerCase().includes((query.query ?? '').toLowerCase()))
    return page(found, query, ([name, right]) => ({ ...user(name, people), access_level: LEVELS[right] ?? 0 }))
  },
}

function page<T>(all: readonly T[], query: Asked['query'], show: (item: T) => Json): Reply {
  const { items, hasNext } = pageOf(all, query, SIZE)
  return { status: 200, body: items.map(show), hasNext }
}

function user(username: string, people: ReadonlyMap<string, string>): JsonObject {
  return { id: [...people.keys()].indexOf(username), username, state: 'active' }
}

function note({ id, by, body, updatedAt }: KeptComment, { people }: ARepository): JsonObject {
  // GitLab's times have milliseconds.
  const [created, updated] = [NOW, updatedAt].map((each) => each.replace('Z', '.000Z'))
  return { id, body, author: user(by, people), system: false, created_at: created ?? '', updated_at: updated ?? '' }
}

function status({ commit, name, state, summary, url }: KeptStatus): Json {
  const word = state === 'failure' ? 'failed' : state
  return { id: 1, sha: commit, status: word, name, description: summary, target_url: url === '' ? null : url }
}

function stateOf({ state }: Kept): string {
  return state === 'open' ? 'opened' : state
}

function shown(kept: Kept, { people }: ARepository): JsonObject {
  const { number, head, base, isFork, sha, labels, title, body, author, state, endedAt } = kept
  return {
    id: 1000 + number,
    iid: number,
    web_url: `https://gitlab.example/${NAME}/-/merge_requests/${number}`,
    title,
    description: body,
    state: stateOf(kept),
    author: user(author, people),
    reviewers: kept.reviewers.map((each) => user(each, people)),
    assignees: kept.assignees.map((each) => user(each, people)),
    source_branch: head,
    target_branch: base,
    source_project_id: isFork ? 2 : 1,
    target_project_id: 1,
    labels: [...labels].sort(),
    created_at: '2026-01-31T13:00:00.000+01:00',
    merged_at: state === 'merged' ? endedAt : null,
    closed_at: state === 'closed' ? endedAt : null,
    sha,
  }
}
