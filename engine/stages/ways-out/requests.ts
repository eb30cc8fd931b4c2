import { digest } from '../../model/names.ts'
import { visible } from '../../model/visible.ts'
import type { Said, WayOutRequest } from '../../model/way-out.ts'
import { dayAfter, TICKED_ENFORCE_DAYS } from '../../model/way-out.ts'
import { parseCommands, parseTick } from './commands.ts'

/** A request with everyone who asked for the same: none of them approves it. */
export interface Request extends WayOutRequest {
  readonly askers: readonly string[]
}

/** What somebody wanted and does not get; `about` is the same for what is to be told only once. */
export interface Refusal {
  readonly about: readonly string[]
  readonly refused: string
}

const ANSWER = /<!-- isthmus-answer:([0-9a-f]{16}) -->/g

/** What people who may write asked for on a proposal: each way out of each drift once, as the last of them said it. */
export function requestsIn(said: Said): {
  readonly requests: readonly Request[]
  readonly refusals: readonly Refusal[]
} {
  const all: WayOutRequest[] = []
  const refusals: Refusal[] = said.unsigned.flatMap(unsigned)
  for (const { by, at, item, mayWrite } of said.ticks) {
    const tick = parseTick(item)
    if (!tick) continue
    const until = tick.way === 'enforce-here' ? dayAfter(at, TICKED_ENFORCE_DAYS) : undefined
    if (!mayWrite) refusals.push(mayNot(by))
    else all.push({ ...tick, ...(until === undefined ? {} : { until }), by, at, where: `tick on #${said.number}` })
  }
  for (const { by, at, text, mayWrite, isEdited } of said.comments.filter((each) => !each.isOurs)) {
    const commands = parseCommands(text)
    if (commands.length === 0) continue
    if (!mayWrite) refusals.push(mayNot(by))
    else if (isEdited) refusals.push({ about: ['edited', by, at], refused: `${shown(by)}: ${EDITED}` })
    else
      for (const each of commands) {
        if ('refused' in each) refusals.push({ about: [by, at], refused: each.refused })
        else all.push({ ...each, by, at, where: `comment on #${said.number}` })
      }
  }
  return { requests: grouped(all), refusals }
}

const EDITED = 'a comment that was edited is not obeyed, since nothing says who edited it. Write a new one.'

/** A forge does not say who ticked a box; without that nobody could be kept from approving it as well. */
function unsigned(item: string): readonly Refusal[] {
  const tick = parseTick(item)
  if (!tick) return []
  const { way, fingerprint } = tick
  const command = `/isthmus ${way} ${fingerprint}${way === 'enforce-here' ? ' until YYYY-MM-DD' : ''}`
  const refused = `A box is ticked, but nothing says by whom, so nothing was done. Comment instead: \`${command}\`.`
  return [{ about: ['unsigned', way, fingerprint], refused }]
}

/** Told once a person, however much they write. */
function mayNot(by: string): Refusal {
  const refused = `${shown(by)} has no write access to this repository, so nothing was done. Somebody who has may ask for it.`
  return { about: ['may-not', by], refused }
}

function shown(name: string): string {
  return `\`${visible(name).replaceAll(/[`<>]/g, "'")}\``
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
