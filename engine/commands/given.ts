import { readGiven } from '../adapters/files/read-given.ts'
import type { SourceFile } from '../model/document.ts'
import { Failure } from '../model/failure.ts'

/** A file that somebody named on the command line: its absolute path, and the path as they wrote it. */
export interface Given {
  readonly path: string
  readonly shown: string
}

/** What a given file holds, under the name that people know. Failure `files/too-large`, or `code` with this hint where it cannot be opened. */
export async function givenFile({ path, shown }: Given, code: string, hint: string): Promise<SourceFile> {
  const text = await readGiven(path).catch((cause: unknown) => {
    if (cause instanceof Failure) throw cause
    throw new Failure(code, `${shown} cannot be opened`, { hint, cause })
  })
  return { path: shown, text }
}
