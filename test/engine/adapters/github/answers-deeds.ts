import type { JsonObject } from '../../../../engine/model/json.ts'
import { listAt, textAt } from '../../../../engine/model/json.ts'
import type { ARepository, Deed, Kept, KeptComment } from './kept.ts'
import { NOW, pageOf, pullIn, user } from './kept.ts'
import { leastAnswer, leastSchema } from './openapi.ts'

/** The account with which the adapter works. */
export const SELF = 'isthmus-bot'

/** What GitHub does around pull requests: comments, people, statuses. */
export const ANSWERS: Readonly<Record<string, Deed>> = {
  'users/get-authenticated': ({ appKey }, _, { id }) => {
    if (appKey !== undefined) return { status: 403, body: { message: 'Resource not accessible by integration' } }
    return { status: 200, body: { ...(leastAnswer(id, 200) as JsonObject), login: SELF } }
  },
  'issues/list-comments': ({ pulls }, { query }, { parameters }) => {
    const { page, hasNext } = pageOf(pullIn(pulls, parameters.issue_number).comments, query)
    return { status: 200, body: page.map(shownComment), hasNext }
  },
  'issues/create-comment': (repository, { body }, { parameters }) => {
    const made = commentAs(repository, pullIn(repository.pulls, parameters.issue_number), SELF, textAt(body, 'body'))
    return { status: 201, body: shownComment(made) }
  },
  'issues/update-comment': ({ pulls }, { body }, { parameters }) => {
    const all = pulls.flatMap((each) => each.comments)
    const found = all.find((each) => String(each.id) === parameters.comment_id)
    if (!found) throw new Error(`there is no comment ${parameters.comment_id}`)
    Object.assign(found, { body: textAt(body, 'body') ?? '', isEdited: true })
    return { status: 200, body: shownComment(found) }
  },
  'pulls/request-reviewers': ({ pulls, people, teams }, { body }, { parameters }) => {
    const kept = pullIn(pulls, parameters.pull_number)
    const [reviewers, slugs] = ['reviewers', 'team_reviewers'].map((key) => listAt(body, key).map(String))
    const isAsked = (each: string) => people.has(each) && each !== kept.author
    if (!reviewers?.every(isAsked) || !slugs?.every((each) => teams.has(each)))
      return { status: 422, body: { message: 'Reviews may only be requested from collaborators.' } }
    kept.reviewers.push(...reviewers, ...slugs)
    return { status: 201, body: leastAnswer('pulls/request-reviewers', 201) }
  },
  'issues/add-assignees': ({ pulls, people }, { body }, { parameters }) => {
    const kept = pullIn(pulls, parameters.issue_number)
    kept.assignees.push(
      ...listAt(body, 'assignees')
        .map(String)
        .filter((each) => people.has(each)),
    )
    const least = leastAnswer('issues/add-assignees', 201) as JsonObject
    return { status: 201, body: { ...least, assignees: kept.assignees.map(user) } }
  },
  'pulls/list-reviews': ({ pulls }, { query }, { parameters }) => {
    const { page, hasNext } = pageOf(pullIn(pulls, parameters.pull_number).reviews, query)
    const least = leastSchema('pull-request-review') as JsonObject
    return { status: 200, body: page.map((each) => ({ ...least, ...each, user: user(each.by) })), hasNext }
  },
  'repos/get-collaborator-permission-level': ({ people }, _, { id, parameters }) => {
    const permission = people.get(parameters.username ?? '')
    if (permission === undefined) return { status: 404, body: { message: 'Not Found' } }
    return { status: 200, body: { ...(leastAnswer(id, 200) as JsonObject), permission } }
  },
  'repos/get-combined-status-for-ref': ({ statuses }, { query }, { id, parameters }) => {
    const here = statuses.filter((each) => each.sha === parameters.ref)
    const newest = here.filter((each) => here.findLast((other) => other.context === each.context) === each)
    const { page, hasNext } = pageOf(newest, query)
    const body = { ...(leastAnswer(id, 200) as JsonObject), statuses: page.map((each) => ({ ...STATUS, ...each })) }
    return { status: 200, body, hasNext }
  },
  'repos/create-commit-status': ({ statuses }, { body }, { parameters }) => {
    const [context, state, description] = ['context', 'state', 'description'].map((key) => textAt(body, key) ?? '')
    const made = {
      context: context ?? '',
      state: state ?? '',
      description: description ?? '',
      target_url: textAt(body, 'target_url') ?? null,
    }
    statuses.push({ ...made, sha: parameters.sha ?? '' })
    return { status: 201, body: { ...(leastSchema('status') as JsonObject), ...made } }
  },
}

const STATUS = leastSchema('simple-commit-status') as JsonObject

/** Writes a comment as somebody. */
export function commentAs({ pulls }: ARepository, pull: Kept, by: string, body = ''): KeptComment {
  const id = pulls.reduce((sum, each) => sum + each.comments.length, 1)
  const made = { id, by, body, isEdited: false }
  pull.comments.push(made)
  return made
}

function shownComment({ id, by, body, isEdited }: KeptComment): JsonObject {
  const times = { created_at: NOW, updated_at: isEdited ? '2026-01-31T13:00:00Z' : NOW }
  return { ...(leastSchema('issue-comment') as JsonObject), id, body, user: user(by), ...times }
}
