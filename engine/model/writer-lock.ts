import { at, parsedJson, textAt } from './json.ts'

/** Where the lock lies on the history branch. No environment's file is called so. */
export const LOCK_FILE = 'writer.lock'

/** Who may write proposals, history and alerts, and until when without another word (RFC 3339 UTC). */
export interface WriterLock {
  readonly holder: string
  /** Grows with every change of hands, also from a process to the one that follows it: an old one sees that it is over. */
  readonly term: number
  readonly since: string
  readonly until: string
}

export interface Claimant {
  readonly holder: string
  /** The term in which it holds the lock; undefined for one that does not yet. */
  readonly term: number | undefined
  readonly now: string
  readonly seconds: number
}

/** Clocks of two hubs may be so far apart. */
const CLOCK_SKEW_SECONDS = 30

export function parseLock(text: string): WriterLock | undefined {
  const value = parsedJson(text)
  const [holder, since, until] = ['holder', 'since', 'until'].map((key) => textAt(value, key))
  const term = at(value, 'term')
  if (holder === undefined || since === undefined || until === undefined) return undefined
  if (typeof term !== 'number' || !Number.isSafeInteger(term) || Number.isNaN(Date.parse(until))) return undefined
  return { holder, term, since, until }
}

export function formatLock({ holder, term, since, until }: WriterLock): string {
  return `${JSON.stringify({ holder, term, since, until })}\n`
}

/**
 * The lock as it is after this claim; undefined where another one holds it. Free, expired and unreadable locks are taken,
 * and one of the same name is taken over, since the Lease or the host sees to it that its process is gone.
 */
export function claim(current: WriterLock | undefined, me: Claimant): WriterLock | undefined {
  const until = after(me.now, me.seconds)
  const fresh = { holder: me.holder, term: (current?.term ?? 0) + 1, since: me.now, until }
  if (current === undefined) return fresh
  if (current.holder === me.holder && me.term !== undefined) {
    if (current.term !== me.term) return undefined
    const seconds = left(current, me.now)
    // A clock that ran ahead and was set right must not leave a lock for years behind.
    const isRight = seconds <= me.seconds + CLOCK_SKEW_SECONDS
    return isRight && seconds > me.seconds / 2 ? current : { ...current, until }
  }
  if (current.holder === me.holder) return fresh
  return left(current, me.now) > -CLOCK_SKEW_SECONDS ? undefined : fresh
}

/** The lock given back: whoever comes next need not wait. */
export function release(current: WriterLock, now: string): WriterLock {
  return { ...current, until: after(now, -CLOCK_SKEW_SECONDS - 1) }
}

/** True while this claimant holds the lock, with some time left to finish what it begins now. */
export function isHeld(current: WriterLock | undefined, me: Claimant): boolean {
  return current?.holder === me.holder && current.term === me.term && left(current, me.now) > CLOCK_SKEW_SECONDS
}

function left({ until }: WriterLock, now: string): number {
  return (Date.parse(until) - Date.parse(now)) / 1000
}

function after(time: string, seconds: number): string {
  return new Date(Date.parse(time) + seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z')
}
