import { isRecorded, saidOn, tickRecord } from '../../model/conversation.ts'
import type { Forge } from '../../model/forge.ts'
import { approversOf } from './approvers.ts'
import { setCheckRun } from './check-runs.ts'
import { addComment, commentsOn, ensureComment } from './comments.ts'
import type { Desk } from './desk.ts'
import { mayWrite } from './people.ts'
import { carries, isWithin, ourMarker } from './pull-list.ts'
import { setStatus } from './statuses.ts'

type Answers = Omit<Forge, 'name' | 'ensureProposal' | 'findProposal' | 'closeProposal'>

/** What is said to people, and what they say. */
export function answersOf(desk: Desk): Answers {
  const { list, place, connection } = desk
  const newest = (marker: string) => list.find({ state: 'all' }, carries(marker, place))
  return {
    openProposals: async (since) => {
      const open = await list.all({ state: 'open' })
      const late = since === undefined ? [] : await list.since(since)
      const ended = late.filter((each) => each.state !== 'open')
      return [...open, ...ended].flatMap((pull) => {
        const marker = ourMarker(pull, place)
        const { number, url, createdAt, labels, endedAt } = pull
        const end = endedAt === undefined ? {} : { endedAt }
        return marker === undefined ? [] : [{ marker, number, url, createdAt, labels, ...end }]
      })
    },
    openPulls: async (base) =>
      (await list.all({ state: 'open', base })).flatMap((pull) => {
        if (ourMarker(pull, place) !== undefined) return []
        const { number, author, title, branch, commit, url } = pull
        const ref = `refs/pull/${number}/head`
        return [{ number, author, title, head: { branch, commit }, base, isFork: !isWithin(pull, place), ref, url }]
      }),
    ensureComment: (number, marker, text) => ensureComment(desk, number, marker, text),
    setCheck: (check) => (desk.app === undefined ? setStatus(desk, check) : setCheckRun(desk, desk.app, check)),
    approvers: (number) => approversOf(desk, number),
    conversation: {
      read: async (marker) => {
        const found = await newest(marker)
        if (!found) return undefined
        return saidOn(found, await commentsOn(desk, found.number), (person) => mayWrite(connection, place, person))
      },
      answer: async (marker, text) => {
        const found = await newest(marker)
        const isSaid = (each: { readonly isOurs: boolean; readonly text: string }) =>
          each.isOurs && each.text.trim() === text.trim()
        if (found) await addComment(desk, found.number, text, (comments) => comments.some(isSaid))
      },
      recordTick: async (number, tick) => {
        const isIt = (each: { readonly number: number }) => each.number === number
        const found = await list.find({ state: 'open' }, isIt)
        if (!found || ourMarker(found, place) === undefined) return 'absent'
        const isNew = await addComment(desk, number, tickRecord(tick), (comments) => isRecorded(comments, tick))
        return isNew ? 'recorded' : 'known'
      },
    },
  }
}
