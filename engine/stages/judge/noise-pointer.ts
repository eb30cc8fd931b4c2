import { tokensOf } from '../../model/pointer.ts'

type Step = 'any number' | RegExp

const COMPILED = new Map<string, readonly Step[]>()
const GLOBS = new Map<string, RegExp>()

/** True when a pointer has the form of a pattern: `*` in a token is any text, a token `**` any number of tokens. */
export function matchesPointer(pattern: string, pointer: string): boolean {
  return matches(stepsOf(pattern), tokensOf(pointer), 0, 0)
}

/** `*` is any text; everything else stands for itself. */
export function globOf(pattern: string): RegExp {
  const known = GLOBS.get(pattern)
  if (known) return known
  const escaped = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\/-]/g, '\\$&'))
  const glob = new RegExp(`^${escaped.join('.*')}$`, 's')
  GLOBS.set(pattern, glob)
  return glob
}

/** Patterns are data of the rules, so there are few of them. */
function stepsOf(pattern: string): readonly Step[] {
  const known = COMPILED.get(pattern)
  if (known) return known
  const steps = tokensOf(pattern).map((token): Step => (token === '**' ? 'any number' : globOf(token)))
  COMPILED.set(pattern, steps)
  return steps
}

function matches(steps: readonly Step[], tokens: readonly string[], s: number, t: number): boolean {
  const step = steps[s]
  if (step === undefined) return t === tokens.length
  if (step === 'any number') {
    for (let next = t; next <= tokens.length; next++) if (matches(steps, tokens, s + 1, next)) return true
    return false
  }
  const token = tokens[t]
  return token !== undefined && step.test(token) && matches(steps, tokens, s + 1, t + 1)
}
