/** Where forges look for the file, in this order. */
export const CODEOWNERS_FILES: readonly string[] = [
  '.github/CODEOWNERS',
  'CODEOWNERS',
  'docs/CODEOWNERS',
  '.gitlab/CODEOWNERS',
]

/** Where Gitea looks for it, in this order (docs.gitea.com, code owners). */
export const GITEA_CODEOWNERS_FILES: readonly string[] = ['CODEOWNERS', 'docs/CODEOWNERS', '.gitea/CODEOWNERS']

/**
 * Owners of everything by a CODEOWNERS of Gitea, whose patterns are regular expressions of Go, and of which every matching line counts. Only
 * those that match whatever stands before them are known: one that somebody else wrote is never tried, since it may take for ever.
 */
export function ownersOfAll(codeowners: string): readonly string[] {
  const lines = codeowners.split(/\r?\n/).slice(0, LINE_LIMIT)
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

/** Owners of any of the paths by a CODEOWNERS file: for each path the last line that matches it, as forges read it. */
export function ownersOf(codeowners: string, paths: readonly string[]): readonly string[] {
  const rules = codeowners.split(/\r?\n/).slice(0, LINE_LIMIT).flatMap(ruleOf)
  const owners = paths.flatMap((path) => [...rules].reverse().find((rule) => rule.matches(path))?.owners ?? [])
  return [...new Set(owners)].sort()
}

type Rule = { readonly matches: (path: string) => boolean; readonly owners: readonly string[] }

function ruleOf(line: string): readonly Rule[] {
  const [pattern, ...owners] = wordsOf(line)
  if (pattern === undefined || pattern === '' || /^[[^!]/.test(pattern) || pattern.length > PATTERN_LIMIT) return []
  return [{ matches: patternOf(pattern), owners: owners.filter((each) => OWNER.test(each)) }]
}

function wordsOf(line: string): readonly string[] {
  return line
    .replace(/(^|\s)#[\s\S]*$/, '')
    .trim()
    .split(/\s+/)
}

/** `folders`: nothing, or anything that ends with a slash. The others as in .gitignore; anything else is itself. */
const WILD = { '**/': 'folders', '**': 'any', '*': 'some', '?': 'one' } as const
type Wild = (typeof WILD)[keyof typeof WILD]
type Step = { readonly wild: Wild } | { readonly letter: string }

/**
 * Patterns are those of .gitignore: a slash before the end anchors, a name matches at any depth, a folder holds all below. But `docs/*`
 * means what lies right in the folder (docs.github.com, about code owners).
 */
function patternOf(pattern: string): (path: string) => boolean {
  const isAnchored = pattern.slice(0, -1).includes('/')
  const holds = pattern.endsWith('/') ? 'below' : isAnchored && /\/\*$/.test(pattern) ? 'itself' : 'both'
  const parts =
    pattern
      .replace(/^\//, '')
      .replace(/\/$/, '')
      .match(/\*\*\/|\*\*|./gsu) ?? []
  const steps = parts.map((each): Step => (isWild(each) ? { wild: WILD[each] } : { letter: each }))
  const all: readonly Step[] = isAnchored ? steps : [{ wild: 'folders' }, ...steps]
  const fewest = all.reduce<readonly Step[]>(joined, [])
  return (path) => isMatch(fewest, [...path], holds)
}

/** Stars in a row say no more than one or two of them. */
function joined(before: readonly Step[], step: Step): readonly Step[] {
  const last = before.at(-1)
  if (last === undefined || !isSkippable(last) || !isSkippable(step)) return [...before, step]
  if (last.wild === 'any' || last.wild === step.wild) return before
  return step.wild === 'any' ? joined(before.slice(0, -1), step) : [...before, step]
}

function isSkippable(step: Step): step is { readonly wild: Exclude<Wild, 'one'> } {
  return 'wild' in step && step.wild !== 'one'
}

function isWild(part: string): part is keyof typeof WILD {
  return Object.hasOwn(WILD, part)
}

/** All places that a path may have reached in a pattern at once: time is their product, where a regular expression of many stars would try every way. */
function isMatch(steps: readonly Step[], path: readonly string[], holds: 'itself' | 'below' | 'both'): boolean {
  let here: ReadonlySet<number> = new Set(reached(steps, 0))
  for (const [i, letter] of path.entries()) {
    if (letter === '/' && i > 0 && holds !== 'itself' && here.has(steps.length)) return true
    const next = new Set<number>()
    for (const at of here) for (const each of after(steps, at, letter)) next.add(each)
    here = next
  }
  return holds !== 'below' && here.has(steps.length)
}

/** The place, and those behind it that need no letter. */
function reached(steps: readonly Step[], at: number): readonly number[] {
  const step = steps[at]
  return step !== undefined && isSkippable(step) ? [at, ...reached(steps, at + 1)] : [at]
}

function after(steps: readonly Step[], at: number, letter: string): readonly number[] {
  const step = steps[at]
  if (step === undefined) return []
  if ('letter' in step) return step.letter === letter ? reached(steps, at + 1) : []
  if (step.wild === 'folders') return letter === '/' ? [at, ...reached(steps, at + 1)] : [at]
  if (step.wild === 'any') return reached(steps, at)
  if (letter === '/') return []
  return step.wild === 'some' ? reached(steps, at) : reached(steps, at + 1)
}
