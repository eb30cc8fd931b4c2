import type { Json } from '../../model/json.ts'
import { at, listAt, textAt } from '../../model/json.ts'
import type { Pull } from '../../model/pull.ts'
import type { Place } from './address.ts'
import { odd } from './failures.ts'

/** Throws `github/bad-answer`. */
export function pullOf(value: Json, route: string, { owner, name }: Place): Pull {
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
    // None where the repository of the branch is gone.
    isFork: textAt(value, 'head', 'repo', 'full_name')?.toLowerCase() !== `${owner}/${name}`.toLowerCase(),
    base,
    labels: labelsIn(at(value, 'labels')),
    ...(isOpen || endedAt === undefined ? {} : { endedAt }),
  }
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
