import type { Log } from '../../model/log.ts'
import type { Metrics } from '../../model/metrics.ts'
import type { Role } from '../../model/role.ts'
import { ROLES } from '../../model/role.ts'

/** Knows the role of this process, and tells log and metrics of it. */
export interface RoleTeller {
  role(): Role
  onRole(role: Role): void
}

export function roleTeller({ log, metrics }: { readonly log: Log; readonly metrics: Metrics }): RoleTeller {
  let known: Role = 'starting'
  return {
    role: () => known,
    onRole(role) {
      if (role !== known) log.info('role', { role, before: known })
      known = role
      for (const each of ROLES) metrics.set('isthmus_role', each === role ? 1 : 0, { role: each })
    },
  }
}
