/** A place in text that names a declared value, `$(values.<name>)`, as it is written. */
export interface ValueReference {
  readonly name: string
}

/** A name goes on to the next bracket, and so far at most: a text may be all beginnings. */
const REFERENCE = /\$?\$\(values\.([^)]{0,200})\)/g

/** Text taken apart at the values that it names; `$$(values.x)` is the text `$(values.x)` itself. */
export function splitReferences(text: string): readonly (string | ValueReference)[] {
  const parts: (string | ValueReference)[] = []
  let end = 0
  for (const match of text.matchAll(REFERENCE)) {
    const before = text.slice(end, match.index)
    if (before !== '') parts.push(before)
    parts.push(match[0].startsWith('$$') ? match[0].slice(1) : { name: match[1] ?? '' })
    end = match.index + match[0].length
  }
  if (end < text.length) parts.push(text.slice(end))
  return parts
}

/** True where text may name a value; most text does not. */
export function mayReference(text: string): boolean {
  return text.includes('$(values.')
}
