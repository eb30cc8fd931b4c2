import { Failure, failureOnly } from '../model/failure.ts'
import type { Repository } from '../model/git.ts'
import { BAD_REF } from '../model/git.ts'

/** Where a branch is that somebody else named; undefined also for a name that forges take and we do not: it must not hold up all others. */
export async function branchTip(branch: string, repository: Repository): Promise<string | undefined> {
  const tip = await repository.resolve(branch).catch(failureOnly)
  if (!(tip instanceof Failure)) return tip
  if (tip.code === BAD_REF) return undefined
  throw tip
}
