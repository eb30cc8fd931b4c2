import type { LoadedDocument } from '../../model/document.ts'

/** The characters of a plain scalar in its file: `1.10` and `0644` are lost once they are numbers. Undefined for anything quoted. */
export function sourceText(document: LoadedDocument, pointer: string): string | undefined {
  const { line, column } = document.locate(pointer)
  const text = document.text.split(/\r\n|\n|\r/)[line - 1]?.slice(column - 1) ?? ''
  return /^[^\s,[\]{}"'#&*!|>]+/.exec(text)?.[0]
}
