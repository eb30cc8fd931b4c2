import type { Node } from 'yaml'
import { isMap, isNode, isScalar, isSeq } from 'yaml'

/** A stretch of text and what takes its place. */
export interface Splice {
  readonly from: number
  readonly to: number
  readonly text: string
}

export function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1
}

export function columnOf(text: string, at: number): number {
  return at - lineStart(text, at)
}

/** Where the line that ends a value is over: behind its line feed, or at the end of the text. */
export function lineEnd(text: string, end: number): number {
  if (end > 0 && text[end - 1] === '\n') return end
  const next = text.indexOf('\n', end)
  return next === -1 ? text.length : next + 1
}

/** Where the content of a node ends; of a block its last member, without the comments behind it. */
export function contentEnd(node: Node): number {
  const end = node.range?.[1] ?? 0
  if ((!isMap(node) && !isSeq(node)) || node.flow === true) return end
  const last = node.items.at(-1)
  if (isNode(last)) return contentEnd(last)
  if (typeof last !== 'object' || last === null || !('key' in last) || !('value' in last)) return end
  const key = isNode(last.key) ? (last.key.range?.[1] ?? 0) : 0
  return isNode(last.value) ? Math.max(key, contentEnd(last.value)) : key
}

/** Behind the colon of the key that ends at `keyEnd`; undefined where something else comes first. */
export function behindColon(text: string, keyEnd: number): number | undefined {
  const match = /^\s*:/.exec(text.slice(keyEnd, keyEnd + 200))
  return match ? keyEnd + match[0].length : undefined
}

/** A block of lines inserted behind the line on which `end` lies. */
export function insertLines(text: string, end: number, lines: string): Splice {
  const at = lineEnd(text, end)
  const isOpen = at > 0 && text[at - 1] !== '\n'
  return { from: at, to: at, text: isOpen ? `\n${lines}` : `${lines}\n` }
}

export function startOf(node: Node): number {
  return node.range?.[0] ?? 0
}

/** True for `|` and `>` texts. */
export function isBlockScalar(node: Node): boolean {
  return isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED')
}

/** True where nothing but white space or a comment follows on the line. */
export function isLastOnLine(text: string, at: number): boolean {
  return /^[ \t]*(?:#.*)?(?:\r?\n|$)/.test(text.slice(at, lineEnd(text, at)))
}
