import { components } from '../../policies/index.ts'
import type { Setup } from '../model/setup.ts'
import { editorSchemas } from '../stages/scaffold/editor-schemas.ts'
import { repositoryFiles } from '../stages/scaffold/repository-files.ts'
import { SCHEMA_FOLDER } from '../stages/scaffold/schema-header.ts'
import { withSchemaHeader } from '../stages/scaffold.ts'
import { schemaKinds } from '../stages/validate/kinds.ts'
import { packageVersion, referenceFiles } from './package.ts'

type Choices = Pick<Setup, 'forge' | 'chat' | 'owners'>

/** What holds where nobody was asked. */
export const UNASKED: Choices = { forge: { type: 'local' }, chat: 'terminal', owners: '@your-org/platform' }

/** What a repository has beside environments and placements, by path; schemas for editors among it. */
export function starterFiles(choices: Choices = UNASKED): ReadonlyMap<string, string> {
  return new Map([...repositoryFiles(choices).map((each) => [each.path, each.text] as const), ...schemaFiles()])
}

/** The reference environment and its placements, by path. */
export function referenceStart(): ReadonlyMap<string, string> {
  const files = [...referenceFiles()].map(([path, text]) => withSchemaHeader({ path, text }))
  return new Map(files.map((each) => [each.path, each.text]))
}

/** The schemas that editors read, with the record of what is ours, by path. */
export function schemaFiles(): ReadonlyMap<string, string> {
  const files = editorSchemas(schemaKinds(components), packageVersion())
  return new Map([...files].map(([name, text]) => [`${SCHEMA_FOLDER}/${name}`, text]))
}
