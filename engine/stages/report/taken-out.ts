import type { ChangePlan } from '../../model/change-plan.ts'

/** What it means that a whole environment goes, a sentence each; none where it stays. */
export function takenOutSentences({ isTakenOut, environment, others, removals }: ChangePlan): readonly string[] {
  if (!isTakenOut) return []
  const deleted = removals.some((each) => each.fate === 'pruned')
    ? ', but for what RHACM deletes by the list below'
    : ''
  const namespaces = others.flatMap(({ object, change }) =>
    change === 'removed' && object.startsWith('Namespace ') ? [object] : [],
  )
  return [
    `No source asks for ${environment} any more, so all that was rendered of it goes. What its policies made stays on the clusters, watched by nobody${deleted}.`,
    ...namespaces.map(
      (each) =>
        `${each} goes too: where that which delivers it prunes, the hub deletes it with every Secret and ConfigMap in it, also those that people put there. Save them first.`,
    ),
  ]
}
