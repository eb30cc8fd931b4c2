import type { AuthoredPolicyFolder, DesiredState, LoadedDocument } from '../model/document.ts'
import { originIn } from '../model/document.ts'
import type { Environment } from '../model/environment.ts'
import type { GeneratedFolder, Located } from '../model/expansion.ts'
import type { Finding } from '../model/finding.ts'
import type { GeneratorFiles } from '../model/generator-files.ts'
import type { JsonObject } from '../model/json.ts'
import { checkFit } from '../stages/generate/fit.ts'
import { pathsOf } from '../stages/generate/paths.ts'
import { repositoryFiles } from '../stages/generate/repository-files.ts'
import { generate } from '../stages/generate.ts'

export interface GeneratedFolders {
  readonly folders: readonly GeneratedFolder[]
  readonly findings: readonly Finding[]
}

/** Expands the PolicyGenerator files of the folders that an environment's placements name; `entries` are built kustomizations by path. */
export function generateFolders(
  environment: Environment,
  desired: DesiredState,
  documents: readonly LoadedDocument[],
  entries: GeneratorFiles = new Map(),
): GeneratedFolders {
  const named = new Set(
    desired.placements
      .filter((each) => each.value.spec.environment === environment.metadata.name)
      .flatMap((each) => each.value.spec.policies),
  )
  const chosen = desired.authored.filter((each) => each.generators.length > 0 && named.has(each.name))
  if (chosen.length === 0) return { folders: [], findings: [] }
  const texts = new Map(documents.map((each) => [each.file, each.text]))
  const all = chosen.map((folder) => generateFolder(folder, environment, texts, entries))
  return { folders: all.map((each) => each.folder), findings: all.flatMap((each) => each.findings) }
}

function generateFolder(
  { name, generators }: AuthoredPolicyFolder,
  environment: Environment,
  texts: ReadonlyMap<string, string>,
  entries: GeneratorFiles,
): { readonly folder: GeneratedFolder; readonly findings: readonly Finding[] } {
  const policies: Located<JsonObject>[] = []
  const sets: Located<JsonObject>[] = []
  const findings: Finding[] = []
  for (const document of generators) {
    const files = repositoryFiles(document.file, pathsOf(document), texts, entries)
    const generated = generate(document, files, 'none')
    findings.push(...generated.findings, ...checkFit(document, environment))
    policies.push(...generated.policies.map((value, i) => ({ value, origin: originIn(document, `/policies/${i}`) })))
    sets.push(...generated.policySets.map((value) => ({ value, origin: originIn(document, '/policySets') })))
  }
  return { folder: { name, policies, sets }, findings }
}
