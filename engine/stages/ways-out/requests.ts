import { digest } from '../../model/names.ts'
import type { Said, WayOutRequest } from '../../model/way-out.ts'
import { dayAfter, TICKED_ENFORCE_DAYS } from '../../model/way-out.ts'
import { parseCommands, parseTick } from './commands.ts'

/** A request with everyone who asked for the same: none of them approves it. */
export interface Request extends WayOutRequest {
  readonly askers: readonly string[]
}

/** A command that could not be taken, and whose it was. */
export interface Misunderstood {
  readonly by: string
  readonly at: string
  readonly refused: string
}

const ANSWER = /<!-- isthmus-answer:([0-9a-f]{16}) -->/g

/** What people asked for on a proposal: each way out of each drift once, as the last of them said it. */
export function requestsIn(said: Said): {
  readonly requests: readonly Request[]
  readonly misunderstood: readonly Misunderstood[]
} {
  const all: WayOutRequest[] = []
  const misunderstood: Misunderstood[] = []
  for (const { by, at, item } of said.ticks) {
    const tick = parseTick(item)
    if (!tick) continue
    const until = tick.way === 'enforce-here' ? dayAfter(at, TICKED_ENFORCE_DAYS) : undefined
    all.push({ ...tick, ...(until === undefined ? {} : { until }), by, at, where: `tick on #${said.number}` })
  }
  for (const { by, at, text } of said.comments.filter((each) => !each.isOurs)) {
    for (const each of parseCommands(text)) {
      if ('refused' in each) misunderstood.push({ by, at, refused: each.refused })
      else all.push({ ...each, by, at, where: `comment on #${said.number}` })
    }
  }
  return { requests: grouped(all), misunderstood }
}

function grouped(all: readonly WayOutRequest[]): readonly Request[] {
  const groups = new Map<string, WayOutRequest[]>()
  for (const each of [...all].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))) {
    const key = `${each.way} ${each.fingerprint}`
    groups.set(key, [...(groups.get(key) ?? []), each])
  }
  return [...groups.values()].flatMap((same) => {
    const last = same.at(-1)
    return last ? [{ ...last, askers: [...new Set(same.map((each) => each.by))] }] : []
  })
}

/** An answer as it is written under a proposal, with a hidden key by which it is known to have been given. */
export function answerText(key: string, text: string): string {
  return `${text.trimEnd()}\n\n<!-- isthmus-answer:${key} -->\n`
}

/** Keys of the answers that we gave; what others wrote does not count. */
export function answersIn(said: Said): ReadonlySet<string> {
  return new Set(
    said.comments.flatMap((each) => {
      const key = each.isOurs ? [...each.text.matchAll(ANSWER)].at(-1)?.[1] : undefined
      return key === undefined ? [] : [key]
    }),
  )
}

/** The same request with the same answer is told once. */
export function answerKey(about: readonly string[], text: string): string {
  return digest(JSON.stringify([...about, text]), 16)
}
