import type { Proposal } from './forge.ts'
import { taskItems } from './forge.ts'
import { canonical, parsedJson, textAt } from './json.ts'
import { visible } from './visible.ts'
import type { Remark, Said, Tick } from './way-out.ts'

const RECORD = /<!-- isthmus-tick:([A-Za-z0-9_-]+) -->/g
const SHOWN_LIMIT = 200
/** People of whom one reading asks whether they may write; in a public repository anybody may comment. */
const PEOPLE_LIMIT = 100

/** A comment of ours that keeps who ticked what: in words, and hidden for the next reading. */
export function tickRecord({ by, at, item }: Tick): string {
  const [person, shown] = [by, item].map((each) => visible(each).replaceAll(/[`<>]/g, "'").slice(0, SHOWN_LIMIT))
  const hidden = Buffer.from(canonical({ by, at, item })).toString('base64url')
  return `Ticked by \`${person}\`, ${at}: \`${shown}\`\n\n<!-- isthmus-tick:${hidden} -->\n`
}

/** What a comment of ours keeps; undefined for any other text. */
export function readTickRecord(text: string): Tick | undefined {
  const hidden = [...text.matchAll(RECORD)].at(-1)?.[1]
  if (hidden === undefined) return undefined
  const value = parsedJson(Buffer.from(hidden, 'base64url').toString('utf8'))
  const [by, at, item] = ['by', 'at', 'item'].map((key) => textAt(value, key))
  return by === undefined || at === undefined || item === undefined ? undefined : { by, at, item }
}

/**
 * What was said, from the comments of a proposal, oldest first. Records count where they are ours and as they were written:
 * whoever may write may also edit a comment of ours. `mayWrite` is asked once for each person who wants something.
 */
export async function saidOn(
  { number, state, body }: Pick<Proposal, 'number' | 'state' | 'body'>,
  remarks: readonly Remark[],
  mayWrite: (person: string) => Promise<boolean>,
): Promise<Said> {
  const ticked = new Set(taskItems(body).flatMap((each) => (each.isTicked ? [each.text] : [])))
  const records = remarks.flatMap((each) => (isRecord(each) ? (readTickRecord(each.text) ?? []) : []))
  const ticks = records.filter((each) => ticked.has(each.item))
  const comments = remarks.filter((each) => (each.isOurs ? !isRecord(each) : speaksToUs(each.text)))
  const people = [...ticks, ...comments.filter((each) => !each.isOurs)].map((each) => each.by)
  const may = await allowed([...new Set(people)], mayWrite)
  return {
    number,
    state,
    ticks: ticks.map((each) => ({ ...each, mayWrite: may.has(each.by) })),
    unsigned: [...ticked].filter((item) => !ticks.some((each) => each.item === item)),
    comments: comments.map((each) => ({ ...each, mayWrite: each.isOurs || may.has(each.by) })),
  }
}

/** True where that tick is kept already. */
export function isRecorded(remarks: readonly Remark[], { by, item }: Tick): boolean {
  return remarks.some((each) => {
    const kept = isRecord(each) ? readTickRecord(each.text) : undefined
    return kept?.by === by && kept.item === item
  })
}

function isRecord({ isOurs, isEdited, text }: Remark): boolean {
  return isOurs && !isEdited && readTickRecord(text) !== undefined
}

function speaksToUs(text: string): boolean {
  return /^\/isthmus(?:\s|$)/m.test(text)
}

async function allowed(
  people: readonly string[],
  mayWrite: (person: string) => Promise<boolean>,
): Promise<ReadonlySet<string>> {
  const may = new Set<string>()
  for (const person of people.slice(0, PEOPLE_LIMIT)) if (await mayWrite(person)) may.add(person)
  return may
}
