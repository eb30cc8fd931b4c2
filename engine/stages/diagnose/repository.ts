import type { RepositoryFacts } from '../../model/checkup.ts'
import type { Diagnosis, Examiner } from '../../model/diagnosis.ts'

export function diagnoseRepository(examiner: Examiner, facts: RepositoryFacts): readonly Diagnosis[] {
  const { origin, defaultBranch, isShallow, push, hasHistory } = facts
  return [
    origin === undefined
      ? examiner.warn(
          'repository/remote',
          'it has no remote, so only this clone knows what was merged',
          'add one that people share: git remote add origin ADDRESS && git push -u origin HEAD',
        )
      : examiner.ok('repository/remote', `${origin} answers`),
    examiner.ok('repository/default-branch', `${defaultBranch} counts as merged`),
    isShallow
      ? examiner.warn(
          'repository/whole-clone',
          'the clone was shallow and had to be completed, as it will be each time',
          'clone it whole; in a CI job fetch-depth: 0',
        )
      : examiner.ok('repository/whole-clone', 'the clone has the whole history'),
    push === 'accepted'
      ? examiner.ok('repository/push', 'branches named isthmus/* can be pushed')
      : examiner.fail(
          'repository/push',
          `a rehearsed push of a branch isthmus/* was refused: ${push.refused}`,
          push.hint,
        ),
    hasHistory
      ? examiner.ok('repository/history', 'the branch isthmus/history is there')
      : examiner.skipped(
          'repository/history',
          'there is no branch isthmus/history yet; the first published drift makes it',
        ),
  ]
}
