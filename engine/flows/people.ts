import { CODEOWNERS_FILES, ownersOf } from '../model/codeowners.ts'
import type { ProposalDraft } from '../model/forge.ts'
import type { Change, Repository } from '../model/git.ts'
import type { ProposalLimits } from '../model/proposal-limits.ts'

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

/** Owners of the paths at a commit; the first CODEOWNERS of those that forges look for counts. It stands at the root of the whole repository. */
export async function ownersIn(
  repository: Repository,
  commit: string,
  paths: readonly string[],
): Promise<readonly string[]> {
  const at = (await repository.resolve(commit)) ?? commit
  for (const file of CODEOWNERS_FILES) {
    const [text] = (await repository.readTree(at, `/${file}`)).values()
    if (text !== undefined) {
      const inAll = paths.map((path) => `${repository.folder ?? ''}${path}`)
      return ownersOf(text, inAll)
    }
  }
  return []
}

function bare(name: string): string {
  return name.trim().replace(/^@/, '').toLowerCase()
}
