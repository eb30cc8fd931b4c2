import { clip } from '../../model/clip.ts'
import type { Json } from '../../model/json.ts'
import { canonical } from '../../model/json.ts'
import { valueText } from './markdown.ts'

/** How much of what both have in common is shown before the place where they part. */
const LEAD = 20

/** Two values of one field, each on one line and cut, from where they part if that is far behind: what is cut is never the difference. */
export function valuePair(
  one: Json | undefined,
  other: Json | undefined,
  limit = 80,
): readonly [one: string, other: string] {
  const [a, b] = [textOf(one), textOf(other)]
  const same = a === undefined || b === undefined ? 0 : commonLength(a, b)
  const isNear = same <= limit / 2 || (a !== undefined && b !== undefined && Math.max(a.length, b.length) <= limit)
  if (isNear || a === undefined || b === undefined) return [valueText(one, limit), valueText(other, limit)]
  const from = wholeCharacter(a, same - LEAD)
  return [`…${clip(a.slice(from), limit - 1)}`, `…${clip(b.slice(from), limit - 1)}`]
}

function textOf(value: Json | undefined): string | undefined {
  if (value === undefined || value === null) return undefined
  return typeof value === 'string' ? value : canonical(value)
}

function commonLength(a: string, b: string): number {
  const most = Math.min(a.length, b.length)
  let at = 0
  while (at < most && a.charCodeAt(at) === b.charCodeAt(at)) at += 1
  return at
}

/** No cut goes through a character of two units. */
function wholeCharacter(text: string, at: number): number {
  return /[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at - 1 : at
}
