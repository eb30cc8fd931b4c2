import type { Json } from '../../model/json.ts'
import { isObject } from '../../model/json.ts'
import { digest } from '../../model/names.ts'
import { INDEX_FILE } from '../../model/rendered.ts'
import { schemaFile } from './schema-header.ts'

/** The schemas of all kinds as files for editors, with the record of what is ours. */
export function editorSchemas(kinds: ReadonlyMap<string, Json>, version: string): ReadonlyMap<string, string> {
  const files = [...kinds].map(
    ([kind, schema]) => [schemaFile(kind), `${JSON.stringify(forEditors(schema), null, 1)}\n`] as const,
  )
  const index = { version, files: Object.fromEntries(files.map(([path, text]) => [path, digest(text, 64)])) }
  return new Map([...files, [INDEX_FILE, `${JSON.stringify(index, null, 2)}\n`]])
}

/** yaml-language-server reads draft 7: the one newer keyword that we use has another name there, and an `$id` would be looked up. */
function forEditors(schema: Json): Json {
  const { $id: _, ...rest } = isObject(schema) ? schema : {}
  return older({ ...rest, $schema: 'http://json-schema.org/draft-07/schema#' })
}

function older(node: Json): Json {
  if (Array.isArray(node)) return node.map(older)
  if (!isObject(node)) return node
  return Object.fromEntries(
    Object.entries(node).map(([key, child]): [string, Json] => [
      key === 'dependentRequired' ? 'dependencies' : key,
      older(child),
    ]),
  )
}
