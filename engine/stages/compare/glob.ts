type Token =
  | { readonly kind: 'star' | 'any' }
  | { readonly kind: 'char'; readonly char: string }
  | { readonly kind: 'set'; readonly negated: boolean; readonly ranges: readonly (readonly [string, string])[] }

/** A pattern of Go's filepath.Match (`*`, `?`, `[a-z]`, `[^x]`, backslash), ready to match; undefined where it is malformed. */
export function globMatcher(pattern: string): ((name: string) => boolean) | undefined {
  const tokens = tokenize(pattern)
  return tokens && ((name) => matches(tokens, [...name]))
}

function tokenize(pattern: string): readonly Token[] | undefined {
  const chars = [...pattern]
  const tokens: Token[] = []
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at] ?? ''
    if (char === '*') tokens.push({ kind: 'star' })
    else if (char === '?') tokens.push({ kind: 'any' })
    else if (char === '[') {
      const set = readSet(chars, at + 1)
      if (!set) return undefined
      tokens.push(set.token)
      at = set.end
    } else {
      if (char === '\\') at++
      const literal = chars[at]
      if (literal === undefined) return undefined
      tokens.push({ kind: 'char', char: literal })
    }
  }
  return tokens
}

function readSet(chars: readonly string[], start: number): { token: Token; end: number } | undefined {
  const negated = chars[start] === '^'
  const ranges: [string, string][] = []
  let at = negated ? start + 1 : start
  while (chars[at] !== ']' || ranges.length === 0) {
    const low = readMember(chars, at)
    if (!low) return undefined
    const high = chars[low.next] === '-' ? readMember(chars, low.next + 1) : low
    if (!high) return undefined
    ranges.push([low.char, high.char])
    at = high.next
  }
  return { token: { kind: 'set', negated, ranges }, end: at }
}

function readMember(chars: readonly string[], at: number): { char: string; next: number } | undefined {
  const char = chars[at]
  if (char === undefined || char === '-' || char === ']') return undefined
  if (char !== '\\') return { char, next: at + 1 }
  const escaped = chars[at + 1]
  return escaped === undefined ? undefined : { char: escaped, next: at + 2 }
}

/** Goes back to the last star only, so its time is bounded by the product of both lengths. */
function matches(tokens: readonly Token[], name: readonly string[]): boolean {
  let token = 0
  let char = 0
  let star = -1
  let starChar = 0
  while (char < name.length) {
    const here = tokens[token]
    if (here?.kind === 'star') {
      star = token++
      starChar = char
    } else if (here && accepts(here, name[char] ?? '')) {
      token++
      char++
    } else if (star >= 0 && name[starChar] !== '/') {
      token = star + 1
      char = ++starChar
    } else return false
  }
  while (tokens[token]?.kind === 'star') token++
  return token === tokens.length
}

function accepts(token: Token, char: string): boolean {
  if (token.kind === 'char') return token.char === char
  if (token.kind === 'set') {
    return token.ranges.some(([low, high]) => low <= char && char <= high) !== token.negated
  }
  return char !== '/'
}
