/** What one run of ours says of a commit, where the forge shows it beside a pull request. */
export interface Check {
  /** `isthmus/plan`, `isthmus/gate`: what branch protection names. */
  readonly name: string
  /** Full commit id. */
  readonly commit: string
  readonly state: 'pending' | 'success' | 'failure'
  /** One line, at most 140 characters. */
  readonly summary: string
  /** Markdown; shown where the forge has a place for it. */
  readonly text?: string
  readonly url?: string
  readonly annotations: readonly Annotation[]
}

/** A finding at its place in the commit. */
export interface Annotation {
  readonly file: string
  readonly line: number
  readonly severity: 'error' | 'warning' | 'info'
  readonly title: string
  readonly message: string
}

/** An open pull request that is not ours, towards the default branch. */
export interface PeoplesPull {
  readonly number: number
  readonly author: string
  readonly title: string
  /** Branch and full commit id of its head; the branch lies in another repository where `isFork`. */
  readonly head: { readonly branch: string; readonly commit: string }
  readonly base: string
  /** From a fork: it is planned, but never given secrets, commits or rights. */
  readonly isFork: boolean
  /** Full ref under which this repository has the head, where the forge keeps one: the only way to the commits of a fork. */
  readonly ref?: string
  readonly url: string
}

/** A proposal of ours, for the limits on how many there may be. */
export interface OpenProposal {
  readonly marker: string
  readonly number: number
  readonly url: string
  /** RFC 3339 UTC. */
  readonly createdAt: string
  readonly labels?: readonly string[]
  /** RFC 3339 UTC: when it was merged or closed; absent while it is open. */
  readonly endedAt?: string
}

/** The part of a forge where people's pull requests are answered. All verbs are idempotent. */
export interface ReviewDesk {
  /** Every open proposal that carries a marker of ours and lies in this repository; with `since` (RFC 3339 UTC) also those opened later that have ended. */
  openProposals(since?: string): Promise<readonly OpenProposal[]>
  /** Every open pull request of people towards the branch. */
  openPulls(base: string): Promise<readonly PeoplesPull[]>
  /** One comment of ours with this hidden marker on a pull request or proposal: made, edited in place, or left where it says just this. */
  ensureComment(pull: number, marker: string, text: string): Promise<'created' | 'updated' | 'unchanged'>
  /** Says so on the commit; the newest word of a name counts. The same again writes nothing. */
  setCheck(check: Check): Promise<void>
  /** People with write access whose approval of a pull request stands, for the head as it is; undefined where the forge has no approvals. */
  approvers(pull: number): Promise<readonly string[] | undefined>
}
