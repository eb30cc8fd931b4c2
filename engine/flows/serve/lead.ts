import { Failure } from '../../model/failure.ts'
import type { Lease, LeaseSeen, LeaseStore } from '../../model/lease.ts'
import { isMine, renewedBy, seenNow } from '../../model/lease.ts'
import type { Log } from '../../model/log.ts'

export interface LeadInput {
  readonly leases: LeaseStore
  /** Of this process; no other one has it. */
  readonly identity: string
  readonly seconds: number
  /** RFC 3339 UTC. */
  readonly now: () => string
  /** A clock that only goes forward. */
  readonly nowMs: () => number
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  readonly log: Log
  /** The role changed, or another replica asked for a look. */
  readonly onNews: (news: 'leading' | 'following' | 'asked') => void
}

/** One of several replicas leads: the one that holds the Lease. */
export interface Leadership {
  /** True while the Lease is ours for some time to come, also when nothing can be renewed any more. */
  isLeader(): boolean
  /** Identity of the Lease; undefined until it was read. */
  uid(): string | undefined
  /** Asks the leader to look, with the next step; nothing where this replica leads. */
  ask(): void
  /** Elects until the signal, then gives the Lease back. */
  run(signal: AbortSignal): Promise<void>
}

const TRIES = 3

interface State {
  seen: LeaseSeen | undefined
  leadsUntilMs: number
  /** As `onNews` was told last: the time may run out between two steps. */
  isToldToLead: boolean
  wantsLook: boolean
  asked: string | undefined
}

export function leadership(input: LeadInput): Leadership {
  const state: State = {
    seen: undefined,
    leadsUntilMs: Number.NEGATIVE_INFINITY,
    isToldToLead: false,
    wantsLook: false,
    asked: undefined,
  }
  const isLeader = () => input.nowMs() < state.leadsUntilMs
  return {
    isLeader,
    uid: () => state.seen?.lease.uid,
    ask: () => {
      state.wantsLook = !isLeader()
    },
    async run(signal) {
      while (!signal.aborted) {
        await stepOrSay(input, state)
        if (isLeader() !== state.isToldToLead) input.onNews(isLeader() ? 'leading' : 'following')
        state.isToldToLead = isLeader()
        await input.sleep((input.seconds * 1000) / 3, signal)
      }
      await giveBack(input, state)
    },
  }
}

async function stepOrSay(input: LeadInput, state: State): Promise<void> {
  for (let left = TRIES; ; left--) {
    try {
      return await step(input, state)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      const isRace = error.code === 'cluster/conflict'
      if (isRace && left > 1) continue
      if (!isRace) input.log.warn('lease-unreachable', { code: error.code, message: error.message, hint: error.hint })
      return
    }
  }
}

async function step(input: LeadInput, state: State): Promise<void> {
  const { leases, identity, seconds, now } = input
  const beganMs = input.nowMs()
  const found = await leases.read()
  if (found === undefined) {
    const time = now()
    const draft = { holder: identity, seconds, acquired: time, renewed: time, transitions: 0, asked: '' }
    return leads(input, state, await leases.create(draft), beganMs)
  }
  state.seen = seenNow(state.seen, found, input.nowMs())
  if (isMine(state.seen, identity, input.nowMs())) {
    return leads(input, state, await leases.replace(renewedBy(found, identity, seconds, now())), beganMs)
  }
  state.leadsUntilMs = Number.NEGATIVE_INFINITY
  if (!state.wantsLook) return
  await leases.replace({ ...found, asked: now() })
  state.wantsLook = false
}

/** Two thirds of the time, from before the request: whoever takes over waits for the whole of it. */
function leads(input: LeadInput, state: State, lease: Lease, beganMs: number): void {
  const isNews = state.asked !== undefined && lease.asked !== state.asked
  state.seen = { lease, atMs: input.nowMs() }
  state.leadsUntilMs = beganMs + (input.seconds * 1000 * 2) / 3
  state.asked = lease.asked
  state.wantsLook = false
  if (isNews) input.onNews('asked')
}

async function giveBack({ leases, identity, log }: LeadInput, state: State): Promise<void> {
  state.leadsUntilMs = Number.NEGATIVE_INFINITY
  try {
    const found = await leases.read()
    if (found?.holder === identity) await leases.replace({ ...found, holder: '' })
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    log.warn('lease-not-released', { code: error.code, message: error.message })
  }
}
