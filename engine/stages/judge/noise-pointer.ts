import { tokensOf } from '../../model/pointer.ts'

/** True when a pointer has the form of a pattern: `*` in a token is any text, a token `**` any number of tokens. */
export function matchesPointer(pattern: string, pointer: string): boolean {
  return matches(tokensOf(pattern), tokensOf(pointer), 0, 0)
}

/** `*` is any text; everything else stands for itself. */
export function matchesGlob(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  const last = rest.pop()
  if (last === undefined) return text === first
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false
  let from = first.length
  for (const part of rest) {
    const found = text.indexOf(part, from)
    if (found < 0) return false
    from = found + part.length
  }
  return from <= text.length - last.length
}

function matches(steps: readonly string[], tokens: readonly string[], s: number, t: number): boolean {
  const step = steps[s]
  if (step === undefined) return t === tokens.length
  if (step === '**') {
    for (let next = t; next <= tokens.length; next++) if (matches(steps, tokens, s + 1, next)) return true
    return false
  }
  const token = tokens[t]
  return token !== undefined && matchesGlob(step, token) && matches(steps, tokens, s + 1, t + 1)
}
