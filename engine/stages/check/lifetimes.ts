import type { CheckResult } from '../../model/component.ts'
import type { StretchedPlatform } from '../../model/stretched.ts'

/** Rule G7: no service asks for certificates that outlive what the CAs above them are renewed for. */
export function checkLifetimes({ services, leafLimits }: StretchedPlatform): readonly CheckResult[] {
  return leafLimits.flatMap((limit) =>
    services.flatMap(({ name, certificate }): readonly CheckResult[] => {
      if (certificate === undefined || certificate.hours <= limit.hours) return []
      return [
        {
          rule: 'certificates/outlive-authority',
          severity: 'error',
          pointer: certificate.pointer,
          message: `certificates of ${name} live ${certificate.hours}h, and the CAs are renewed for leaves of ${limit.hours}h: some would outlive their issuer`,
          hint: `shorten them to ${limit.hours}h or less, or raise leafDuration of the certificates component to ${certificate.hours}h`,
        },
      ]
    }),
  )
}
