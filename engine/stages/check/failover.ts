import type { CheckResult } from '../../model/component.ts'
import { sumOf } from '../../model/failover.ts'
import type { GlobalEntry, StretchedPlatform, StretchedService } from '../../model/stretched.ts'

/** Rule G9: T_total = max(T_dns, T of the service) keeps what the environment promises. T_dns is the entry's own rule. */
export function checkFailover({ services, entries }: StretchedPlatform): readonly CheckResult[] {
  return entries.flatMap((entry) => services.flatMap((service) => slowResults(service, entry)))
}

function slowResults(service: StretchedService, { target, hosts }: GlobalEntry): readonly CheckResult[] {
  const total = sumOf(service.failover).max
  if (target === undefined || total <= target.seconds) return []
  if (!hosts.some((each) => each.service === service.name)) return []
  const terms = service.failover.map((each) => `${each.seconds.max} s ${each.name}`).join(' + ')
  return [
    {
      rule: 'failover/recovery-time',
      severity: 'error',
      pointer: target.pointer,
      message: `${service.name} may be away for ${total} s (${terms}), more than the ${target.seconds} s promised`,
      hint: `promise ${Math.ceil(total)} s or more, or shorten the timing of ${service.name} as far as the round trips allow`,
    },
  ]
}
