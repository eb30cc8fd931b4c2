import type { Dependency } from './config.ts'
import type { Report } from './report.ts'

/** A dependency without a name waits for nothing. */
export function checkDependencies(
  dependencies: readonly Dependency[],
  pointer: string,
  what: string,
  report: Report,
): void {
  for (const [i, each] of dependencies.entries())
    if ((each.name ?? '') === '')
      report(
        'generator/dependency-name',
        `${pointer}/${i}`,
        `entry ${i} of ${what} has no name`,
        'name what it waits for',
      )
}
