import type { LoadedDocument } from '../../model/document.ts'

/** How plain numbers, `true` and `false` are written (`1.10`, `0x1F`), which their values do not say any more. */
export function writtenIn(document: LoadedDocument): (pointer: string) => string | undefined {
  let lines: readonly string[] | undefined
  return (pointer) => {
    lines ??= document.text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
    const { line, column } = document.locate(pointer)
    const word = /^[^\s,[\]{}#]+/.exec(lines[line - 1]?.slice(column - 1) ?? '')?.[0]
    return word === undefined || /^[*&!|>]/.test(word) ? undefined : word
  }
}
