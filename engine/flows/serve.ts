import type { WriterLockKeeper } from '../effects/writer-lock.ts'
import type { Bell } from '../model/bell.ts'
import { Failure } from '../model/failure.ts'
import { OTHER_DEFAULT } from '../model/git.ts'
import type { Log } from '../model/log.ts'
import type { Role } from '../model/role.ts'
import { newCrew } from './serve/crew.ts'
import { follow } from './serve/follow.ts'
import type { Leadership } from './serve/lead.ts'
import type { WorkQueue } from './serve/queue.ts'
import type { UpkeepInput } from './serve/upkeep.ts'
import { tidyOnce, upkeep } from './serve/upkeep.ts'
import type { Attempted } from './serve/worker.ts'
import { work } from './serve/worker.ts'

export interface ServeInput {
  /** Absent: this is the only replica. */
  readonly leadership?: Leadership
  readonly lock: WriterLockKeeper
  readonly queue: WorkQueue
  /** Rung for a look at everything: a push, a comment, another replica that asks. */
  readonly bell: Bell
  /** Environments of the default branch. */
  readonly discover: () => Promise<readonly string[]>
  readonly attempt: (environment: string, reasons: readonly string[]) => Promise<Attempted>
  /** What the hub shows, where it can be followed. */
  readonly changes?: (environment: string, signal: AbortSignal) => AsyncIterable<unknown>
  readonly tidy: UpkeepInput['tidy']
  readonly everyMs: number
  /** Until the next try of one that may not write. */
  readonly standbyMs: number
  /** What comes within this is one burst. */
  readonly settleMs: number
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  readonly log: Log
  readonly onRole: (role: Role) => void
  readonly signal: AbortSignal
}

/** Works whenever this process is the one that may write, until the signal; then gives back what it held. */
export async function serve(input: ServeInput): Promise<void> {
  const over = new AbortController()
  const end = () => over.abort()
  input.signal.addEventListener('abort', end, { once: true })
  if (input.signal.aborted) end()
  const shift = { ...input, signal: over.signal }
  const crew = newCrew(over)
  crew.employ('upkeep', () => [upkeep(shift)])
  try {
    await inTurns(shift)
  } finally {
    end()
    input.signal.removeEventListener('abort', end)
    await crew.done()
  }
  input.onRole('stopping')
}

async function inTurns(input: ServeInput): Promise<void> {
  const { signal, sleep, onRole } = input
  while (!signal.aborted) {
    const role = await roleNow(input)
    onRole(role)
    if (role === 'writer') await onDuty(input)
    else await sleep(input.standbyMs, signal)
  }
}

/** What one round came to; a process that may not write does nothing, and that is right. */
export interface Round {
  readonly role: Role
  readonly attempts: readonly { readonly name: string; readonly outcome: Attempted }[]
  /** Nothing failed. */
  readonly isDone: boolean
}

/** Everything once. */
export async function serveOnce(input: ServeInput): Promise<Round> {
  const role = await roleNow(input)
  input.onRole(role)
  if (role !== 'writer') return { role, attempts: [], isDone: role !== 'blocked' }
  const attempts: { name: string; outcome: Attempted }[] = []
  for (const name of await input.discover()) attempts.push({ name, outcome: await input.attempt(name, ['once']) })
  await tidyOnce(input.tidy, input.log)
  // Whoever asked for one environment asked for something.
  return { role, attempts, isDone: attempts.length > 0 && attempts.every((each) => each.outcome === 'done') }
}

async function roleNow({ leadership, lock, log }: ServeInput): Promise<Role> {
  if (leadership && !leadership.isLeader()) return 'standby'
  try {
    const claimed = await lock.claim()
    if (claimed.isOurs) return 'writer'
    log.info('lock-held', { holder: claimed.lock.holder, until: claimed.lock.until })
    return 'waiting'
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    log.warn('lock-unreachable', { code: error.code, message: error.message, hint: error.hint })
    return 'blocked'
  }
}

/** A worker and a watch for each environment, and a look at everything in its time or when the bell rings. */
async function onDuty(input: ServeInput): Promise<void> {
  const duty = new AbortController()
  const end = () => duty.abort()
  input.signal.addEventListener('abort', end, { once: true })
  const crew = newCrew(duty)
  crew.employ('', () => [tick(input, duty.signal)])
  // The first look is at everything, so it answers what was asked before.
  let because: readonly string[] = ['the start', ...(input.bell.isRung() ? await input.bell.rung(duty.signal) : [])]
  try {
    while (!duty.signal.aborted) {
      const found = await discovered(input)
      if (found !== undefined) crew.keep(['', ...found])
      else await askAgain(because, input, duty.signal)
      for (const each of found ?? []) {
        crew.employ(each, (signal) => membersFor(each, input, signal))
        for (const reason of because) input.queue.ask(each, reason)
      }
      because = await input.bell.rung(duty.signal)
      await input.sleep(input.settleMs, duty.signal)
      if (duty.signal.aborted || (await roleNow(input)) !== 'writer') break
    }
  } finally {
    end()
    input.signal.removeEventListener('abort', end)
    await crew.done()
  }
}

/** What was asked while nobody could tell what there is must not wait for the timer. */
async function askAgain(because: readonly string[], { bell, standbyMs, sleep }: ServeInput, signal: AbortSignal) {
  await sleep(standbyMs, signal)
  for (const reason of because) bell.ring(reason)
}

async function tick({ everyMs, bell, sleep }: ServeInput, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sleep(everyMs, signal)
    bell.ring('the timer')
  }
}

function membersFor(environment: string, input: ServeInput, signal: AbortSignal): readonly Promise<void>[] {
  const { queue, attempt, changes, sleep, log } = input
  const onChange = () => queue.ask(environment, 'the hub changed')
  const worker = work(environment, { queue, attempt, sleep, signal })
  return changes ? [worker, follow(environment, { changes, onChange, sleep, signal, log })] : [worker]
}

/** Undefined where nobody can tell now. Where another branch is the default one nobody ever can: that is the end. */
async function discovered({ discover, log }: ServeInput): Promise<readonly string[] | undefined> {
  try {
    return await discover()
  } catch (error) {
    if (!(error instanceof Failure) || error.code === OTHER_DEFAULT) throw error
    log.warn('discovery-failed', { code: error.code, message: error.message, hint: error.hint })
    return undefined
  }
}
