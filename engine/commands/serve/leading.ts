import type { WriterLockKeeper } from '../../effects/writer-lock.ts'
import { writerLock } from '../../effects/writer-lock.ts'
import type { Leadership } from '../../flows/serve/lead.ts'
import { leadership } from '../../flows/serve/lead.ts'
import type { Bell } from '../../model/bell.ts'
import { Failure } from '../../model/failure.ts'
import { sleepUntil } from '../source.ts'
import type { ServerPorts } from './ports.ts'
import type { Surroundings } from './surroundings.ts'

const LEASE_SECONDS = 15

/** Who leads among the replicas of one hub; undefined where this is the only one. */
export function leadershipOf({ leases, identity, configuration }: ServerPorts, around: Surroundings, bell: Bell) {
  if (leases === undefined) return undefined
  const seconds = configuration.server.lease?.seconds ?? LEASE_SECONDS
  const onNews = (news: string) => {
    around.log.info('lease', { news, identity })
    bell.ring(news === 'asked' ? 'another replica asked' : 'the Lease')
  }
  return leadership({ ...around, leases, identity, seconds, sleep: sleepUntil, onNews })
}

/** The lock in the name of the hub: all its replicas have one, so whichever leads takes it over at once. */
export function lockOf(raw: ServerPorts, { now }: Surroundings, leading: Leadership | undefined): WriterLockKeeper {
  const { repository, configuration, host } = raw
  const { name, takeoverSeconds: seconds } = configuration.server
  const made: WriterLockKeeper[] = []
  const lock = () => {
    const holder = name ?? (leading ? `lease-${leading.uid() ?? ''}` : host)
    const [found = writerLock({ repository, author: configuration.author, holder, seconds, now })] = made
    if (made.length === 0) made.push(found)
    return found
  }
  return {
    claim: () => lock().claim(),
    check: async () => {
      if (leading && !leading.isLeader()) throw leaseLost()
      await lock().check()
    },
    release: () => lock().release(),
  }
}

function leaseLost(): Failure {
  return new Failure('lease/lost', 'another replica holds the Lease, or it could not be renewed in time', {
    hint: 'Nothing was written. Whoever holds it goes on.',
    retry: true,
  })
}
