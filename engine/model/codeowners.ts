/** Where forges look for the file, in this order. */
export const CODEOWNERS_FILES: readonly string[] = [
  '.github/CODEOWNERS',
  'CODEOWNERS',
  'docs/CODEOWNERS',
  '.gitlab/CODEOWNERS',
]

const PATTERN_LIMIT = 200
const LINE_LIMIT = 2_000
const OWNER = /^(?:@[A-Za-z0-9][A-Za-z0-9._/-]*|[^\s@<>`]+@[A-Za-z0-9.-]+)$/

/** Owners of any of the paths by a CODEOWNERS file: for each path the last line that matches it, as forges read it. */
export function ownersOf(codeowners: string, paths: readonly string[]): readonly string[] {
  const rules = codeowners.split(/\r?\n/).slice(0, LINE_LIMIT).flatMap(ruleOf)
  const owners = paths.flatMap((path) => [...rules].reverse().find((rule) => rule.matches.test(path))?.owners ?? [])
  return [...new Set(owners)].sort()
}

function ruleOf(line: string): readonly { readonly matches: RegExp; readonly owners: readonly string[] }[] {
  const [pattern, ...owners] = line
    .replace(/(^|\s)#.*$/, '')
    .trim()
    .split(/\s+/)
  if (pattern === undefined || pattern === '' || /^[[^!]/.test(pattern)) return []
  // Many stars in one pattern take a matcher for ever.
  if (pattern.length > PATTERN_LIMIT || (pattern.match(/\*+/g) ?? []).length > 6) return []
  return [{ matches: patternOf(pattern), owners: owners.filter((each) => OWNER.test(each)) }]
}

/** Patterns are those of .gitignore: a slash before the end anchors, a name matches at any depth, a folder holds all below. */
function patternOf(pattern: string): RegExp {
  const isAnchored = pattern.slice(0, -1).includes('/')
  const body = pattern
    .replace(/^\//, '')
    .replace(/\/$/, '')
    .split(/(\*\*\/|\*\*|\*|\?)/)
    .map((part) => {
      if (part === '**/') return '(?:.*/)?'
      if (part === '**') return '.*'
      if (part === '*') return '[^/]*'
      return part === '?' ? '[^/]' : part.replace(/[.+^${}()|[\]\\]/g, '\\$&')
    })
    .join('')
  return new RegExp(`^${isAnchored ? '' : '(?:.*/)?'}${body}${pattern.endsWith('/') ? '/.*' : '(?:/.*)?'}$`)
}
