import type { GitRepository } from '../../adapters/git.ts'
import { expandAll } from '../../flows/expand-all.ts'
import type { Merged } from '../../flows/read-merged.ts'
import type { ChangePlan } from '../../model/change-plan.ts'
import { Failure } from '../../model/failure.ts'
import { plansMarkdown } from '../../stages/report/plan.ts'
import { DEFAULTS } from '../configuration.ts'
import type { Io } from '../io.ts'
import { forgeFor } from '../ports/forge.ts'

const MARKER = 'plan'

export interface CommentRequest {
  readonly pull: number
  readonly plans: readonly ChangePlan[]
  /** What the plan is compared with. Its isthmus.yaml says where to comment: that of the change could send our token anywhere. */
  readonly merged: Merged
  readonly directory: string
  readonly repository: GitRepository
  readonly io: Io
}

/** Keeps the plan as the one comment of ours on a pull request, and says what it did. */
export async function commentPlan(request: CommentRequest): Promise<'created' | 'updated' | 'unchanged'> {
  const { pull, plans, merged, directory, repository, io } = request
  const { desired } = expandAll({ files: merged.sources, findings: [] }, [])
  const forge = forgeFor(directory, repository, desired.configuration?.value ?? DEFAULTS, io)
  return await forge.ensureComment(pull, MARKER, commentText(plans))
}

function commentText(plans: readonly ChangePlan[]): string {
  return plansMarkdown(plans, (all) => ['### What this change does', '', ...all.flatMap((each) => [...each, ''])])
}

export function pullNumber(given: unknown): number {
  if (typeof given === 'string' && /^[1-9]\d{0,9}$/.test(given)) return Number(given)
  throw new Failure('usage/comment', `--comment ${String(given)} is no number of a pull request`, {
    hint: 'write --comment 12',
  })
}
