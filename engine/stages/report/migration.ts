import { count } from '../../model/count.ts'
import type { Migration } from '../../model/migration.ts'
import { isProven } from '../../model/migration.ts'
import { visible } from '../../model/visible.ts'
import type { Palette } from './text.ts'

/** How it is done where Isthmus renders the placements, or where their objects were given as files. */
export type Ways = 'rendered' | 'files'

/** The proof, rule by rule, and the order of pull requests that leaves no policy without clusters. */
export function migrationText(migration: Migration, ways: Ways, paint: Palette): string {
  const { rules, subjects } = migration
  if (rules.length === 0) return 'there is no PlacementRule: nothing to migrate\n'
  const lines = rules.flatMap(({ rule, placement, before, after, isProven: same, notes }) => [
    `${same ? paint.green('same') : paint.red('not proven')}  ${visible(rule)} → ${visible(placement ?? 'no Placement')}: ${visible(clusters(before))}${same ? '' : ` → ${visible(clusters(after))}`}`,
    ...notes.map((each) => `      ${visible(each)}`),
  ])
  const lost = subjects.filter((each) => !each.isKept)
  return [
    ...lines,
    ...lost.map(
      (each) =>
        `${paint.red('not kept')}  ${visible(each.subject)}: ${visible(clusters(each.before))}, then ${visible(clusters(each.between))}, then ${visible(clusters(each.after))}`,
    ),
    '',
    ...(isProven(migration)
      ? [`${count(subjects.length, 'subject')} of bindings: the same clusters at every step.`, '']
      : []),
    ...STEPS[ways],
    '',
  ].join('\n')
}

function clusters(names: readonly string[]): string {
  return names.length > 0 ? names.join(', ') : 'no cluster'
}

const WAIT =
  '2. Wait until every Placement has decided: `kubectl get placementdecisions -n NAMESPACE` must list what is listed above. Nothing changes on the clusters meanwhile, since both kinds place the same policies.'

const STEPS: Readonly<Record<Ways, readonly string[]>> = {
  rendered: [
    '1. First pull request: `api: both` in every placement, rendered and merged. It adds cluster-set bindings, Placements and their bindings, and removes nothing.',
    WAIT,
    '3. Second pull request: `api: Placement`. It removes the PlacementRules and their bindings.',
    'Merged in one step, policies would be without clusters until the Placements have decided, and what prunes would prune.',
  ],
  files: [
    '1. First pull request: add 1-add.yaml (cluster-set bindings, Placements and their bindings); it removes nothing.',
    WAIT,
    '3. Second pull request: remove what 2-remove.yaml lists, the bindings before the PlacementRules.',
    'Merged in one step, policies would be without clusters until the Placements have decided, and what prunes would prune.',
  ],
}
