import { checkApprovals } from '../../flows/approvals.ts'
import type { IntakeInput } from '../../flows/serve/intake.ts'
import type { Leadership } from '../../flows/serve/lead.ts'
import { workQueue } from '../../flows/serve/queue.ts'
import { inTurns } from '../../flows/serve/turns.ts'
import type { ServeInput } from '../../flows/serve.ts'
import { newBell } from '../../model/bell.ts'
import { joined } from '../../model/joined.ts'
import type { Role } from '../../model/role.ts'
import { sleepUntil } from '../source.ts'
import type { AttemptInput } from './attempt.ts'
import { attempts } from './attempts.ts'
import { defaultBranch } from './default-branch.ts'
import { fencedPorts } from './fence.ts'
import { intakeOf } from './intake.ts'
import { leadershipOf, lockOf } from './leading.ts'
import type { ServerPorts } from './ports.ts'
import { roleTeller } from './role-teller.ts'
import type { Surroundings } from './surroundings.ts'
import { watchedChanges } from './watched-changes.ts'

/** The parts of a server, joined but not yet running. */
export interface Assembled {
  readonly work: ServeInput
  readonly intake: IntakeInput
  readonly leadership: Leadership | undefined
  readonly role: () => Role
  readonly queueDepth: () => number
}

const SETTLE_MS = 1_000
const STANDBY_MS = 5_000

/** Joins the parts. All but the lock itself work through its fence. */
export function assemble(raw: ServerPorts, around: Surroundings): Assembled {
  const { log, metrics, signal, now, nowMs, everySeconds, onReport = () => {}, onWork = () => {} } = around
  const bell = newBell()
  const queue = workQueue()
  const leading = leadershipOf(raw, around, bell)
  const lock = lockOf(raw, around, leading)
  const ports = fencedPorts(raw, lock.check)
  const { discover, settings } = defaultBranch(ports, around)
  const { role, onRole } = roleTeller(around)
  const onLost = () => bell.ring('the lock was lost')
  const approvals = joined(() => checkApprovals(ports))
  const input: AttemptInput = {
    ports,
    settings,
    log,
    metrics,
    now,
    nowMs,
    onLost,
    onReport,
    approvals,
    opening: inTurns(1),
  }
  const attempt = attempts(input)
  const work: ServeInput = {
    lock,
    queue,
    bell,
    discover,
    attempt: async (name, reasons) => {
      const outcome = await attempt(name, reasons)
      onWork()
      return outcome
    },
    tidy: async () => {
      const isTidied = await ports.repository.tidy()
      await ports.repository.checkDefaultBranch()
      return isTidied
    },
    everyMs: everySeconds * 1000,
    standbyMs: STANDBY_MS,
    settleMs: SETTLE_MS,
    sleep: sleepUntil,
    log,
    signal,
    onRole,
    ...(leading ? { leadership: leading } : {}),
    ...(ports.source.follow ? { changes: watchedChanges(ports, now) } : {}),
  }
  const onEvent = (reason: string) => (role() === 'standby' ? leading?.ask() : bell.ring(reason))
  return {
    work,
    intake: intakeOf(ports, onEvent, around),
    leadership: leading,
    role,
    queueDepth: () => queue.depth(),
  }
}
