import { isRecorded, saidOn, tickRecord } from '../conversation.ts'
import type { Forge } from '../forge.ts'
import { isMarked, markedComment } from '../forge.ts'
import { carries, ourMarker } from '../pull.ts'
import type { KeptRemark, PullDesk } from '../pull-desk.ts'
import type { Conversation, Tick } from '../way-out.ts'
import { allOpen, openedSince, theOne } from './find.ts'
import { sayOnce } from './say.ts'

type Answers = Omit<Forge, 'name' | 'ensureProposal' | 'findProposal' | 'closeProposal'>

/** What is said to people, and what they say: on their pull requests, and on proposals of ours. */
export function answersAt(desk: PullDesk): Answers {
  return {
    openProposals: async (since?: string) => {
      const late = since === undefined ? [] : await openedSince(desk, since)
      const ended = late.filter((each) => each.state !== 'open')
      return [...(await allOpen(desk)), ...ended].flatMap((pull) => {
        const marker = ourMarker(pull)
        const { number, url, createdAt, labels, endedAt } = pull
        const end = endedAt === undefined ? {} : { endedAt }
        return marker === undefined ? [] : [{ marker, number, url, createdAt, labels, ...end }]
      })
    },
    openPulls: async (base) =>
      (await allOpen(desk, base)).flatMap((pull) => {
        const { number, author, title, branch, commit, isFork, url } = pull
        if (pull.base !== base || commit === '' || ourMarker(pull) !== undefined) return []
        return [{ number, author, title, head: { branch, commit }, base, isFork, ref: desk.headRef(number), url }]
      }),
    ensureComment: (number, marker, text) => ensureComment(desk, number, marker, text),
    setCheck: (check) => desk.setCheck(check),
    approvers: async (number) => {
      const pull = await desk.showOpen(number)
      return pull ? await writersAmong(desk, await desk.approvals(pull)) : []
    },
    conversation: conversationAt(desk),
  }
}

async function writersAmong(desk: PullDesk, people: readonly string[]): Promise<readonly string[]> {
  const writers: string[] = []
  for (const person of people) if (await desk.mayWrite(person)) writers.push(person)
  return writers
}

async function ensureComment(
  desk: PullDesk,
  number: number,
  marker: string,
  text: string,
): Promise<'created' | 'updated' | 'unchanged'> {
  const whole = markedComment(marker, text)
  const isIt = (each: KeptRemark) => each.isOurs && isMarked(each.text, marker)
  if (await sayOnce(desk, number, whole, (remarks) => remarks.some(isIt))) return 'created'
  const known = (await desk.retried(() => desk.remarks(number))).find(isIt)
  if (!known || known.text.trim() === whole.trim()) return 'unchanged'
  await desk.edit(number, known, whole)
  return 'updated'
}

function conversationAt(desk: PullDesk): Conversation {
  return {
    read: async (marker) => {
      const found = await theOne(desk, carries(marker))
      return (
        found && saidOn(found, await desk.retried(() => desk.remarks(found.number)), (person) => desk.mayWrite(person))
      )
    },
    answer: async (marker, text) => {
      const found = await theOne(desk, carries(marker))
      const isIt = (each: KeptRemark) => each.isOurs && each.text.trim() === text.trim()
      if (found) await sayOnce(desk, found.number, text, (remarks) => remarks.some(isIt))
    },
    recordTick: (number, tick) => recordTick(desk, number, tick),
  }
}

async function recordTick(desk: PullDesk, number: number, tick: Tick): Promise<'recorded' | 'known' | 'absent'> {
  const pull = await desk.showOpen(number)
  if (!pull || ourMarker(pull) === undefined) return 'absent'
  const isNew = await sayOnce(desk, number, tickRecord(tick), (remarks) => isRecorded(remarks, tick))
  return isNew ? 'recorded' : 'known'
}
