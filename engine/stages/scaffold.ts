import type { SourceFile } from '../model/document.ts'
import { schemaHeader } from './scaffold/schema-header.ts'

const KIND_OF_FOLDER = { environments: 'Environment', placements: 'PolicyPlacement' } as const

/** A file as people will edit it: with the line by which their editor finds its schema. */
export function withSchemaHeader({ path, text }: SourceFile): SourceFile {
  const kind = Object.entries(KIND_OF_FOLDER).find(([folder]) => path.startsWith(`${folder}/`))?.[1]
  return { path, text: kind === undefined ? text : `${schemaHeader(path, kind)}${text}` }
}
