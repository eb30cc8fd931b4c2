import type { Finding } from '../model/finding.ts'
import { finding } from '../model/finding.ts'
import type { Inventory } from '../model/inventory.ts'
import type { PolicySelection } from '../model/policy-selection.ts'
import { select } from '../stages/select.ts'
import type { Expanded, ExpandedEnvironment } from './expand-all.ts'

export interface SelectedEnvironment {
  readonly environment: string
  readonly policies: readonly PolicySelection[]
}

/** What each policy of these environments reaches of an inventory, and findings at the placements that reach nothing. */
export function selectAll(
  expanded: Expanded,
  environments: readonly ExpandedEnvironment[],
  inventory: Inventory,
): { readonly selections: readonly SelectedEnvironment[]; readonly findings: readonly Finding[] } {
  const selected = environments.map(({ name, plan }) => ({ name, ...select(plan, inventory) }))
  return {
    selections: selected.map(({ name, policies }) => ({ environment: name, policies })),
    findings: selected.flatMap(({ name, results }) =>
      results.map(({ placement, rule, message, hint, severity }) => {
        const source = expanded.desired.placements.find(
          ({ value }) => value.spec.environment === name && value.metadata.name === placement,
        )
        const place = source?.document.locate('/spec/clusters') ?? { file: 'placements/', line: 1, column: 1 }
        return finding(rule, place, message, hint, severity)
      }),
    ),
  }
}
