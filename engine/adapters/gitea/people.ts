import { Failure } from '../../model/failure.ts'
import type { Json } from '../../model/json.ts'
import { at, textAt } from '../../model/json.ts'
import type { Pull } from '../../model/pull.ts'
import type { ReviewRequest } from '../../model/pull-desk.ts'
import { itemsOf, pagesOf } from '../../model/rest/pages.ts'
import type { Desk } from './place.ts'
import { GITEA } from './place.ts'
import { PER_PAGE } from './pulls.ts'

/** Nobody of that name, or no right to ask them: none of it is worth a proposal. */
const CANNOT_ASK: readonly string[] = ['gitea/not-found', 'gitea/invalid', 'gitea/forbidden']
const WRITERS: readonly (string | undefined)[] = ['write', 'admin', 'owner']

/** Whether a person may write to the repository now. Gitea tells that to administrators of the repository only. */
export async function mayWrite({ connection, path }: Desk, person: string): Promise<boolean> {
  const place = `${path}/collaborators/${encodeURIComponent(person)}/permission`
  try {
    return WRITERS.includes(textAt((await connection.request({ method: 'GET', path: place })).data, 'permission'))
  } catch (error) {
    if (error instanceof Failure && error.code === 'gitea/not-found') return false
    throw error
  }
}

/** Asks those whom Gitea lets be asked, and answers the others. */
export async function ask(
  desk: Desk,
  { number }: Pull,
  { reviewers, assignees }: ReviewRequest,
): Promise<readonly string[]> {
  const review = await matched(desk, 'reviewers', reviewers)
  const assign = await matched(desk, 'assignees', assignees)
  const teams: string[] = []
  for (const team of review.others.filter(isTeam)) {
    if (await isAsked(desk, number, { team_reviewers: [teamName(team)] })) teams.push(team)
  }
  const refused: string[] = []
  for (const [written, login] of review.found) {
    // Whoever opened it cannot review it, and one such name would spoil the request for all.
    if (!(await isAsked(desk, number, { reviewers: [login] }))) refused.push(written)
  }
  if (assign.found.size > 0) {
    const body = { assignees: [...assign.found.values()] }
    await desk.connection.request({ method: 'PATCH', path: `${desk.path}/pulls/${number}`, body })
  }
  return [...refused, ...review.others.filter((each) => !teams.includes(each)), ...assign.others]
}

interface Matched {
  /** Login by what the draft says. */
  readonly found: ReadonlyMap<string, string>
  readonly others: readonly string[]
}

async function matched(desk: Desk, list: 'reviewers' | 'assignees', wanted: readonly string[]): Promise<Matched> {
  if (wanted.length === 0) return { found: new Map(), others: [] }
  const { data } = await desk.connection.request({ method: 'GET', path: `${desk.path}/${list}` })
  const people = Array.isArray(data) ? data : []
  const found = new Map<string, string>()
  for (const each of wanted) {
    const person = people.find((user: Json) => isNamed(user, each))
    const login = textAt(person, 'login')
    if (login !== undefined) found.set(each, login)
  }
  return { found, others: wanted.filter((each) => !found.has(each)) }
}

function isNamed(user: Json, written: string): boolean {
  const name = written.toLowerCase()
  if (!name.startsWith('@')) return textAt(user, 'email')?.toLowerCase() === name
  return textAt(user, 'login')?.toLowerCase() === name.slice(1)
}

function isTeam(written: string): boolean {
  return /^@[^/]+\/[^/]+$/.test(written)
}

function teamName(written: string): string {
  return written.slice(written.indexOf('/') + 1)
}

async function isAsked({ connection, path }: Desk, number: number, body: Json): Promise<boolean> {
  try {
    await connection.request({ method: 'POST', path: `${path}/pulls/${number}/requested_reviewers`, body })
    return true
  } catch (error) {
    if (error instanceof Failure && CANNOT_ASK.includes(error.code)) return false
    throw error
  }
}

/** Those whose newest review approves, and approves this head; a dismissed or stale one does not stand. */
export async function approvals({ connection, path }: Desk, { number, commit }: Pull): Promise<readonly string[]> {
  const pages = pagesOf(connection.request, GITEA, `${path}/pulls/${number}/reviews`, { limit: PER_PAGE })
  const newest = new Map<string, Json>()
  for (const review of await itemsOf(pages)) {
    const login = textAt(review, 'user', 'login')
    const isVerdict = ['APPROVED', 'REQUEST_CHANGES'].includes(textAt(review, 'state') ?? '')
    if (login !== undefined && isVerdict) newest.set(login, review)
  }
  return [...newest].flatMap(([login, review]) => {
    const stands = textAt(review, 'state') === 'APPROVED' && textAt(review, 'commit_id') === commit
    return stands && at(review, 'stale') !== true && at(review, 'dismissed') !== true ? [login] : []
  })
}
