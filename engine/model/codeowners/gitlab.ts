import { gitlabPattern } from './pattern.ts'

/** One line of a section; `owners` are undefined for a path that the section leaves out. */
interface Entry {
  readonly matches: (path: string) => boolean
  readonly owners: readonly string[] | undefined
}

const PATTERN_LIMIT = 200
const HEADING = /^\^?\[([^\]]+)\](?:\[\d*\])?(?:\s+(.*))?$/
const ENTRY = /^(!?)((?:\\\s|\S)+)(.*)$/
/** A person, a group, an address, or everybody of a role. */
const OWNER = /^(?:@{1,2}[A-Za-z0-9][A-Za-z0-9._/-]*|[^\s@<>`]+@[A-Za-z0-9.-]+)$/

/**
 * Owners of any of the paths by lines of a CODEOWNERS of GitLab (docs.gitlab.com, syntax of CODEOWNERS): in each section the last line that
 * matches counts, with the owners of the section's heading where it names none, and every section has a say.
 */
export function gitlabOwners(lines: readonly string[], paths: readonly string[]): readonly string[] {
  const sections = [...sectionsIn(lines).values()].map((each) => [...each].reverse())
  const owners = paths.flatMap((path) => sections.flatMap((entries) => ownersIn(entries, path)))
  return [...new Set(owners)].sort()
}

function ownersIn(entries: readonly Entry[], path: string): readonly string[] {
  const found = entries.filter((each) => each.matches(path))
  return found.some((each) => each.owners === undefined) ? [] : (found[0]?.owners ?? [])
}

/** By name in lower case: a name that comes again goes on with its section, with owners of its own. */
function sectionsIn(lines: readonly string[]): ReadonlyMap<string, readonly Entry[]> {
  const sections = new Map<string, Entry[]>()
  let name = ''
  let inherited: readonly string[] = []
  for (const line of lines.map((each) => each.trim())) {
    if (line === '' || line.startsWith('#')) continue
    const heading = HEADING.exec(line)
    if (heading) {
      name = (heading[1] ?? '').trim().toLowerCase()
      inherited = named(heading[2] ?? '')
      continue
    }
    const entry = entryOf(line, inherited)
    if (entry) sections.set(name, [...(sections.get(name) ?? []), entry])
  }
  return sections
}

function entryOf(line: string, inherited: readonly string[]): Entry | undefined {
  const [, not = '', written = '', rest = ''] = ENTRY.exec(line) ?? []
  if (written === '' || written.length > PATTERN_LIMIT) return undefined
  const own = named(rest)
  const matches = gitlabPattern(written.replace(/^\\#/, '#').replace(/\\\s/g, ' '))
  return { matches, owners: not === '!' ? undefined : own.length > 0 ? own : inherited }
}

function named(words: string): readonly string[] {
  return words.split(/\s+/).filter((each) => OWNER.test(each))
}
