import type { Proposal } from '../../model/forge.ts'
import type { Json } from '../../model/json.ts'
import { at, listAt, textAt } from '../../model/json.ts'
import { withoutLabelsComment } from '../../model/our-labels.ts'
import { odd } from './failures.ts'

/** A pull request as GitHub shows it. */
export interface Pull {
  readonly number: number
  readonly url: string
  /** Login of who opened it; `ghost` where the account is gone. */
  readonly author: string
  readonly createdAt: string
  readonly title: string
  /** With the line breaks of Unix: its editor writes the others. */
  readonly body: string
  readonly state: Proposal['state']
  readonly branch: string
  /** Commit id of its head. */
  readonly commit: string
  /** `owner/name` where the branch is; undefined where that repository is gone. */
  readonly from: string | undefined
  readonly base: string
  readonly labels: readonly string[]
  readonly endedAt?: string
}

/** Throws `github/bad-answer`. */
export function pullOf(value: Json, route: string): Pull {
  const number = at(value, 'number')
  const [url, title, branch, base] = [['html_url'], ['title'], ['head', 'ref'], ['base', 'ref']].map((keys) =>
    textAt(value, ...keys),
  )
  if (typeof number !== 'number' || url === undefined || title === undefined) throw oddPull(route)
  const [commit, createdAt] = [textAt(value, 'head', 'sha'), textAt(value, 'created_at')]
  if (branch === undefined || base === undefined || commit === undefined || createdAt === undefined)
    throw oddPull(route)
  const mergedAt = textAt(value, 'merged_at')
  const endedAt = mergedAt ?? textAt(value, 'closed_at')
  const ended = mergedAt === undefined ? ('closed' as const) : ('merged' as const)
  const isOpen = textAt(value, 'state') === 'open'
  return {
    number,
    url,
    author: textAt(value, 'user', 'login') ?? 'ghost',
    createdAt,
    title,
    body: (textAt(value, 'body') ?? '').replaceAll('\r\n', '\n'),
    state: isOpen ? 'open' : ended,
    branch,
    commit,
    from: textAt(value, 'head', 'repo', 'full_name'),
    base,
    labels: labelsIn(at(value, 'labels')),
    ...(isOpen || endedAt === undefined ? {} : { endedAt }),
  }
}

export function proposalOf(pull: Pull, marker: string): Proposal {
  const { number, url, title, state, branch, base, labels, endedAt } = pull
  const body = withoutLabelsComment(pull.body)
  const end = endedAt === undefined ? {} : { endedAt }
  return { marker, number, url, title, body, state, branch, base, labels, ...end }
}

/** Names of labels; GitHub shows them as objects, in old answers as text. */
export function labelsIn(value: Json | undefined): readonly string[] {
  return listAt(value ?? null).flatMap((each) => {
    const name = typeof each === 'string' ? each : textAt(each, 'name')
    return name === undefined ? [] : [name]
  })
}

function oddPull(route: string): Error {
  return odd(`${route}: the answer is no pull request`)
}
