import { isDuration } from './duration.ts'
import type { Report } from './report.ts'
import type { Options } from './resolved.ts'

/** Evaluation intervals are Go durations, `never` or `watch`; `above` tells inherited values, which are reported once. */
export function checkInterval(
  options: Options & { readonly pointer: string },
  above: Options,
  who: string,
  report: Report,
): void {
  for (const key of ['compliant', 'noncompliant'] as const) {
    const value = options.evaluationInterval[key]
    const isInherited = options !== above && value === above.evaluationInterval[key]
    if (isInherited || value === '' || value === 'never' || value === 'watch' || isDuration(value)) continue
    report(
      'generator/interval',
      `${options.pointer}/evaluationInterval/${key}`,
      `evaluationInterval.${key} of ${who} is no duration: \`${value}\``,
      'write hours, minutes and seconds such as `1h30m`, `never` or `watch`; there are no days',
    )
  }
}
