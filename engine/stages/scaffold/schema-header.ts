/** Where a desired-state repository keeps the schemas that editors read, so that they need no network. */
export const SCHEMA_FOLDER = '.isthmus/schemas'

/** The line by which yaml-language-server finds the schema of a file: a path relative to the file itself. */
export function schemaHeader(path: string, kind: string): string {
  const up = '../'.repeat(path.split('/').length - 1)
  return `# yaml-language-server: $schema=${up}${SCHEMA_FOLDER}/${schemaFile(kind)}\n`
}

export function schemaFile(kind: string): string {
  return `${kind.toLowerCase()}.json`
}
