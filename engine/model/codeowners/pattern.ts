/** `folders`: nothing, or anything that ends with a slash. The others as in .gitignore; anything else is itself. */
const WILD = { '**/': 'folders', '**': 'any', '*': 'some', '?': 'one' } as const
type Wild = (typeof WILD)[keyof typeof WILD]
type Step = { readonly wild: Wild } | { readonly letter: string }

/**
 * Patterns are those of .gitignore: a slash before the end anchors, a name matches at any depth, a folder holds all below. But `docs/*`
 * means what lies right in the folder (docs.github.com, about code owners).
 */
export function ignorePattern(pattern: string): (path: string) => boolean {
  const isAnchored = pattern.slice(0, -1).includes('/')
  const holds = pattern.endsWith('/') ? 'below' : isAnchored && /\/\*$/.test(pattern) ? 'itself' : 'both'
  const steps = stepsOf(pattern.replace(/^\//, '').replace(/\/$/, ''))
  const all: readonly Step[] = isAnchored ? steps : [{ wild: 'folders' }, ...steps]
  const fewest = all.reduce<readonly Step[]>(joined, [])
  return (path) => isMatch(fewest, [...path], holds)
}

/**
 * Patterns of GitLab (docs.gitlab.com, code owners, on Ruby's File.fnmatch): only a slash in front anchors, only one at the end takes what lies
 * below, and two stars reach into folders only before a slash.
 */
export function gitlabPattern(pattern: string): (path: string) => boolean {
  const isAnchored = pattern.startsWith('/')
  const within = `${pattern.replace(/^\//, '')}${pattern.endsWith('/') ? '**/*' : ''}`
  const some: Step = { wild: 'some' }
  const steps = stepsOf(within).map((each) => ('wild' in each && each.wild === 'any' ? some : each))
  const all: readonly Step[] = isAnchored ? steps : [{ wild: 'folders' }, ...steps]
  const fewest = all.reduce<readonly Step[]>(joined, [])
  return (path) => isMatch(fewest, [...path], 'itself')
}

function stepsOf(pattern: string): readonly Step[] {
  const parts = pattern.match(/\*\*\/|\*\*|./gsu) ?? []
  return parts.map((each): Step => (isWild(each) ? { wild: WILD[each] } : { letter: each }))
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
