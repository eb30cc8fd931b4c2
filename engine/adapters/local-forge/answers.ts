import { saidOn, tickRecord } from '../../model/conversation.ts'
import type { Forge } from '../../model/forge.ts'
import { isMarked, markedComment, markerOf } from '../../model/forge.ts'
import type { BareRepository } from '../../model/git.ts'
import type { Remark } from '../../model/way-out.ts'
import { writeCheck } from './check-files.ts'
import { withLock } from './lock.ts'
import type { Pull } from './pull-files.ts'
import { readPull, readPulls, urlOf, writePull } from './pull-files.ts'
import { withTick } from './review.ts'

export interface Desk {
  readonly bare: BareRepository
  readonly folder: string
  readonly now: () => string
  /** Name under which the engine itself closes and comments. */
  readonly as: string
}

type Answers = Omit<Forge, 'name' | 'ensureProposal' | 'findProposal' | 'closeProposal'>

/** Who may write these files may do everything: there are no outsiders and no forks here, and a merge is the approval. */
export function answersOf(desk: Desk): Answers {
  const { bare, folder, now, as } = desk
  return {
    openProposals: async (since) =>
      (await readPulls(folder)).flatMap((pull) => {
        const { number, body, author, createdAt, labels, state } = pull
        const marker = author === undefined ? markerOf(body) : undefined
        const isLate = since !== undefined && Date.parse(createdAt) > Date.parse(since)
        if (marker === undefined || !(state === 'open' || isLate)) return []
        const end = state === 'open' ? {} : { endedAt: pull.merged?.at ?? pull.closed?.at ?? pull.updatedAt }
        return [{ marker, number, url: urlOf(folder, number), createdAt, labels, ...end }]
      }),
    openPulls: async (base) => {
      const people = (await openPulls(desk)).filter((each) => each.base === base)
      const shown = people.map(async ({ number, author, branch, title }) => {
        const commit = author === undefined ? undefined : await bare.tip(branch)
        if (author === undefined || commit === undefined) return []
        return [{ number, author, title, head: { branch, commit }, base, isFork: false, url: urlOf(folder, number) }]
      })
      return (await Promise.all(shown)).flat()
    },
    ensureComment: (number, marker, text) =>
      withLock(folder, () => ensureComment(desk, number, marker, markedComment(marker, text))),
    setCheck: (check) => withLock(folder, () => writeCheck(folder, check)),
    approvers: async () => undefined,
    conversation: {
      read: async (marker) => {
        const found = theOne(await readPulls(folder), marker)
        return found && saidOn(found, remarksOf(found, as), async () => true)
      },
      answer: (marker, text) =>
        withLock(folder, async () => {
          const found = theOne(await readPulls(folder), marker)
          if (found) await writePull(folder, withComment(found, { by: as, at: now(), text }))
        }),
      recordTick: (number, tick) =>
        withLock(folder, async () => {
          const found = (await openPulls(desk)).find((each) => each.number === number && each.author === undefined)
          if (!found) return 'absent'
          const kept = withTick(found, tick)
          if (kept === found) return 'known'
          await writePull(folder, { ...kept, updatedAt: now() })
          return 'recorded'
        }),
    },
  }
}

/** The newest proposal of ours with that marker. */
export function newest(pulls: readonly Pull[], marker: string, state?: Pull['state']): Pull | undefined {
  return pulls.findLast(
    (each) =>
      each.author === undefined && markerOf(each.body) === marker && (state === undefined || each.state === state),
  )
}

/** The open one, else the newest that has ended. */
export function theOne(pulls: readonly Pull[], marker: string): Pull | undefined {
  return newest(pulls, marker, 'open') ?? newest(pulls, marker)
}

async function openPulls({ folder }: Desk): Promise<readonly Pull[]> {
  return (await readPulls(folder)).filter((each) => each.state === 'open')
}

async function ensureComment(
  { folder, now, as }: Desk,
  number: number,
  marker: string,
  text: string,
): Promise<'created' | 'updated' | 'unchanged'> {
  const pull = await readPull(folder, number)
  const known = pull.comments.find((each) => each.by === as && isMarked(each.text, marker))
  if (known?.text === text) return 'unchanged'
  const comments = pull.comments.map((each) => (each === known ? { ...known, text } : each))
  await writePull(folder, known ? { ...pull, comments } : withComment(pull, { by: as, at: now(), text }))
  return known ? 'updated' : 'created'
}

function withComment(pull: Pull, comment: Pull['comments'][number]): Pull {
  return { ...pull, comments: [...pull.comments, comment], updatedAt: comment.at }
}

/** Its own record of ticks in the form that other forges keep: a comment of ours. */
function remarksOf({ comments, ticks }: Pull, as: string): readonly Remark[] {
  const records = ticks.map((each) => ({ by: as, at: each.at, text: tickRecord(each), isOurs: true, isEdited: false }))
  return [...comments.map((each) => ({ ...each, isOurs: each.by === as, isEdited: false })), ...records]
}
