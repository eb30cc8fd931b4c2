import type { Json } from '../model/json.ts'
import { isEqual, isObject } from '../model/json.ts'
import { parentOf, tokensOf } from '../model/pointer.ts'
import type { EditOperation } from '../model/way-out.ts'
import { documentsOf, walk } from './edit/find.ts'
import { insertItem, insertKey } from './edit/insert.ts'
import type { Splice } from './edit/lines.ts'
import { remove } from './edit/remove.ts'
import { replace } from './edit/replace.ts'

export type Edited = { readonly text: string } | { readonly refused: string }

/**
 * Edits a document of a person's YAML file in place: what is not named keeps every byte and comment. `document` counts the
 * documents that hold something, from 0. Refuses, with a sentence, what cannot be done so: the result is read again, and
 * must be the old value with just these changes.
 */
export function edit(text: string, document: number, operations: readonly EditOperation[]): Edited {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : ''
  const isCrlf = /^[^\n]*\r\n/.test(text)
  let now = text.slice(mark.length)
  for (const operation of operations) {
    const next = editOnce(now, document, operation, isCrlf)
    if (typeof next !== 'object') return { refused: next }
    now = next.text
  }
  return { text: mark + now }
}

function editOnce(text: string, index: number, operation: EditOperation, isCrlf: boolean): { text: string } | string {
  const before = valuesOf(text)
  if (!before || index >= before.length) return 'the file does not parse'
  const wanted = changed(before[index] ?? null, tokensOf(operation.pointer), operation)
  if (wanted === undefined) return `there is nothing at ${operation.pointer || 'the top of the document'}`
  if (isEqual(wanted, before[index])) return { text }
  const splices = splicesFor(text, index, operation)
  if (typeof splices === 'string') return splices
  const after = spliced(text, splices, isCrlf)
  const read = valuesOf(after)
  const isRight =
    read?.length === before.length && read.every((each, i) => isEqual(each, i === index ? wanted : before[i]))
  return isRight ? { text: after } : 'the place is written in a way that cannot be changed without disturbing the rest'
}

function splicesFor(text: string, index: number, operation: EditOperation): readonly Splice[] | string {
  const document = documentsOf(text)?.[index]
  if (!document) return 'the file does not parse'
  const { pointer } = operation
  const there = walk(document, operation.op === 'add' ? parentOf(pointer) : pointer)
  if (typeof there === 'string') return there
  const { found, rest } = there
  if (operation.op === 'remove') {
    if (rest.length > 0) return `there is nothing at ${pointer}`
    const holder = walk(document, parentOf(pointer))
    if (typeof holder === 'string') return holder
    return remove(text, found, (kind) => replace(text, holder.found, kind === 'map' ? {} : []))
  }
  if (operation.op === 'add') {
    if (rest.length > 0) return `there is no list at ${parentOf(pointer)}`
    const place = tokensOf(pointer).at(-1) ?? '-'
    return insertItem(text, found, place === '-' ? Number(listLength(found.node)) : Number(place), operation.value)
  }
  const [key, ...deeper] = rest
  if (key === undefined) return replace(text, found, operation.value)
  const value = deeper.reduceRight<Json>((inner, each) => ({ [each]: inner }), operation.value)
  const isNothing = 'value' in found.node && found.node.value === null
  return isNothing ? replace(text, found, { [key]: value }) : insertKey(text, found, key, value)
}

function listLength(node: object): number {
  return 'items' in node && Array.isArray(node.items) ? node.items.length : 0
}

/** From the end, so that earlier offsets stay true. New lines end as those of the file do. */
function spliced(text: string, splices: readonly Splice[], isCrlf: boolean): string {
  return [...splices]
    .sort((a, b) => b.from - a.from)
    .reduce((now, { from, to, text: put }) => {
      return now.slice(0, from) + (isCrlf ? put.replace(/\r?\n/g, '\r\n') : put) + now.slice(to)
    }, text)
}

function valuesOf(text: string): readonly Json[] | undefined {
  try {
    return documentsOf(text)?.map((each) => each.toJS({ maxAliasCount: 10_000 }) as Json)
  } catch {
    return undefined
  }
}

/** The value with one change; undefined where the pointer leads nowhere that the change could be made. */
function changed(value: Json, tokens: readonly string[], operation: EditOperation): Json | undefined {
  const [token, ...rest] = tokens
  if (token === undefined) return operation.op === 'set' ? operation.value : undefined
  if (Array.isArray(value)) return changedList(value, token, rest, operation)
  if (!isObject(value) && !(value === null && operation.op === 'set')) return undefined
  const map = isObject(value) ? value : {}
  const isThere = Object.hasOwn(map, token)
  if (operation.op === 'remove' && rest.length === 0) {
    return isThere ? Object.fromEntries(Object.entries(map).filter(([key]) => key !== token)) : undefined
  }
  if (!isThere && operation.op !== 'set') return undefined
  const inner = changed(isThere ? (map[token] ?? null) : null, rest, operation)
  const entries = Object.entries(map).filter(([key]) => key !== token)
  return inner === undefined ? undefined : Object.fromEntries([...entries, [token, inner]])
}

function changedList(
  list: readonly Json[],
  token: string,
  rest: readonly string[],
  operation: EditOperation,
): Json | undefined {
  const index = token === '-' ? list.length : /^(?:0|[1-9]\d*)$/.test(token) ? Number(token) : -1
  if (rest.length === 0 && operation.op === 'add') {
    return index < 0 || index > list.length ? undefined : list.toSpliced(index, 0, operation.value)
  }
  if (index < 0 || index >= list.length) return undefined
  if (rest.length === 0 && operation.op === 'remove') return list.toSpliced(index, 1)
  const inner = changed(list[index] ?? null, rest, operation)
  return inner === undefined ? undefined : list.with(index, inner)
}
