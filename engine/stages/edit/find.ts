import type { Document, Node, Pair, YAMLMap, YAMLSeq } from 'yaml'
import { isAlias, isMap, isNode, isPair, isScalar, isSeq, parseAllDocuments, visit } from 'yaml'
import { tokensOf } from '../../model/pointer.ts'

/** A value in a file: the node, how its parent holds it, and whether brackets stand around it. */
export interface Found {
  readonly node: Node
  readonly parent?: Holder
  readonly isInFlow: boolean
}

export type Holder =
  | { readonly map: YAMLMap; readonly pair: Pair; readonly index: number }
  | { readonly list: YAMLSeq; readonly index: number }

/** The walk along a pointer: what was found, and the tokens that lead further than the file. */
export interface Walk {
  readonly found: Found
  readonly rest: readonly string[]
}

/** The documents of a file that hold something, as `load` counts them; undefined where the file does not parse. */
export function documentsOf(text: string): readonly Document.Parsed[] | undefined {
  try {
    const parsed = parseAllDocuments(text, { prettyErrors: false, logLevel: 'silent', keepSourceTokens: true })
    const all: readonly Document.Parsed[] = Array.isArray(parsed) ? parsed : []
    if (all.some((each) => each.errors.length > 0)) return undefined
    return all.filter((each) => {
      const { contents } = each
      return contents !== null && !(isScalar(contents) && contents.range[0] === contents.range[1])
    })
  } catch {
    return undefined
  }
}

/** Follows a pointer as far as the document goes; a sentence where it cannot be followed safely. */
export function walk(document: Document.Parsed, pointer: string): Walk | string {
  const tokens = tokensOf(pointer)
  let found: Found | undefined = rootOf(document)
  if (!found) return 'the document is empty'
  for (const [i, token] of tokens.entries()) {
    const shared = sharedBy(document, found.node)
    if (shared !== undefined) return shared
    const next: Found | undefined = childOf(found, token)
    if (!next) return { found, rest: tokens.slice(i) }
    found = next
  }
  const shared = sharedBy(document, found.node)
  return shared ?? { found, rest: [] }
}

function rootOf(document: Document.Parsed): Found | undefined {
  return document.contents === null ? undefined : { node: document.contents, isInFlow: false }
}

export function isFlow(node: Node): boolean {
  return (isMap(node) || isSeq(node)) && node.flow === true
}

/** The name of a key as its source spells it, so that `1:` and `on:` are what `load` takes them for. */
export function nameOf(pair: Pair): string | undefined {
  const { key } = pair
  if (!isScalar(key)) return undefined
  return key.source ?? String(key.value)
}

function childOf(found: Found, token: string): Found | undefined {
  const { node } = found
  const isInFlow = found.isInFlow || isFlow(node)
  if (isMap(node)) {
    const index = node.items.findIndex((each) => nameOf(each) === token)
    const pair = node.items[index]
    if (!pair || !isNode(pair.value)) return undefined
    return { node: pair.value, parent: { map: node, pair, index }, isInFlow }
  }
  if (!isSeq(node) || !/^(?:0|[1-9]\d*)$/.test(token)) return undefined
  const item = node.items[Number(token)]
  // `- a: 1` in brackets (`[a: 1]`) is a pair without a map of its own.
  if (!isNode(item) || isPair(item)) return undefined
  return { node: item, parent: { list: node, index: Number(token) }, isInFlow }
}

/** A value that an alias repeats elsewhere must not be changed behind its back. */
function sharedBy(document: Document.Parsed, node: Node): string | undefined {
  if (isAlias(node)) return `the value is the alias *${node.source}, which others share; write it out first`
  const { anchor } = node
  if (anchor === undefined) return undefined
  let isUsed = false
  visit(document, {
    Alias(_, alias) {
      if (alias.source !== anchor) return undefined
      isUsed = true
      return visit.BREAK
    },
  })
  return isUsed ? `the value carries the anchor &${anchor}, which others share; write it out first` : undefined
}
