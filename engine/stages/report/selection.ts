import type { PolicySelection } from '../../model/policy-selection.ts'
import { visible } from '../../model/visible.ts'
import { cell, code, plain } from './markdown.ts'

interface Selections {
  readonly environment: string
  readonly policies: readonly PolicySelection[]
}

/** Where policies go, those that go to the same clusters in one line; for a terminal. */
export function selectionText({ environment, policies }: Selections): string {
  const lines = groups(policies).map(
    ([where, names]) => `  ${where}: ${names.length} (${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''})`,
  )
  return [
    ...[`${environment}: policies by the clusters that they reach`, ...lines].map(visible),
    ...doubts(policies).map((each) => `  ? ${visible(each)}`),
    '',
  ].join('\n')
}

/** The same for a pull request. */
export function selectionMarkdown({ environment, policies }: Selections): string {
  const rows = groups(policies).map(
    ([where, names]) => `| ${plain(where)} | ${names.length} | ${names.map((each) => cell(code(each))).join(', ')} |`,
  )
  return [
    `### Reach in ${plain(environment)}`,
    '',
    '| clusters | policies | |',
    '|---|---|---|',
    ...rows,
    '',
    ...doubts(policies).map((each) => `- not certain: ${plain(each)}`),
    '',
  ].join('\n')
}

function groups(policies: readonly PolicySelection[]): readonly (readonly [string, readonly string[]])[] {
  const found = new Map<string, string[]>()
  for (const { policy, clusters, enforced } of policies) {
    const where =
      clusters.map((each) => (enforced.includes(each) ? `${each} (enforced)` : each)).join(', ') || 'no cluster'
    found.set(where, [...(found.get(where) ?? []), policy])
  }
  return [...found]
}

function doubts(policies: readonly PolicySelection[]): readonly string[] {
  return [...new Set(policies.flatMap((each) => each.doubts.map((doubt) => `${each.policy}: ${doubt}`)))]
}
