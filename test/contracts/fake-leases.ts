import { Failure } from '../../engine/model/failure.ts'
import type { Lease, LeaseStore } from '../../engine/model/lease.ts'

export interface FakeLeases extends LeaseStore {
  readonly stored: () => Lease | undefined
  /** While true nothing can be reached. */
  isDown: boolean
  writes: number
}

/** One Lease in memory that keeps the port's promises: who writes an old version is refused. */
export function fakeLeases(): FakeLeases {
  let stored: Lease | undefined
  let version = 0
  const reached = () => {
    if (leases.isDown) throw new Failure('cluster/unreachable', 'the hub is down', { hint: 'Wait.', retry: true })
  }
  const write = (lease: Omit<Lease, 'version'>): Lease => {
    leases.writes++
    stored = { ...lease, version: String(++version) }
    return stored
  }
  const conflict = () => new Failure('cluster/conflict', 'somebody was faster', { hint: 'Read it again.' })
  const leases: FakeLeases = {
    isDown: false,
    writes: 0,
    stored: () => stored,
    read: async () => {
      reached()
      return stored
    },
    create: async (draft) => {
      reached()
      if (stored) throw conflict()
      return write({ ...draft, uid: 'uid-1' })
    },
    replace: async (lease) => {
      reached()
      if (stored?.version !== lease.version) throw conflict()
      return write(lease)
    },
  }
  return leases
}
