import type { Proposal } from './forge.ts'
import { markerOf, OUR_BRANCHES } from './forge.ts'
import { withoutLabelsComment } from './our-labels.ts'

/** A pull request as a forge shows it, whoever opened it. */
export interface Pull {
  readonly number: number
  readonly url: string
  readonly title: string
  /** With the line breaks of Unix: editors of web pages write the others. */
  readonly body: string
  readonly state: Proposal['state']
  /** Login of who opened it. */
  readonly author: string
  readonly branch: string
  /** Full commit id of the branch's head; empty while the forge has not looked at it. */
  readonly commit: string
  /** The branch lies in another repository, or in none any more. */
  readonly isFork: boolean
  readonly base: string
  readonly labels: readonly string[]
  /** RFC 3339 UTC. */
  readonly createdAt: string
  readonly endedAt?: string
}

export function proposalOf(pull: Pull, marker: string): Proposal {
  const { author: _, commit: __, isFork: ___, createdAt: ____, body, ...rest } = pull
  return { ...rest, marker, body: withoutLabelsComment(body) }
}

/** Its marker where it is a proposal of ours, whichever; on a branch of another name, or of a fork, a marker is somebody's text. */
export function ourMarker(pull: Pull): string | undefined {
  return !pull.isFork && pull.branch.startsWith(OUR_BRANCHES) ? markerOf(pull.body) : undefined
}

export function carries(marker: string): (pull: Pull) => boolean {
  return (pull) => ourMarker(pull) === marker
}
