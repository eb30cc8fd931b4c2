import { indicatorsIn } from '../../model/walkable.ts'

/** Indicators in what is parsed at once: some eight megabytes of what clusters hold. */
const AT_ONCE = 1_000_000
const DOCUMENT = /^---(?=\s|$)/gm
type Range = readonly [from: number, to: number]

/** As kubectl and `oc adm inspect` write lists, with or without an indentation of their items. */
const LIST = /^items:[ \t]*\r?\n( {0,8})- /m

/**
 * A YAML text in parts that stand for themselves: groups of documents, and of a long list the same list with some of its
 * items after the other. A parser needs several times the memory of what it is given at once, hostile texts a hundred times.
 */
export function* partsOf(text: string, atOnce: number = AT_ONCE): Generator<string> {
  if (indicatorsIn(text) <= atOnce) yield text
  else
    for (const [from, to] of groups(text, DOCUMENT, [0, text.length], atOnce)) {
      const documents = text.slice(from, to)
      if (indicatorsIn(documents) <= atOnce) yield documents
      else yield* itemsOf(documents, atOnce)
    }
}

function* itemsOf(document: string, atOnce: number): Generator<string> {
  const list = LIST.exec(document)
  const indent = list?.[1] ?? ''
  const start = list ? list.index + list[0].length - indent.length - 2 : 0
  const end = endOf(document, start, indent)
  const [head, tail] = [document.slice(0, start), document.slice(end)]
  // Only a list between short ends is worth taking apart.
  if (!list || indicatorsIn(head) + indicatorsIn(tail) > atOnce) yield document
  else
    for (const [from, to] of groups(document, new RegExp(`^${indent}- `, 'gm'), [start, end], atOnce))
      yield `${head}${document.slice(from, to)}${tail}`
}

/** Where the next key of the document stands after its items, or where it ends. */
function endOf(document: string, start: number, indent: string): number {
  const key = new RegExp(indent === '' ? '^[^\\s#-]' : '^[^\\s#]', 'gm')
  key.lastIndex = start
  return key.exec(document)?.index ?? document.length
}

/** Neighbours that begin as the pattern says, as many together as may be parsed at once. */
function* groups(text: string, pattern: RegExp, [start, end]: Range, atOnce: number): Generator<Range> {
  const begin = new RegExp(pattern)
  begin.lastIndex = start
  let [from, last, held] = [start, start, 0]
  for (let match = begin.exec(text); match !== null && match.index < end; match = begin.exec(text)) {
    const size = indicatorsIn(text, last, match.index)
    if (held > 0 && held + size > atOnce) {
      yield [from, last]
      ;[from, held] = [last, 0]
    }
    held += size
    last = match.index
  }
  if (last > from && held + indicatorsIn(text, last, end) > atOnce) {
    yield [from, last]
    from = last
  }
  yield [from, end]
}
