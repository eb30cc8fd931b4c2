import type { Pull } from '../pull.ts'
import type { PullDesk, PullQuery } from '../pull-desk.ts'

/** The newest that is so; undefined where none is. */
export async function newest(
  desk: PullDesk,
  query: PullQuery,
  isSo: (pull: Pull) => boolean,
): Promise<Pull | undefined> {
  for await (const page of desk.pulls(query)) {
    const found = page.find(isSo)
    if (found) return found
  }
  return undefined
}

/** The open one that is so, else the newest that was: a person may reopen one that is older than another that has ended. */
export async function theOne(desk: PullDesk, isSo: (pull: Pull) => boolean): Promise<Pull | undefined> {
  const last = await newest(desk, { state: 'all' }, isSo)
  if (last === undefined || last.state === 'open') return last
  return (await newest(desk, { state: 'open' }, isSo)) ?? last
}

/** All open ones, newest first. */
export async function allOpen(desk: PullDesk, base?: string): Promise<readonly Pull[]> {
  const all: Pull[] = []
  for await (const page of desk.pulls({ state: 'open', ...(base === undefined ? {} : { base }) })) all.push(...page)
  // A page moves on when somebody opens or closes one while it is read.
  return [...new Map(all.map((each) => [each.number, each])).values()]
}

/** Those opened later than that (RFC 3339 UTC), in any state. */
export async function openedSince(desk: PullDesk, time: string): Promise<readonly Pull[]> {
  const found: Pull[] = []
  for await (const page of desk.pulls({ state: 'all' })) {
    const late = page.filter((each) => Date.parse(each.createdAt) > Date.parse(time))
    found.push(...late)
    if (late.length < page.length) break
  }
  return found
}
