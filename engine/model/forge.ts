/** A pull request that Isthmus owns. `marker` finds it again: exact, hidden in the body, one per purpose. */
export interface ProposalDraft {
  readonly marker: string
  readonly branch: string
  readonly base: string
  readonly title: string
  readonly body: string
  readonly labels: readonly string[]
}

export interface Proposal extends ProposalDraft {
  readonly number: number
  readonly state: 'open' | 'merged' | 'closed'
  readonly url: string
}

export interface Ensured {
  readonly proposal: Proposal
  readonly outcome: 'created' | 'updated' | 'unchanged'
}

/** Port: where pull requests live. All verbs are idempotent. */
export interface Forge {
  readonly name: string
  /** Opens the proposal, or brings the open one with this marker up to date; touches nothing where title, body and labels are equal. */
  ensureProposal(draft: ProposalDraft): Promise<Ensured>
  /** The newest proposal with this marker, in any state. */
  findProposal(marker: string): Promise<Proposal | undefined>
  /** Comments and closes the open proposal with this marker; false where none is open. */
  closeProposal(marker: string, comment: string): Promise<boolean>
}

/** The marker as it stands in a body. */
export function markerComment(marker: string): string {
  return `<!-- isthmus:${marker} -->`
}
