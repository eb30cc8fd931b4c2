import { components } from '../../../policies/index.ts'
import { checkApprovals } from '../../flows/approvals.ts'
import { discover } from '../../flows/discover.ts'
import type { IntakeInput } from '../../flows/serve/intake.ts'
import type { Leadership } from '../../flows/serve/lead.ts'
import { newsOf } from '../../flows/serve/news.ts'
import { workQueue } from '../../flows/serve/queue.ts'
import { inTurns } from '../../flows/serve/turns.ts'
import type { Attempted } from '../../flows/serve/worker.ts'
import type { ServeInput } from '../../flows/serve.ts'
import type { Bell } from '../../model/bell.ts'
import { newBell } from '../../model/bell.ts'
import { joined } from '../../model/joined.ts'
import type { Role } from '../../model/role.ts'
import { ROLES } from '../../model/role.ts'
import { seenDeliveries } from '../../model/seen-deliveries.ts'
import { LONGEST_SLEEP_MS } from '../every.ts'
import { packageVersion } from '../package.ts'
import { sleepUntil } from '../source.ts'
import type { AttemptInput } from './attempt.ts'
import { attempt } from './attempt.ts'
import { fencedPorts } from './fence.ts'
import { attemptGates } from './gates.ts'
import { leadershipOf, lockOf } from './leading.ts'
import type { ServerPorts } from './ports.ts'
import { recordTicks } from './record-ticks.ts'
import { attemptReviews, REVIEWS } from './review.ts'
import type { Surroundings } from './surroundings.ts'
import { watchedChanges } from './watched-changes.ts'
import { attemptWindUp } from './wind-up.ts'

/** The parts of a server, joined but not yet running. */
export interface Assembled {
  readonly work: ServeInput
  readonly intake: IntakeInput
  readonly leadership: Leadership | undefined
  readonly role: () => Role
  readonly queueDepth: () => number
}

/** Deliveries that are known again: two keys each. */
const SEEN_KEYS = 40_000
const SETTLE_MS = 1_000
const STANDBY_MS = 5_000
/** Environments that are worked on at once: what they ask Git and push to the history meanwhile they share. */
const AT_ONCE = 8
/** A forge waits for an answer for seconds only. */
const PATIENCE_MS = 800

interface State {
  role: Role
  /** Environments as they were found last. */
  environments: readonly string[]
  settings: ServerPorts['configuration']
}

export function assemble(raw: ServerPorts, around: Surroundings): Assembled {
  const bell = newBell()
  const leading = leadershipOf(raw, around, bell)
  const lock = lockOf(raw, around, leading)
  const ports = fencedPorts(raw, lock.check)
  const state: State = { role: 'starting', environments: [], settings: raw.configuration }
  const work = workOf(raw, ports, state, around, bell)
  return {
    work: { ...work, lock, ...(leading ? { leadership: leading } : {}) },
    intake: intakeOf(ports, state, around, { bell, leading }),
    leadership: leading,
    role: () => state.role,
    queueDepth: () => work.queue.depth(),
  }
}

function workOf(raw: ServerPorts, ports: ServerPorts, state: State, around: Surroundings, bell: Bell) {
  const { log, metrics, signal, now, nowMs, everySeconds } = around
  const onLost = () => bell.ring('the lock was lost')
  const turn = inTurns(AT_ONCE)
  const newsIn = newsOf({ repository: raw.repository, components, version: packageVersion() })
  const inTime = async (name: string, work: () => Promise<Attempted>) => {
    const news = await newsIn(name)
    const outcome = await turn(work, news.isNews)
    if (outcome !== 'retry') news.told()
    return outcome
  }
  const { onReport = () => {}, onWork } = around
  const approvals = joined(() => checkApprovals(ports))
  const joint = { approvals, opening: inTurns(1) }
  const attempting = { ports, settings: () => state.settings, log, metrics, now, nowMs, onLost, onReport, ...joint }
  return {
    queue: workQueue(),
    bell,
    discover: async () => {
      const found = await discover(raw.repository, components)
      state.settings = found.configuration ?? state.settings
      // A number that nobody brings up to date any more is an alarm about nothing.
      for (const each of state.environments)
        if (!found.environments.includes(each)) await metrics.forget('environment', each)
      state.environments = found.environments
      const { environment } = around
      // Whoever serves one environment only leaves the pull requests, which may touch them all, to somebody else.
      if (environment !== undefined) {
        if (found.environments.includes(environment)) return [environment]
        log.warn('environment-not-found', { environment, there: found.environments })
        return []
      }
      return [...found.environments, REVIEWS]
    },
    attempt: async (name: string, reasons: readonly string[]) => {
      const outcome = await (name === REVIEWS
        ? turn(() => besideEnvironments(reasons, attempting))
        : inTime(name, () => attempt(name, reasons, attempting)))
      onWork?.()
      return outcome
    },
    ...(raw.source.follow ? { changes: changesOf(raw, now) } : {}),
    tidy: () => raw.repository.tidy(),
    everyMs: everySeconds * 1000,
    standbyMs: STANDBY_MS,
    settleMs: SETTLE_MS,
    sleep: sleepUntil,
    log,
    signal,
    onRole: (role: Role) => {
      if (role !== state.role) log.info('role', { role, before: state.role })
      state.role = role
      for (const each of ROLES) metrics.set('isthmus_role', each === role ? 1 : 0, { role: each })
    },
  }
}

/** Pull requests of people, what may be merged now, and what is left of environments that are gone. */
async function besideEnvironments(reasons: readonly string[], attempting: AttemptInput): Promise<Attempted> {
  const outcomes = [
    await attemptReviews(reasons, attempting),
    // After what is rendered on their branches.
    await attemptGates(attempting),
    await attemptWindUp(attempting),
  ]
  return (['retry', 'failed'] as const).find((each) => outcomes.includes(each)) ?? 'done'
}

/** The hub says nothing of pull requests. */
function changesOf(raw: ServerPorts, now: () => string): NonNullable<ServeInput['changes']> {
  const watched = watchedChanges(raw, now)
  return (name, signal) => (name === REVIEWS ? nothing(signal) : watched(name, signal))
}

function nothing(signal: AbortSignal): AsyncIterable<never> {
  const next = async () => {
    await sleepUntil(LONGEST_SLEEP_MS, signal)
    return { done: true, value: undefined } as const
  }
  return { [Symbol.asyncIterator]: () => ({ next }) }
}

function intakeOf(
  ports: ServerPorts,
  state: State,
  { log, metrics, signal, now }: Surroundings,
  { bell, leading }: { readonly bell: Bell; readonly leading: Leadership | undefined },
): IntakeInput {
  const { type } = ports.configuration.forge
  return {
    senders: type === 'local' ? ['generic'] : [type, 'generic'],
    secrets: ports.webhookSecrets,
    seen: seenDeliveries(SEEN_KEYS),
    defaultBranch: ports.repository.defaultBranch,
    now,
    log,
    metrics,
    onEvent: (reason) => (state.role === 'standby' ? leading?.ask() : bell.ring(reason)),
    recordTicks: (event) => recordTicks(event, ports.forge, now()),
    patience: async () => {
      await sleepUntil(PATIENCE_MS, signal)
      return 'late'
    },
  }
}
