import { Failure } from '../../model/failure.ts'
import type { Json } from '../../model/json.ts'
import { listAt, textAt } from '../../model/json.ts'
import type { ReviewRequest } from '../../model/pull-desk.ts'
import type { Desk } from './desk.ts'

const REVIEWERS = 'POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers'
const ASSIGNEES = 'POST /repos/{owner}/{repo}/issues/{issue_number}/assignees'
/** What GitHub takes, beyond which it cuts or refuses. */
const REVIEWER_LIMIT = 15
const ASSIGNEE_LIMIT = 10
/** Nobody of that name, no right to ask them, or a right that we lack: none of it is worth a proposal. */
const CANNOT_ASK = ['github/invalid', 'github/not-found', 'github/forbidden']

/** Asks reviewers and assignees of a new proposal, and answers those who cannot be asked. */
export async function askPeople(
  desk: Desk,
  number: number,
  { reviewers, assignees }: ReviewRequest,
): Promise<readonly string[]> {
  const both = [await askReviewers(desk, number, reviewers), await assign(desk, number, assignees)]
  return [...new Set(both.flat())]
}

/** GitHub refuses all of them where it refuses one, so then each is asked alone. */
async function askReviewers(desk: Desk, number: number, names: readonly string[]): Promise<readonly string[]> {
  const { place, connection } = desk
  const known = names
    .filter((name) => isPerson(name) || teamOf(name, place.owner) !== undefined)
    .slice(0, REVIEWER_LIMIT)
  const ask = async (asked: readonly string[]): Promise<boolean> => {
    if (asked.length === 0) return true
    const reviewers = asked.filter(isPerson).map((name) => name.slice(1))
    const team_reviewers = asked.flatMap((name) => teamOf(name, place.owner) ?? [])
    const pull = { owner: place.owner, repo: place.name, pull_number: number }
    return isTaken(connection.request(REVIEWERS, { ...pull, reviewers, team_reviewers }))
  }
  const refused: string[] = []
  if (!(await ask(known))) for (const name of known) if (known.length === 1 || !(await ask([name]))) refused.push(name)
  return names.filter((name) => !known.includes(name) || refused.includes(name))
}

/** Whom GitHub does not take as an assignee it leaves out without a word. */
async function assign(
  { place, connection }: Desk,
  number: number,
  names: readonly string[],
): Promise<readonly string[]> {
  const assignees = names
    .filter(isPerson)
    .map((name) => name.slice(1))
    .slice(0, ASSIGNEE_LIMIT)
  if (assignees.length === 0) return names
  const issue = { owner: place.owner, repo: place.name, issue_number: number }
  const answer: { data?: Json } = {}
  const sent = connection
    .request(ASSIGNEES, { ...issue, assignees })
    .then(({ data }) => Object.assign(answer, { data }))
  await isTaken(sent)
  const taken = listAt(answer.data, 'assignees').map((each) => `@${textAt(each, 'login') ?? ''}`.toLowerCase())
  return names.filter((name) => !taken.includes(name.toLowerCase()))
}

async function isTaken(sent: Promise<unknown>): Promise<boolean> {
  try {
    await sent
    return true
  } catch (error) {
    if (error instanceof Failure && CANNOT_ASK.includes(error.code)) return false
    throw error
  }
}

function isPerson(name: string): boolean {
  return /^@[^/]+$/.test(name)
}

/** Slug of a team of the repository's own organization; others cannot be asked. */
function teamOf(name: string, owner: string): string | undefined {
  const [, organization, slug] = /^@([^/]+)\/([^/]+)$/.exec(name) ?? []
  return organization?.toLowerCase() === owner.toLowerCase() ? slug : undefined
}
