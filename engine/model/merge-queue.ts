/** A branch on which a merge queue has built what it is about to merge: its base with pull requests on top, this one last. */
export interface QueueBranch {
  readonly base: string
  readonly pull: number
}

/** Where a forge's merge queue builds; its branches lie in the repository like any other. */
export interface MergeQueue {
  /** What the names of all its branches begin with. */
  readonly prefix: string
  read(branch: string): QueueBranch | undefined
}

/**
 * GitHub's: `gh-readonly-queue/<base>/pr-<number>-<commit it stands on>`. What branch protection requires it waits for on the commit
 * of such a branch, and never takes from the pull request (GitHub's documentation of merge queues, and its event `merge_group`).
 */
export const GITHUB_QUEUE: MergeQueue = {
  prefix: 'gh-readonly-queue/',
  read: (branch) => {
    const [, base, pull] = /^gh-readonly-queue\/(.+)\/pr-([1-9]\d{0,14})-[0-9a-f]{7,64}$/.exec(branch) ?? []
    return base === undefined ? undefined : { base, pull: Number(pull) }
  },
}

/** One commit that a merge queue is about to merge, and the numbers of all pull requests in it, those ahead in the queue included. */
export interface MergeGroup {
  readonly commit: string
  readonly pulls: readonly number[]
}
