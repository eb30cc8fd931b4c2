import type { Json } from '../../model/json.ts'
import { at, listAt, textAt } from '../../model/json.ts'
import type { Pull } from '../../model/pull.ts'
import type { ReviewRequest } from '../../model/pull-desk.ts'
import { itemsOf } from '../../model/rest/pages.ts'
import { pages, untrusted } from './client.ts'
import type { Desk } from './place.ts'

/** Developer: the least role that may push (docs.gitlab.com, member roles of the API). */
const DEVELOPER = 30

/** Whether a person may write to the project now, by membership of it, of a group above it, or of one it is shared with. */
export async function mayWrite(desk: Desk, person: string): Promise<boolean> {
  const member = await memberNamed(desk, person)
  const level = at(member, 'access_level')
  return typeof level === 'number' && level >= DEVELOPER && (textAt(member, 'state') ?? 'active') === 'active'
}

async function memberNamed({ project, resources }: Desk, person: string): Promise<Json | undefined> {
  const { members } = await resources()
  const asked = { includeInherited: true, query: person, perPage: 100, maxPages: 1, showExpanded: true } as const
  const found = await itemsOf(pages((page) => members.all(project, { ...asked, page })))
  return found.find((each) => textAt(each, 'username')?.toLowerCase() === person.toLowerCase())
}

/** Asks those who are members, and answers the others; without a licence GitLab takes one person of each kind. */
export async function ask(
  desk: Desk,
  { number }: Pull,
  { reviewers, assignees }: ReviewRequest,
): Promise<readonly string[]> {
  const [review, assign] = [await idsOf(desk, reviewers), await idsOf(desk, assignees)]
  if (review.size + assign.size === 0) return [...reviewers, ...assignees]
  const { mergeRequests } = await desk.resources()
  const change = {
    ...(review.size === 0 ? {} : { reviewerIds: [...review.values()] }),
    ...(assign.size === 0 ? {} : { assigneeIds: [...assign.values()] }),
  }
  const answer = untrusted(await mergeRequests.edit(desk.project, number, change))
  const taken = (key: string) => listAt(answer, key).map((each) => at(each, 'id'))
  const [reviewing, assigned] = [taken('reviewers'), taken('assignees')]
  return [
    ...reviewers.filter((each) => !reviewing.includes(review.get(each) ?? -1)),
    ...assignees.filter((each) => !assigned.includes(assign.get(each) ?? -1)),
  ]
}

/** Ids of users by what the draft says; GitLab asks no groups, and shows nobody's address. */
async function idsOf(desk: Desk, written: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const ids = new Map<string, number>()
  for (const each of written) {
    if (!/^@[^/@]+$/.test(each)) continue
    const id = at(await memberNamed(desk, each.slice(1)), 'id')
    if (typeof id === 'number') ids.set(each, id)
  }
  return ids
}
