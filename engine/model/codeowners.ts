import { gitlabOwners } from './codeowners/gitlab.ts'
import { ignorePattern } from './codeowners/pattern.ts'

/** Where each forge looks for the file, in this order (docs.github.com, docs.gitea.com, docs.gitlab.com: code owners); the local one takes any. */
export const CODEOWNERS_FILES = {
  local: ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS', '.gitea/CODEOWNERS'],
  github: ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'],
  gitea: ['CODEOWNERS', 'docs/CODEOWNERS', '.gitea/CODEOWNERS'],
  gitlab: ['CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'],
} as const

/** Each reads the file in a way of its own; the local forge as GitHub does. */
export type OwnersForge = keyof typeof CODEOWNERS_FILES

/**
 * Owners of everything by a CODEOWNERS of Gitea, whose patterns are regular expressions of Go, and of which every matching line counts. Only
 * those that match whatever stands before them are known: one that somebody else wrote is never tried, since it may take for ever.
 */
function ownersOfAll(lines: readonly string[]): readonly string[] {
  const owners = lines.flatMap((line) => {
    const [pattern = '', ...named] = wordsOf(line)
    return MATCHES_ALL.has(pattern) ? named.filter((each) => OWNER.test(each)) : []
  })
  return [...new Set(owners)].sort()
}

/** Gitea puts `^` and `$` around; a star then repeats the `^`, and what is left is the end of any path. */
const MATCHES_ALL: ReadonlySet<string> = new Set(['*', '.*', '.+', '^.*', '.*$', '^.*$', '(.*)'])

const PATTERN_LIMIT = 200
const LINE_LIMIT = 2_000
const OWNER = /^(?:@[A-Za-z0-9][A-Za-z0-9._/-]*|[^\s@<>`]+@[A-Za-z0-9.-]+)$/

/**
 * Owners of any of the paths by a CODEOWNERS file, as the forge reads it: for each path the last line that matches it, on GitLab in each section.
 * Of a Gitea, whatever the paths are, the owners of everything alone.
 */
export function ownersOf(
  codeowners: string,
  paths: readonly string[],
  forge: OwnersForge = 'local',
): readonly string[] {
  const lines = codeowners.split(/\r?\n/).slice(0, LINE_LIMIT)
  if (forge === 'gitea') return ownersOfAll(lines)
  if (forge === 'gitlab') return gitlabOwners(lines, paths)
  const rules = lines.flatMap(ruleOf)
  const owners = paths.flatMap((path) => [...rules].reverse().find((rule) => rule.matches(path))?.owners ?? [])
  return [...new Set(owners)].sort()
}

type Rule = { readonly matches: (path: string) => boolean; readonly owners: readonly string[] }

function ruleOf(line: string): readonly Rule[] {
  const [pattern, ...owners] = wordsOf(line)
  if (pattern === undefined || pattern === '' || /^[[^!]/.test(pattern) || pattern.length > PATTERN_LIMIT) return []
  return [{ matches: ignorePattern(pattern), owners: owners.filter((each) => OWNER.test(each)) }]
}

function wordsOf(line: string): readonly string[] {
  return line
    .replace(/(^|\s)#[\s\S]*$/, '')
    .trim()
    .split(/\s+/)
}
