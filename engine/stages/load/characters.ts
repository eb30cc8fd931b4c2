import type { Problem } from './problem.ts'
import { problem } from './problem.ts'

function classOf(...ranges: readonly (readonly [number, number])[]): string {
  const escaped = (code: number) => `\\u${code.toString(16).padStart(4, '0')}`
  return ranges.map(([first, last]) => `${escaped(first)}-${escaped(last)}`).join('')
}

/** Characters that YAML 1.2 refuses (production c-printable). */
const CONTROL = new RegExp(`[${classOf([0, 8], [11, 12], [14, 31], [127, 132], [134, 159], [0xfffe, 0xffff])}]`)
/** Characters that make text read in another order than it is written, or are invisible. */
const MISLEADING = new RegExp(`[${classOf([0x200b, 0x200f], [0x202a, 0x202e], [0x2066, 0x2069], [0xfeff, 0xfeff])}]`)

function nameOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** What is wrong with the characters of a file; an error means that it cannot be parsed. */
export function checkCharacters(text: string): readonly Problem[] {
  const control = CONTROL.exec(text)
  if (control)
    return [
      problem(
        control.index,
        'yaml/control-character',
        `the character ${nameOf(control[0])} is not allowed in YAML`,
        'remove it, or write it as an escape in "double quotes"',
      ),
    ]
  const misleading = MISLEADING.exec(text)
  if (!misleading) return []
  return [
    problem(
      misleading.index,
      'yaml/invisible-character',
      `the invisible character ${nameOf(misleading[0])} makes text look different from what it is`,
      'remove it, or write it as an escape in "double quotes"',
      'warning',
    ),
  ]
}
