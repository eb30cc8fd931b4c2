import type { ProposalDraft } from '../model/forge.ts'
import type { Change, Repository } from '../model/git.ts'
import type { ProposalLimits } from '../model/proposal-limits.ts'
import { CODEOWNERS_FILES, ownersOf } from '../stages/ways-out/codeowners.ts'

/** What the configuration says of every proposal. */
export interface ProposalTerms {
  readonly limits?: ProposalLimits
  /** Asked on every proposal, beside the owners of what it touches. */
  readonly reviewers?: readonly string[]
  readonly assignees?: readonly string[]
}

/** The draft with those whom it concerns: owners by the CODEOWNERS of its base, and the configured ones. Nobody reviews what they asked for. */
export async function withPeople(
  draft: ProposalDraft,
  change: Change,
  { repository, commit }: { readonly repository: Repository; readonly commit: string },
  { reviewers = [], assignees = [] }: ProposalTerms = {},
  askers: readonly string[] = [],
): Promise<ProposalDraft> {
  const owners = await ownersIn(repository, commit, [...change.write.keys(), ...change.remove])
  const asked = new Set(askers.map((each) => bare(each)))
  const wanted = [...new Set([...owners, ...reviewers])].filter((each) => !asked.has(bare(each)))
  return { ...draft, reviewers: wanted, assignees }
}

/** The limits as a request of `publishProposal` takes them. */
export function limitsIn({ limits }: ProposalTerms = {}): { readonly limits?: ProposalLimits } {
  return limits === undefined ? {} : { limits }
}

/** Owners of the paths at a commit; the first CODEOWNERS of those that forges look for counts. */
export async function ownersIn(
  repository: Repository,
  commit: string,
  paths: readonly string[],
): Promise<readonly string[]> {
  const at = (await repository.resolve(commit)) ?? commit
  for (const file of CODEOWNERS_FILES) {
    const text = (await repository.readTree(at, file)).get(file)
    if (text !== undefined) return ownersOf(text, paths)
  }
  return []
}

function bare(name: string): string {
  return name.trim().replace(/^@/, '').toLowerCase()
}
