import { Failure } from '../../model/failure.ts'
import type { Proposal, ProposalDraft } from '../../model/forge.ts'
import type { Json } from '../../model/json.ts'
import { at, isEqual, listAt, textAt } from '../../model/json.ts'
import type { Pull } from '../../model/pull.ts'
import type { PullPatch, PullQuery } from '../../model/pull-desk.ts'
import { odd } from '../../model/rest/bounded-fetch.ts'
import { utcOf } from '../../model/utc.ts'
import { pages, untrusted } from './client.ts'
import type { Desk } from './place.ts'
import { guarded, unguarded } from './quick-actions.ts'
import { GITLAB } from './server.ts'

const PER_PAGE = 100

/** Newest first. */
export async function* pullPages({ project, resources }: Desk, query: PullQuery): AsyncGenerator<Pull[]> {
  const { mergeRequests } = await resources()
  const asked = {
    projectId: project,
    orderBy: 'created_at',
    sort: 'desc',
    perPage: PER_PAGE,
    maxPages: 1,
    showExpanded: true,
    ...(query.state === 'open' ? { state: 'opened' as const } : {}),
    ...(query.branch === undefined ? {} : { sourceBranch: query.branch }),
    ...(query.base === undefined ? {} : { targetBranch: query.base }),
  } as const
  for await (const page of pages((number) => mergeRequests.all({ ...asked, page: number }))) yield page.map(pullOf)
}

export async function showPull({ project, resources }: Desk, number: number): Promise<Pull | undefined> {
  try {
    const { mergeRequests } = await resources()
    return pullOf(untrusted(await mergeRequests.show(project, number)))
  } catch (error) {
    if (error instanceof Failure && error.code === 'gitlab/not-found') return undefined
    throw error
  }
}

export async function createPull({ project, resources }: Desk, draft: ProposalDraft, body: string): Promise<Pull> {
  const { mergeRequests } = await resources()
  const { branch, base, title } = draft
  return pullOf(untrusted(await mergeRequests.create(project, branch, base, title, { description: guarded(body) })))
}

export async function patchPull({ project, resources }: Desk, { number }: Pull, patch: PullPatch): Promise<Pull> {
  const { mergeRequests } = await resources()
  const { title, body, base, state } = patch
  const change = {
    ...(title === undefined ? {} : { title }),
    ...(body === undefined ? {} : { description: guarded(body) }),
    ...(base === undefined ? {} : { targetBranch: base }),
    ...(state === undefined ? {} : { stateEvent: 'close' as const }),
  }
  return pullOf(untrusted(await mergeRequests.edit(project, number, change)))
}

/** GitLab makes labels that the project does not have. */
export async function setLabels(
  { project, resources }: Desk,
  { number, labels }: Pull,
  wanted: readonly string[],
): Promise<readonly string[]> {
  const names = [...new Set(wanted)].sort()
  if (isEqual(labels, names)) return labels
  const { mergeRequests } = await resources()
  return pullOf(untrusted(await mergeRequests.edit(project, number, { labels: names.join(',') }))).labels
}

/** Locked is what it is while it is being merged. */
const STATES: Readonly<Record<string, Proposal['state']>> = {
  opened: 'open',
  locked: 'open',
  closed: 'closed',
  merged: 'merged',
}

/** Throws `gitlab/bad-answer`. */
function pullOf(value: Json): Pull {
  const number = at(value, 'iid')
  const keys = [['web_url'], ['title'], ['author', 'username'], ['source_branch'], ['target_branch'], ['state']]
  const [url, title, author, branch, base, stated = ''] = keys.map((each) => textAt(value, ...each))
  const state = Object.hasOwn(STATES, stated) ? STATES[stated] : undefined
  const createdAt = utcOf(textAt(value, 'created_at'))
  if (typeof number !== 'number' || url === undefined || title === undefined || createdAt === undefined) throw oddPull()
  if (author === undefined || branch === undefined || base === undefined || state === undefined) throw oddPull()
  const endedAt = state === 'open' ? undefined : utcOf(textAt(value, state === 'merged' ? 'merged_at' : 'closed_at'))
  const target = at(value, 'target_project_id')
  return {
    number,
    url,
    title,
    body: unguarded((textAt(value, 'description') ?? '').replaceAll('\r\n', '\n')),
    state,
    author,
    branch,
    // None while GitLab has not looked at a branch that was just pushed.
    commit: textAt(value, 'sha') ?? '',
    isFork: target === undefined || at(value, 'source_project_id') !== target,
    base,
    labels: listAt(value, 'labels')
      .flatMap((each) => (typeof each === 'string' ? [each] : []))
      .sort(),
    createdAt,
    ...(endedAt === undefined ? {} : { endedAt }),
  }
}

function oddPull(): Failure {
  return odd(GITLAB, 'the answer is no merge request')
}
