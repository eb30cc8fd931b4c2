import type { ProposalDraft } from './forge.ts'
import type { Pull } from './pull.ts'
import type { RestServer } from './rest.ts'
import type { Check } from './review.ts'
import type { Remark } from './way-out.ts'

/** What a forge does with pull requests, one request or so each; `forgeAt` makes the whole port of it. */
export interface PullDesk {
  readonly server: RestServer
  /** Characters that the forge keeps of a text and of a title. */
  readonly limits: { readonly body: number; readonly title: number }
  /** Pages of pull requests, newest first; a page is asked for when the one before is used up. */
  pulls(query: PullQuery): AsyncIterable<readonly Pull[]>
  /** Full ref under which the repository has the head of a pull request, also of one from a fork. */
  headRef(number: number): string
  /** Undefined where no open one has the number. */
  showOpen(number: number): Promise<Pull | undefined>
  /** Throws `…/exists` where the branch has an open one, also where the answer to a first attempt was lost. */
  create(draft: ProposalDraft, body: string): Promise<Pull>
  patch(pull: Pull, patch: PullPatch): Promise<Pull>
  /** Makes these its labels, and answers what they are now; those that the repository does not have are made. */
  setLabels(pull: Pull, wanted: readonly string[]): Promise<readonly string[]>
  /** Asks people to review and to take it on. Answers those whom the forge does not know, or lets nobody ask. */
  ask(pull: Pull, people: ReviewRequest): Promise<readonly string[]>
  /** All comments, oldest first; one attempt. */
  remarks(number: number): Promise<readonly KeptRemark[]>
  /** Adds a comment; one attempt, since a lost answer may hide that it was made. */
  say(number: number, text: string): Promise<void>
  edit(number: number, remark: KeptRemark, text: string): Promise<void>
  mayWrite(person: string): Promise<boolean>
  /** Logins of those whose approval stands for the head as it is. */
  approvals(pull: Pull): Promise<readonly string[]>
  /** Says so on the commit, where the newest word of that name says something else. */
  setCheck(check: Check): Promise<void>
  /** Runs a piece of work again while it fails with what may pass. */
  retried<T>(work: () => Promise<T>): Promise<T>
}

export interface PullQuery {
  readonly state: 'open' | 'all'
  /** A hint: a forge that cannot filter by it gives more. */
  readonly branch?: string
  readonly base?: string
}

export interface PullPatch {
  readonly title?: string
  readonly body?: string
  readonly base?: string
  readonly state?: 'closed'
}

/** As CODEOWNERS writes them: `@user`, `@org/team`, an address. */
export interface ReviewRequest {
  readonly reviewers: readonly string[]
  readonly assignees: readonly string[]
}

export interface KeptRemark extends Remark {
  readonly id: number
}
