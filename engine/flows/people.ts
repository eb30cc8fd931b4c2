import type { OwnersForge } from '../model/codeowners.ts'
import { CODEOWNERS_FILES, ownersOf } from '../model/codeowners.ts'
import type { ProposalDraft } from '../model/forge.ts'
import type { Change, Repository } from '../model/git.ts'
import type { InTurn, ProposalLimits } from '../model/proposal-limits.ts'

/** What the configuration says of every proposal. */
export interface ProposalTerms {
  readonly limits?: ProposalLimits
  /** In which proposals are opened where several environments are worked on at once. */
  readonly inTurn?: InTurn
  /** Asked on every proposal, beside the owners of what it touches. */
  readonly reviewers?: readonly string[]
  readonly assignees?: readonly string[]
  /** Each reads CODEOWNERS otherwise. */
  readonly forge?: OwnersForge
}

/** The draft with those whom it concerns: owners by the CODEOWNERS of its base, and the configured ones. Nobody reviews what they asked for. */
export async function withPeople(
  draft: ProposalDraft,
  change: Change,
  { repository, commit }: { readonly repository: Repository; readonly commit: string },
  terms: ProposalTerms = {},
  askers: readonly string[] = [],
): Promise<ProposalDraft> {
  const { reviewers = [], assignees = [] } = terms
  const owners = await ownersIn(repository, commit, [...change.write.keys(), ...change.remove], terms)
  const asked = new Set(askers.map((each) => bare(each)))
  const wanted = [...new Set([...owners, ...reviewers])].filter((each) => !asked.has(bare(each)))
  return { ...draft, reviewers: wanted, assignees }
}

/** The limits as a request of `publishProposal` takes them. */
export function limitsIn({ limits, inTurn }: ProposalTerms = {}): Pick<ProposalTerms, 'limits' | 'inTurn'> {
  return { ...(limits === undefined ? {} : { limits }), ...(inTurn === undefined ? {} : { inTurn }) }
}

/**
 * Owners of the paths at a commit; the first CODEOWNERS of those that the forge looks for counts. It stands at the root of the whole
 * repository. Of a Gitea, which asks the others by itself, the owners of everything alone.
 */
export async function ownersIn(
  repository: Repository,
  commit: string,
  paths: readonly string[],
  { forge = 'local' }: ProposalTerms = {},
): Promise<readonly string[]> {
  const at = (await repository.resolve(commit)) ?? commit
  for (const file of CODEOWNERS_FILES[forge]) {
    const [text] = (await repository.readTree(at, `/${file}`)).values()
    if (text === undefined) continue
    const inAll = paths.map((path) => `${repository.folder ?? ''}${path}`)
    // Nobody can be asked by a role of GitLab's: it asks them itself.
    return ownersOf(text, inAll, forge).filter((each) => !each.startsWith('@@'))
  }
  return []
}

function bare(name: string): string {
  return name.trim().replace(/^@/, '').toLowerCase()
}
