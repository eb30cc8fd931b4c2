import type { GrantedRule } from './granted-rights.ts'
import type { NeededRight } from './needed-rights.ts'

/** Their clock beside ours at one moment, both RFC 3339 UTC to the second. */
export interface ClockReading {
  readonly theirs: string
  readonly ours: string
}

/** What the desired-state repository and its remote say. */
export interface RepositoryFacts {
  /** Address of `origin`, without credentials; undefined where there is no remote. */
  readonly origin: string | undefined
  readonly defaultBranch: string
  readonly isShallow: boolean
  /** Whether the remote took a push of a branch `isthmus/…` in rehearsal; the reason where it did not. */
  readonly push: 'accepted' | { readonly refused: string; readonly hint: string }
  readonly hasHistory: boolean
}

/** Port: the desired-state repository, looked at and left as it is. */
export interface RepositoryProbe {
  look(): Promise<RepositoryFacts>
}

/** How a branch is protected; undefined where the forge does not tell our account. */
export interface Protection {
  readonly isProtected: boolean
  readonly needsReview: boolean | undefined
  readonly needsOwnerReview: boolean | undefined
  readonly refusesForcePush: boolean | undefined
  /** Our own account may push to it past all review. */
  readonly letsUsPush: boolean | undefined
  /** Checks that a merge waits for, by name or with `*` for any text; `reported`: for every one that was reported. */
  readonly awaits: readonly string[] | 'reported' | undefined
}

/** Whether a merge waits for the check of that name; undefined where the forge does not tell. */
export function isAwaited(name: string, awaits: Protection['awaits']): boolean | undefined {
  if (awaits === undefined || awaits === 'reported') return awaits && true
  return awaits.some((each) => new RegExp(`^${each.split(/\*+/).map(literal).join('.*')}$`, 's').test(name))
}

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

export interface ForgeFacts {
  readonly account: string | undefined
  /** What the token may do in the repository. */
  readonly rights: { readonly pull: boolean; readonly push: boolean; readonly admin: boolean }
  /** Who may write is told to administrators of the repository only, so that right is needed. */
  readonly needsAdministration?: boolean
  /** Scopes of the token beyond need, where the forge tells them. */
  readonly excess: readonly string[]
  readonly protection: Protection
  readonly clock: ClockReading | undefined
}

/** Port: a forge, asked what it thinks of our token and of a branch. Only reads. */
export interface ForgeProbe {
  look(branch: string): Promise<ForgeFacts>
}

/** One right, and whether the API server grants it. */
export interface RightAnswer {
  readonly right: NeededRight
  /** The verbs that are refused. */
  readonly refused: readonly string[]
}

export interface ServedAnswer {
  readonly apiVersion: string
  readonly kind: string
  readonly isServed: boolean
}

export interface ClusterFacts {
  readonly version: string
  readonly user: string | undefined
  readonly rights: readonly RightAnswer[]
  readonly granted: readonly GrantedRule[]
  readonly served: readonly ServedAnswer[]
  readonly clock: ClockReading | undefined
}

export interface ClusterQuestion {
  readonly rights: readonly NeededRight[]
  /** Namespaces in which all that is granted is listed. */
  readonly namespaces: readonly string[]
  readonly kinds: readonly { readonly apiVersion: string; readonly kind: string }[]
}

/** Port: one API server, asked about our own identity. Creates nothing that stays: self-subject reviews are not stored. */
export interface ClusterProbe {
  look(question: ClusterQuestion): Promise<ClusterFacts>
}

/** Port: an address that takes messages, asked without sending one: the HTTP status of a HEAD. */
export interface AddressProbe {
  readonly host: string
  look(): Promise<{ readonly status: number; readonly clock: ClockReading | undefined }>
}
