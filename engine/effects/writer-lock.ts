import { Failure } from '../model/failure.ts'
import type { Author, Repository } from '../model/git.ts'
import { HISTORY_BRANCH } from '../model/history.ts'
import type { WriterLock } from '../model/writer-lock.ts'
import { claim, formatLock, isHeld, LOCK_FILE, parseLock, release } from '../model/writer-lock.ts'

export interface LockOptions {
  readonly repository: Repository
  readonly author: Author
  readonly holder: string
  /** It is lost so long after the last renewal. */
  readonly seconds: number
  /** RFC 3339 UTC. */
  readonly now: () => string
}

/** The one who may write. `check` comes before every write, so that whoever lost the lock stops at the next one. */
export interface WriterLockKeeper {
  /** Takes or renews the lock; whose it is instead. */
  claim(): Promise<{ readonly isOurs: boolean; readonly lock: WriterLock }>
  /** Throws `lock/lost` unless the lock is still ours; renews it when it runs low. */
  check(): Promise<void>
  /** Gives it back, where it is ours. */
  release(): Promise<void>
}

/** The writer's lock on the history branch, changed by compare-and-swap: of two who try at once, one wins. */
export function writerLock(options: LockOptions): WriterLockKeeper {
  const { repository, author, holder, seconds, now } = options
  let term: number | undefined
  const me = () => ({ holder, term, now: now(), seconds })
  const swap = async (next: (current: WriterLock | undefined) => WriterLock | undefined, message: string) => {
    let seen: { before: WriterLock | undefined; after: WriterLock | undefined } = {
      before: undefined,
      after: undefined,
    }
    const edit = (text: string) => {
      const before = parseLock(text)
      const after = next(before)
      seen = { before, after }
      return after === undefined || after === before ? text : formatLock(after)
    }
    await repository.appendOrphan({ branch: HISTORY_BRANCH, file: LOCK_FILE, edit, message, author, when: now() })
    return seen
  }
  const keeper: WriterLockKeeper = {
    async claim() {
      const { before, after } = await swap((current) => claim(current, me()), `Let ${holder} write`)
      term = after?.term
      const lock = after ?? before
      if (lock === undefined) throw new Error('a lock that nobody holds was refused')
      return { isOurs: after !== undefined, lock }
    },
    async check() {
      if (term === undefined) throw lost(holder, undefined)
      const current = await currentLock(repository)
      if (isHeld(current, me())) return
      const { isOurs, lock } = await keeper.claim()
      if (!isOurs) throw lost(holder, lock)
    },
    async release() {
      if (term === undefined) return
      const own = term
      term = undefined
      const isOwn = (current: WriterLock | undefined) => current?.holder === holder && current.term === own
      await swap((current) => (current && isOwn(current) ? release(current, now()) : undefined), `${holder} is done`)
    },
  }
  return keeper
}

async function currentLock(repository: Repository): Promise<WriterLock | undefined> {
  const tip = await repository.resolve(HISTORY_BRANCH)
  return tip === undefined ? undefined : parseLock((await repository.readTree(tip, LOCK_FILE)).get(LOCK_FILE) ?? '')
}

function lost(holder: string, lock: WriterLock | undefined): Failure {
  const who = lock === undefined || lock.holder === holder ? 'another process of the same name' : lock.holder
  return new Failure('lock/lost', `${who} writes now, and ${holder} does not`, {
    hint: 'Nothing was written. It is tried again when that one gives no sign of life any more.',
    retry: true,
  })
}
