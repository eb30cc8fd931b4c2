import { Failure } from '../../model/failure.ts'
import type { ProposalDraft } from '../../model/forge.ts'
import type { Json } from '../../model/json.ts'
import { at, listAt, textAt } from '../../model/json.ts'
import type { Pull } from '../../model/pull.ts'
import type { PullPatch, PullQuery } from '../../model/pull-desk.ts'
import { odd } from '../../model/rest/bounded-fetch.ts'
import { pagesOf } from '../../model/rest/pages.ts'
import { utcOf } from '../../model/utc.ts'
import type { Desk } from './place.ts'
import { GITEA } from './place.ts'

/** As many as Gitea gives at once where its administrator has not changed that. */
export const PER_PAGE = '50'

/** Newest first, which is Gitea's own order. */
export async function* pullPages({ connection, path }: Desk, { state, base }: PullQuery): AsyncGenerator<Pull[]> {
  const asked = { state, limit: PER_PAGE, ...(base === undefined ? {} : { base_branch: base }) }
  for await (const page of pagesOf(connection.request, GITEA, `${path}/pulls`, asked)) yield page.map(pullOf)
}

export async function showPull({ connection, path }: Desk, number: number): Promise<Pull | undefined> {
  try {
    return pullOf((await connection.request({ method: 'GET', path: `${path}/pulls/${number}` })).data)
  } catch (error) {
    if (error instanceof Failure && error.code === 'gitea/not-found') return undefined
    throw error
  }
}

export async function createPull(desk: Desk, draft: ProposalDraft, body: string): Promise<Pull> {
  const { title, branch: head, base } = draft
  try {
    const request = { method: 'POST', path: `${desk.path}/pulls`, body: { title, head, base, body } } as const
    return pullOf((await desk.connection.request(request)).data)
  } catch (error) {
    throw error instanceof Failure && error.code === 'gitea/not-found' ? await missing(desk, draft, error) : error
  }
}

/** Gitea says "not found" of either branch, and of the repository. */
async function missing({ connection, path }: Desk, { branch, base }: ProposalDraft, cause: Failure): Promise<Failure> {
  const isThere = async (name: string) => {
    try {
      await connection.request({ method: 'GET', path: `${path}/branches/${encodeURIComponent(name)}` })
      return true
    } catch (error) {
      if (error instanceof Failure && error.code === 'gitea/not-found') return false
      throw error
    }
  }
  if (!(await isThere(base))) {
    const hint = 'see to the default branch of the repository that forge.repository names'
    return new Failure('gitea/no-base', `there is no branch ${base}`, { hint })
  }
  if (await isThere(branch)) return cause
  return new Failure('gitea/no-branch', `there is no branch ${branch}`, {
    hint: 'run it again: the branch is pushed anew',
  })
}

/** One that was merged meanwhile is answered as it is. */
export async function patchPull(desk: Desk, { number }: Pull, patch: PullPatch): Promise<Pull> {
  const path = `${desk.path}/pulls/${number}`
  try {
    return pullOf((await desk.connection.request({ method: 'PATCH', path, body: { ...patch } })).data)
  } catch (error) {
    const isMerged = error instanceof Failure && error.code === 'gitea/merged'
    const merged = isMerged ? await showPull(desk, number) : undefined
    if (merged === undefined) throw error
    return merged
  }
}

/** Throws `gitea/bad-answer`. */
function pullOf(value: Json): Pull {
  const number = at(value, 'number')
  // `label` keeps the name of a branch that is gone; `ref` does not.
  const keys = [['html_url'], ['title'], ['user', 'login'], ['head', 'label'], ['head', 'sha'], ['base', 'ref']]
  const [url, title, author, branch, commit, base] = keys.map((each) => textAt(value, ...each))
  const createdAt = utcOf(textAt(value, 'created_at'))
  if (typeof number !== 'number' || url === undefined || title === undefined || createdAt === undefined) throw oddPull()
  if (author === undefined || branch === undefined || commit === undefined || base === undefined) throw oddPull()
  const isOpen = textAt(value, 'state') === 'open'
  const isMerged = at(value, 'merged') === true
  const endedAt = utcOf(textAt(value, isMerged ? 'merged_at' : 'closed_at'))
  const home = at(value, 'base', 'repo_id')
  return {
    number,
    url,
    title,
    body: (textAt(value, 'body') ?? '').replaceAll('\r\n', '\n'),
    state: isOpen ? 'open' : isMerged ? 'merged' : 'closed',
    author,
    branch,
    commit,
    isFork: home === undefined || at(value, 'head', 'repo_id') !== home,
    base,
    labels: labelsIn(at(value, 'labels')),
    createdAt,
    ...(isOpen || endedAt === undefined ? {} : { endedAt }),
  }
}

/** Names of labels, sorted. */
export function labelsIn(value: Json | undefined): readonly string[] {
  return [...new Set(listAt(value).flatMap((each) => textAt(each, 'name') ?? []))].sort()
}

function oddPull(): Failure {
  return odd(GITEA, 'the answer is no pull request')
}
