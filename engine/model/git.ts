/** The state a branch is to have: `write` by path, and `remove` (paths that must not be there). */
export interface Change {
  readonly write: ReadonlyMap<string, string>
  readonly remove: readonly string[]
}

export interface Author {
  readonly name: string
  readonly email: string
}

/** Who committed something, for telling our commits from a person's. */
export interface Commit {
  readonly id: string
  readonly author: Author
  readonly subject: string
}

export type Pushed =
  | { readonly outcome: 'pushed'; readonly commit: string }
  | { readonly outcome: 'unchanged'; readonly commit: string }
  /** A person has committed on our branch: hands off. */
  | { readonly outcome: 'foreign'; readonly commit: Commit }

/** Port: the desired-state repository, read at a commit and written only on branches of our own. */
export interface Repository {
  /** The branch that counts as merged, e.g. `main`. */
  readonly defaultBranch: string
  /** Commit id of a ref (branch, tag, id), undefined where it does not exist. Branches mean the remote's where there is one. */
  resolve(ref: string): Promise<string | undefined>
  /** Text files below a folder at a commit, by path from the repository root. */
  readTree(commit: string, folder: string): Promise<ReadonlyMap<string, string>>
  /**
   * Makes branch `branch` = `base` plus one commit with the change, and pushes it with lease. Unchanged where the branch
   * already holds exactly that. A commit by anybody but `author` on the branch is never overwritten. Throws
   * Failure `git/push-refused` where the branch moved meanwhile.
   */
  pushBranch(request: {
    branch: string
    base: string
    change: Change
    message: string
    author: Author
    when: string
  }): Promise<Pushed>
  /** Appends to a file on an orphan branch with compare-and-swap: `edit` gets the text so far and is asked again when somebody was faster. */
  appendOrphan(request: {
    branch: string
    file: string
    edit: (text: string) => string
    message: string
    author: Author
    when: string
  }): Promise<void>
  deleteBranch(branch: string): Promise<void>
}
