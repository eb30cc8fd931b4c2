import type { GeneratorFiles } from '../../model/generator-files.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { isObject } from '../../model/json.ts'
import { applyPatches } from './patch.ts'
import type { Report } from './report.ts'
import type { Manifest, Policy } from './resolved.ts'
import { readDocuments, readManifests } from './yaml.ts'

/** Documents of one manifest entry, patched; undefined where something is wrong with them, which is reported. */
export function documentsOf(
  manifest: Manifest,
  policy: Policy,
  files: GeneratorFiles,
  report: Report,
): readonly JsonObject[] | undefined {
  const who = `manifest path \`${manifest.path}\` of policy \`${policy.name}\``
  const found = readAll(manifest, files, (problem) =>
    report('generator/manifest', `${manifest.pointer}/path`, `${problem} (${who})`, 'correct the file'),
  )
  if (found === undefined || manifest.patches.length === 0) return found
  const openApi = openApiOf(manifest, files, report)
  if (openApi === null) return undefined
  const isOneFile = files.get(manifest.path)?.kind === 'file'
  const renamed = isOneFile ? renameOnly(found, manifest.patches) : found
  const patched = applyPatches(renamed, manifest.patches, openApi)
  if ('documents' in patched) return patched.documents
  const pointer = `${manifest.pointer}/patches${patched.patch === undefined ? '' : `/${patched.patch}`}`
  report('generator/patch', pointer, `${patched.problem} (${who})`, 'correct the patch')
  return undefined
}

function readAll(
  { path }: Manifest,
  files: GeneratorFiles,
  problem: (text: string) => void,
): readonly JsonObject[] | undefined {
  const entry = files.get(path)
  if (entry === undefined || entry.kind === 'refused') return undefined
  const texts = entry.kind === 'folder' ? [...entry.files] : [[path, entry.text] as const]
  const documents: JsonObject[] = []
  for (const [name, text] of texts) {
    const read = readManifests(text)
    if ('problem' in read) {
      problem(`${name}:${read.line}:${read.column}: ${read.problem}`)
      return undefined
    }
    for (const each of read.documents) documents.push(each)
  }
  if (entry.kind === 'file' && documents.length === 0) {
    problem(`${path} is empty`)
    return undefined
  }
  return documents
}

/** The one patch of a file with one document may rename it. */
function renameOnly(documents: readonly JsonObject[], patches: readonly JsonObject[]): readonly JsonObject[] {
  const [only] = documents
  const [patch] = patches
  const metadata = only?.metadata
  const wanted = patch?.metadata
  if (!only || documents.length > 1 || patches.length > 1 || !isObject(metadata) || !isObject(wanted)) return documents
  const { name, namespace } = wanted
  const changed = {
    ...metadata,
    ...(typeof name === 'string' && name !== '' ? { name } : {}),
    ...(typeof namespace === 'string' && namespace !== '' ? { namespace } : {}),
  }
  return [{ ...only, metadata: changed }]
}

/** The OpenAPI document of an entry; undefined for none, null for one that cannot be read. */
function openApiOf(manifest: Manifest, files: GeneratorFiles, report: Report): Json | undefined | null {
  const { openApiPath, pointer } = manifest
  if (openApiPath === '') return undefined
  const entry = files.get(openApiPath)
  const text = entry?.kind === 'file' ? entry.text : undefined
  const read = text === undefined ? undefined : readDocuments(text)
  const document = read && 'documents' in read ? read.documents[0] : undefined
  if (isObject(document)) return document
  report(
    'generator/openapi',
    `${pointer}/openapi/path`,
    `openapi path \`${openApiPath}\` is no OpenAPI document`,
    'name a JSON or YAML file with `definitions`',
  )
  return null
}
