import type { Kustomize } from './generator-files.ts'

/** The state a branch is to have: `write` by path, and `remove` (paths that must not be there). */
export interface Change {
  readonly write: ReadonlyMap<string, string>
  readonly remove: readonly string[]
}

/** Paths that a change writes or removes. */
export function touched({ write, remove }: Change): readonly string[] {
  return [...write.keys(), ...remove]
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
  /** The base already is as the change wants it: there is nothing to propose, and the branch was not touched. */
  | { readonly outcome: 'empty'; readonly commit: string }
  /** A person has committed on our branch: hands off. */
  | { readonly outcome: 'foreign'; readonly commit: Commit }

export interface PushRequest {
  readonly branch: string
  /** Branch or commit that the change stands on. */
  readonly base: string
  readonly change: Change
  readonly message: string
  readonly author: Author
  /** RFC 3339 UTC; date of the commit, so that equal input gives an equal commit. */
  readonly when: string
  /** Files and folders that the change was made from: they must still be on the default branch as they are on the base. */
  readonly madeFrom?: readonly string[]
}

export interface OnTopRequest extends Omit<PushRequest, 'base' | 'madeFrom'> {
  /** The commit that was looked at. */
  readonly expected: string
}

/** `commit` is the tip of the branch; `moved`: it is elsewhere by now, and nothing was touched. */
export type OnTop =
  | { readonly outcome: 'pushed' | 'unchanged'; readonly commit: string }
  | { readonly outcome: 'moved' }

export interface AppendRequest {
  readonly branch: string
  readonly file: string
  readonly edit: (text: string) => string
  readonly message: string
  readonly author: Author
  readonly when: string
}

/** Code of the failure to read more than anybody may ask to be read: a fault of what is there, not of the way to it. */
export const TOO_LARGE = 'git/too-large'
/** Code of the failure that the remote calls another branch its default one than when the repository was opened: only a new start knows it. */
export const OTHER_DEFAULT = 'repository/default-branch-changed'
/** Code of the failure to take a text for a branch, tag or commit: nothing is asked of Git with it. */
export const BAD_REF = 'git/bad-ref'

/** Port: the desired-state repository, read at a commit and written only on branches of our own. */
export interface Repository {
  /** The branch that counts as merged, e.g. `main`. */
  readonly defaultBranch: string
  /** Where the desired state lies in the repository, with a slash at its end; '' or absent: at its root. */
  readonly folder?: string
  /** Commit id of a ref (branch, tag, id), undefined where it does not exist. Branches mean the remote's where there is one. */
  resolve(ref: string): Promise<string | undefined>
  /** Branches whose names begin so, and the commit that each is at. */
  heads(prefix: string): Promise<ReadonlyMap<string, string>>
  /** What was written when the commit was made: subject, paragraphs, trailers. */
  messageOf(commit: string): Promise<string>
  /** The newest commit that both hold, as `git merge-base` finds it; undefined where they share none, or a shallow clone lacks it. */
  mergeBase(one: string, other: string): Promise<string | undefined>
  /**
   * Text files below a folder (or the one file) at a commit, by path from the root of the desired state; '' is everything. A
   * path with a slash in front starts at the root of the repository, and so do the paths that come back. Links and binary files are left out.
   */
  readTree(commit: string, folder: string): Promise<ReadonlyMap<string, string>>
  /** Paths of the files below a folder at a commit, from the root of the desired state; nothing is read. '' is everything. */
  listTree(commit: string, folder: string): Promise<readonly string[]>
  /** Bytes of the files below a folder at a commit; nothing is read. */
  sizeOf(commit: string, folder: string): Promise<number>
  /** Files below a folder that differ at the second commit, by path as in `listTree`: the text there, undefined where there is none. Others are not read. */
  changedFiles(from: string, to: string, folder: string): Promise<ReadonlyMap<string, string | undefined>>
  /** Brings in what the remote has under a full ref, such as the head of a pull request from a fork; false where that is another commit. */
  fetchHead(ref: string, commit: string): Promise<boolean>
  /** Adds one commit of ours to a branch of a person, on top of what was looked at and only there: nothing of theirs is ever replaced. */
  commitOnTop(request: OnTopRequest): Promise<OnTop>
  /**
   * Makes branch `branch` = `base` plus one commit with the change, and pushes it with lease. Unchanged where the branch
   * already holds exactly that, also on an older base whose later commits touch other files. A commit by anybody but
   * `author` on the branch is never overwritten, but for a merge of the default branch that adds nothing. Throws Failure `git/push-refused` where the branch moved meanwhile, and
   * `git/base-moved` where what the change was made from did; both may be tried again from a new look.
   */
  pushBranch(request: PushRequest): Promise<Pushed>
  /** Appends to a file on an orphan branch with compare-and-swap: `edit` gets the text so far and is asked again when somebody was faster. The same text back changes nothing. */
  appendOrphan(request: AppendRequest): Promise<void>
  /** Builds kustomizations of the desired state; absent: they are refused. */
  readonly kustomize?: Kustomize
  /** Deletes a branch of ours; `foreign` (and kept) where somebody but `author` has committed on it since it left the default branch. */
  deleteBranch(branch: string, author: Author): Promise<'deleted' | 'absent' | 'foreign'>
}

export interface MergeRequest {
  readonly branch: string
  readonly base: string
  readonly message: string
  readonly by: Author
  /** RFC 3339 UTC. */
  readonly when: string
}

/** What a merge joined: the base as it was, the branch, and the commit that holds both. */
export interface Merged {
  readonly base: string
  readonly head: string
  readonly commit: string
}

/** Port: the bare repository that people share, as a forge without a service sees it. Branch names are taken as they are. */
export interface BareRepository {
  /** Absolute path. */
  readonly directory: string
  tip(branch: string): Promise<string | undefined>
  /** Merges with a merge commit; a branch that the base already holds counts as merged. Throws `git/conflict` and `git/no-branch`. */
  merge(request: MergeRequest): Promise<Merged>
  /** What commit `to` changed since it left `from`, as a unified diff. */
  diff(from: string, to: string): Promise<string>
  /** False where the branch is not at that commit; it stays then. */
  deleteBranch(branch: string, commit: string): Promise<boolean>
}
