import { readFolder } from '../adapters/files.ts'
import { Failure } from '../model/failure.ts'
import type { Finding } from '../model/finding.ts'
import { finding } from '../model/finding.ts'
import { SCHEMA_FOLDER } from '../stages/scaffold/schema-header.ts'
import { schemaFiles } from './starter.ts'

const RECORD = `${SCHEMA_FOLDER}/.isthmus.json`

/** Where a repository keeps schemas for editors, and those of another version: an editor then praises what `validate` refuses. */
export async function staleSchemas(directory: string): Promise<readonly Finding[]> {
  const present = await readFolder(directory, SCHEMA_FOLDER).catch((error: unknown) => {
    // A link out of the repository, say: what nobody can read here is no editor's either.
    if (error instanceof Failure) return new Map<string, string>()
    throw error
  })
  const ours = [...schemaFiles()].filter(([path]) => path !== RECORD)
  const nameOf = (path: string) => path.slice(SCHEMA_FOLDER.length + 1)
  if (!present.has(nameOf(RECORD))) return []
  const stale = ours.flatMap(([path, text]) => (present.get(nameOf(path)) === text ? [] : [nameOf(path)]))
  if (stale.length === 0) return []
  const place = { file: RECORD, line: 1, column: 1 }
  const message = `editors read schemas that are not those of this version: ${stale.join(', ')}`
  return [
    finding('schemas/stale', place, message, 'run `isthmus schema --write`, and commit what it writes', 'warning'),
  ]
}
