import type { Expanded, ExpandedEnvironment } from '../flows/expand-all.ts'
import { unknownEnvironment } from '../model/which-environment.ts'

/** The environment that was asked for, or all of them. */
export function chooseEnvironments(expanded: Expanded, wanted: string | undefined): readonly ExpandedEnvironment[] {
  if (wanted === undefined || expanded.names.includes(wanted)) return expanded.environments
  throw unknownEnvironment(wanted, expanded.names)
}
