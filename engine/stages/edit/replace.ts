import type { Node } from 'yaml'
import { isMap, isNode, isScalar, isSeq } from 'yaml'
import type { Json, JsonObject } from '../../model/json.ts'
import { isObject } from '../../model/json.ts'
import type { Quotes } from './emit.ts'
import { behindKey, blockText, flowText, isLiteral, isLong, literalText, scalarText } from './emit.ts'
import type { Found } from './find.ts'
import type { Splice } from './lines.ts'
import { behindColon, columnOf, contentEnd, isBlockScalar, isLastOnLine, lineStart, startOf } from './lines.ts'

type Container = JsonObject | readonly Json[]

/** Another value in the place of one that is there. */
export function replace(text: string, found: Found, value: Json): readonly Splice[] {
  const { node, isInFlow } = found
  const from = startOf(node)
  const to = contentEnd(node)
  if (from === to) return [{ from, to, text: ` ${flowText(value)}` }]
  const isBlock = (isMap(node) || isSeq(node)) && node.flow !== true
  if (isBlock) return replaceBlock(text, found, value)
  if (isBlockScalar(node)) return [{ from, to, text: besideBlockText(text, found, value) }]
  if (!isInFlow && isLong(value) && isLastOnLine(text, to)) {
    const below = belowKey(text, found, value as Container)
    if (below) return below
  }
  return [{ from, to, text: isContainer(value) ? flowText(value) : scalarText(value, quotesOf(node)) }]
}

/** A block map or list: its lines make room; the key's own line and its comment stay. */
function replaceBlock(text: string, found: Found, value: Json): readonly Splice[] {
  const { node, parent } = found
  const from = startOf(node)
  const to = contentEnd(node)
  const isClosed = text[to - 1] === '\n'
  if (isContainer(value) && Object.keys(value).length > 0) {
    const lines = blockText(value, columnOf(text, from)).trimStart()
    return [{ from, to, text: isClosed ? `${lines}\n` : lines }]
  }
  const at = parent && 'pair' in parent ? colonOf(text, parent.pair.key) : undefined
  if (at === undefined || lineStart(text, from) <= at) return [{ from, to, text: flowText(value) }]
  const start = lineStart(text, from)
  return [
    { from: at, to: at, text: ` ${flowText(value)}` },
    { from: start, to: isClosed ? to : Math.min(text.length, text.indexOf('\n', to) + 1 || text.length), text: '' },
  ]
}

/** A literal stays one where the new text allows it. */
function besideBlockText(text: string, found: Found, value: Json): string {
  const column = columnOf(text, keyStart(found) ?? lineStart(text, startOf(found.node)))
  const isClosed = text[contentEnd(found.node) - 1] === '\n'
  const lines =
    typeof value === 'string' && (isLiteral(value) || /^\S.*\n$/.test(value))
      ? literalText(value, indentOfBlock(text, found.node) ?? column + 2)
      : flowText(value)
  return isClosed ? `${lines}\n` : lines
}

function indentOfBlock(text: string, node: Node): number | undefined {
  const source = text.slice(startOf(node), contentEnd(node))
  const line = source.split('\n').find((each, i) => i > 0 && each.trim() !== '')
  return line === undefined ? undefined : line.length - line.trimStart().length
}

function belowKey(text: string, found: Found, value: Container): readonly Splice[] | undefined {
  const column = keyStart(found)
  const { parent, node } = found
  if (column === undefined || !parent || !('pair' in parent)) return undefined
  const at = colonOf(text, parent.pair.key)
  if (at === undefined || lineStart(text, at) !== lineStart(text, startOf(node))) return undefined
  const end = contentEnd(node)
  const rest = /^[^\r\n]*/.exec(text.slice(end))?.[0] ?? ''
  const block = behindKey(value, columnOf(text, column))
  return [{ from: at, to: end + rest.length, text: `${rest.trim() === '' ? '' : rest}${block}` }]
}

function keyStart({ parent }: Found): number | undefined {
  return parent && 'pair' in parent && isNode(parent.pair.key) ? startOf(parent.pair.key) : undefined
}

function colonOf(text: string, key: unknown): number | undefined {
  return isNode(key) ? behindColon(text, key.range?.[1] ?? 0) : undefined
}

function isContainer(value: Json): value is Container {
  return Array.isArray(value) || isObject(value)
}

function quotesOf(node: Node): Quotes {
  if (!isScalar(node)) return 'plain'
  if (node.type === 'QUOTE_DOUBLE') return typeof node.value === 'string' ? 'double' : 'plain'
  return node.type === 'QUOTE_SINGLE' ? 'single' : 'plain'
}
