import type { Node, YAMLMap, YAMLSeq } from 'yaml'
import { isMap, isNode, isSeq } from 'yaml'
import type { Json } from '../../model/json.ts'
import { behindKey, flowText, itemText, scalarText } from './emit.ts'
import type { Found } from './find.ts'
import { isFlow } from './find.ts'
import type { Splice } from './lines.ts'
import { columnOf, contentEnd, insertLines, lineStart, startOf } from './lines.ts'

/** A key that is not there yet, behind the last one of its map. */
export function insertKey(text: string, found: Found, key: string, value: Json): readonly Splice[] | string {
  const { node } = found
  if (!isMap(node)) return 'what stands there is no map, so it can have no further key'
  const entry = `${scalarText(key)}: ${flowText(value)}`
  if (isFlow(node) || found.isInFlow) return [insertInBrackets(text, node, entry, '{}')]
  const first = node.items[0]?.key
  if (!isNode(first)) return 'the map has keys that are no plain text'
  const column = columnOf(text, startOf(first))
  return [insertLines(text, contentEnd(node), `${' '.repeat(column)}${scalarText(key)}:${behindKey(value, column)}`)]
}

/** A list item before the item `index`, or behind the last one. */
export function insertItem(text: string, found: Found, index: number, value: Json): readonly Splice[] | string {
  const { node } = found
  if (!isSeq(node)) return 'what stands there is no list'
  if (index > node.items.length) return `the list has no place ${index}`
  const before = node.items[index]
  if (isFlow(node) || found.isInFlow) {
    if (!isNode(before)) return [insertInBrackets(text, node, flowText(value), '[]')]
    return [{ from: startOf(before), to: startOf(before), text: `${flowText(value)}, ` }]
  }
  const column = columnOf(text, startOf(node))
  const line = `${' '.repeat(column)}- ${itemText(value, column)}`
  if (!isNode(before)) return [insertLines(text, contentEnd(node), line)]
  const at = lineStart(text, startOf(before))
  if (index === 0 && startOf(node) > at + column) return 'the list begins in the middle of a line'
  return [{ from: at, to: at, text: `${line}\n` }]
}

function insertInBrackets(text: string, node: YAMLMap | YAMLSeq, entry: string, brackets: '{}' | '[]'): Splice {
  const last = lastOf(node)
  const end = (node.range?.[1] ?? 1) - 1
  if (last === undefined) {
    const pad = brackets === '{}' ? ' ' : ''
    return { from: startOf(node), to: end + 1, text: `${brackets[0]}${pad}${entry}${pad}${brackets[1]}` }
  }
  const comma = /^\s*,/.exec(text.slice(last, end))
  const at = last + (comma?.[0].length ?? 0)
  return { from: at, to: at, text: comma ? ` ${entry}` : `, ${entry}` }
}

function lastOf(node: YAMLMap | YAMLSeq): number | undefined {
  const last: unknown = node.items.at(-1)
  if (last === undefined) return undefined
  if (isNode(last)) return contentEnd(last)
  const { key, value } = last as { key: unknown; value: unknown }
  const ends = [key, value].filter((each): each is Node => isNode(each)).map(contentEnd)
  return Math.max(...ends)
}
