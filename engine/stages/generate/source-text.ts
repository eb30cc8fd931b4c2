import { defineScalarTag, mapTag, mergeTag, nullCoreTag, Schema, seqTag, strTag } from 'js-yaml'
import type { LoadedDocument } from '../../model/document.ts'
import { resolvePointer } from '../../model/pointer.ts'
import { readDocuments } from './yaml.ts'

/** Every scalar is its own characters, whatever it stands for. */
const AS_WRITTEN = new Schema([
  strTag,
  seqTag,
  mapTag,
  mergeTag,
  nullCoreTag,
  ...['int', 'float', 'bool', 'timestamp'].map((name) =>
    defineScalarTag<string>(`tag:yaml.org,2002:${name}`, { resolve: (source) => source, identify: () => false }),
  ),
])

/**
 * The characters of scalars by pointer, also of what an alias or a merge key brings from elsewhere: `1.10` and `0644` are lost
 * once they are numbers. The file is read on the first question.
 */
export function sourceTexts(document: Pick<LoadedDocument, 'text' | 'index'>): (pointer: string) => string | undefined {
  let known: ReturnType<typeof readDocuments> | undefined
  return (pointer) => {
    known ??= readDocuments(document.text, AS_WRITTEN)
    const documents = 'documents' in known ? known.documents.filter((each) => each !== null) : []
    const text = resolvePointer(documents[document.index], pointer)
    return typeof text === 'string' ? text : undefined
  }
}

/** The characters of a plain scalar at its place in the file; undefined for anything quoted. */
export function plainTextAt(document: LoadedDocument, pointer: string): string | undefined {
  const { line, column } = document.locate(pointer)
  const text = document.text.split(/\r\n|\n|\r/)[line - 1]?.slice(column - 1) ?? ''
  return /^[^\s,[\]{}"'#&*!|>]+/.exec(text)?.[0]
}
