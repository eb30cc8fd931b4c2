import type { OpenProposal } from './review.ts'

/** How many proposals of ours there may be. */
export interface ProposalLimits {
  readonly openProposals: number
  readonly newProposalsPerHour: number
}

/** Runs pieces of work one after the other. */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>

/** A proposal that is not opened now: `most` of its kind are there already. */
export interface Limited {
  readonly limit: keyof ProposalLimits
  readonly most: number
  /** RFC 3339 UTC: when it may be opened; undefined where that is for people to decide. */
  readonly until?: string
}

/** Label of what is proposed beside the limits, and not counted by them. */
export const BESIDE_LIMITS = 'isthmus/critical'

const HOUR_MS = 3_600_000

export function anHourBefore(now: string): string {
  return timeAt(Date.parse(now) - HOUR_MS)
}

/** Whether one more has to wait. `proposals`: those that are open, and those opened within the last hour. */
export function limitFor(
  proposals: readonly OpenProposal[],
  { openProposals, newProposalsPerHour }: ProposalLimits,
  now: string,
): Limited | undefined {
  const counted = proposals.filter((each) => each.labels?.includes(BESIDE_LIMITS) !== true)
  if (counted.filter((each) => each.endedAt === undefined).length >= openProposals)
    return { limit: 'openProposals', most: openProposals }
  const since = Date.parse(now) - HOUR_MS
  const born = counted.map((each) => Date.parse(each.createdAt)).filter((time) => time > since)
  if (born.length < newProposalsPerHour) return undefined
  const next = born.sort((a, b) => b - a)[newProposalsPerHour - 1] ?? since
  return { limit: 'newProposalsPerHour', most: newProposalsPerHour, until: timeAt(next + HOUR_MS) }
}

/** In words, as the rest of a sentence: which limit, and when it goes on. */
export function limitText({ limit, most, until }: Limited): string {
  return limit === 'openProposals'
    ? `it waits: ${most} proposals are open already (limits.openProposals); it is proposed once one of them is merged or closed`
    : `it waits: ${most} proposals were opened within the last hour (limits.newProposalsPerHour); it is proposed by the first run after ${until}`
}

function timeAt(time: number): string {
  return new Date(time).toISOString().replace('.000Z', 'Z')
}
