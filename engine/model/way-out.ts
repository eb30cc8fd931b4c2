import type { Json } from './json.ts'
import { digest } from './names.ts'

/** What a person can do about one drift, beside merging the report (acknowledge) and closing it (snooze). */
export type WayOut = 'put-back' | 'adopt' | 'enforce-here' | 'ignore'

/** Those that are proposals, under the marker `<way>/<fingerprint>`. */
export const PROPOSED_WAYS: readonly Exclude<WayOut, 'put-back'>[] = ['adopt', 'enforce-here', 'ignore']

/** A way out that somebody asked for. */
export interface WayOutRequest {
  readonly way: WayOut
  readonly fingerprint: string
  /** Who asked, as the forge or Git knows them: the one who must not approve what comes of it. */
  readonly by: string
  /** RFC 3339 UTC: when it was asked for. */
  readonly at: string
  /** Where: `tick on #2`, `comment on #2`, `isthmus resolve`. */
  readonly where: string
  /** Last day, `YYYY-MM-DD`: until when to enforce or ignore. */
  readonly until?: string
  readonly because?: string
}

/**
 * One change of a YAML document. `set` replaces a value, or adds a key that is not there, with the maps between; `add`
 * inserts a list item before the place that its pointer names (`/-`: at the end); `remove` takes a key or an item out.
 */
export type EditOperation =
  | { readonly op: 'set' | 'add'; readonly pointer: string; readonly value: Json }
  | { readonly op: 'remove'; readonly pointer: string }

/** An edit of one document of a person's file; `document` counts those that hold something, from 0. */
export interface FileEdit {
  readonly file: string
  readonly document: number
  readonly operation: EditOperation
}

/** A command that cannot be taken as it stands, with a sentence for whoever wrote it. */
export interface Refused {
  readonly refused: string
}

/** What came of one request. `text` is Markdown for the proposal that it was asked on; `key` is the same for the same request. */
export interface WayOutAnswer {
  readonly key: string
  readonly text: string
  readonly outcome: 'proposed' | 'told' | 'refused' | 'unchanged' | 'waits'
}

/** Somebody ticked an item of a proposal. */
export interface Tick {
  /** The person, as a signed event of the forge names them. */
  readonly by: string
  /** RFC 3339 UTC. */
  readonly at: string
  /** Text of the item. */
  readonly item: string
}

/** A comment as the forge keeps it. */
export interface Remark {
  readonly by: string
  /** RFC 3339 UTC: when it was written. */
  readonly at: string
  readonly text: string
  /** Written by the account with which we work. */
  readonly isOurs: boolean
  /** Changed since it was written, and not known by whom. */
  readonly isEdited: boolean
}

/**
 * Port: what people asked for on a proposal, and where to answer them. Forges tell who wrote a comment, but not who ticked
 * a box: that is known from a signed event only, and kept as a comment of ours.
 */
export interface Conversation {
  /** What was said on the newest proposal with this marker; undefined where there never was one. */
  read(marker: string): Promise<Said | undefined>
  /** Adds a comment to that proposal. */
  answer(marker: string, text: string): Promise<void>
  /**
   * Keeps that the person of a signed event ticked an item; once for each person and item. `pull` is the number in that
   * event: `absent` where no open proposal of ours has it, as when somebody put our text into a pull request of their own.
   */
  recordTick(pull: number, tick: Tick): Promise<'recorded' | 'known' | 'absent'>
}

/** Everything oldest first. */
export interface Said {
  readonly number: number
  readonly state: 'open' | 'merged' | 'closed'
  /** Ticks of which there is a record, as long as the box is ticked. */
  readonly ticks: readonly (Tick & { readonly mayWrite: boolean })[]
  /** Items that are ticked while nothing says by whom. */
  readonly unsigned: readonly string[]
  /** Those of ours, and those of people with a line that begins with `/isthmus`. */
  readonly comments: readonly (Remark & {
    /** Whether its author has write access to the repository now; ours have. */
    readonly mayWrite: boolean
  })[]
}

/** Days for which a ticked *enforce here* holds: a tick cannot name a date. */
export const TICKED_ENFORCE_DAYS = 7

const ASKED_BY = /<!-- isthmus-asked-by:([0-9a-f]{16}(?:,[0-9a-f]{16})*) -->/g

const TRAILER = /^Isthmus-asked-by: ([0-9a-f]{16}(?:,[0-9a-f]{16})*)$/m

/** Hidden in a proposal's body: who asked for it, as digests, so that none of them approves it as well. */
export function askedByComment(names: readonly string[]): string {
  return `<!-- isthmus-asked-by:${digestsOf(names)} -->`
}

/** The same for the message of its commit, which nobody can edit: whoever may write may edit a body. */
export function askedByTrailer(names: readonly string[]): string {
  return `Isthmus-asked-by: ${digestsOf(names)}`
}

function digestsOf(names: readonly string[]): string {
  return [...new Set(names.map(personDigest))].join(',')
}

/** Who asked by the message of the commit, where that is ours. */
export function askersInMessage(message: string): string | undefined {
  return TRAILER.exec(message)?.[1]
}

/** Who asked, as a body keeps it; undefined where nobody did. The last mark counts: everything before may quote others. */
export function askersIn(body: string): string | undefined {
  return [...body.matchAll(ASKED_BY)].at(-1)?.[1]
}

/** True where this person is among those who asked, as a body or a message keeps them. */
export function isAsker(askers: string | undefined, name: string): boolean {
  return askers?.split(',').includes(personDigest(name)) === true
}

function personDigest(name: string): string {
  return digest(name.trim().toLowerCase(), 16)
}

/** A day of the calendar, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return Number.isFinite(time) && new Date(time).toISOString().slice(0, 10) === text
}

/** A day is over once the next has begun, UTC. `now`: RFC 3339. */
export function isPast(until: string, now: string): boolean {
  return now.slice(0, 10) > until
}

/** The day so many days after a time; undefined where that is no time. */
export function dayAfter(time: string, days: number): string | undefined {
  const end = Date.parse(time) + days * 86_400_000
  return Number.isFinite(end) ? new Date(end).toISOString().slice(0, 10) : undefined
}
