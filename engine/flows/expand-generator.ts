import type { LoadedDocument, SourceFile } from '../model/document.ts'
import type { Finding } from '../model/finding.ts'
import { finding, hasErrors, sortFindings } from '../model/finding.ts'
import type { GeneratorFiles } from '../model/generator-files.ts'
import type { JsonObject } from '../model/json.ts'
import { textAt } from '../model/json.ts'
import type { PlacementApi } from '../model/placement-api.ts'
import { templateProblems } from '../stages/check/templates.ts'
import { pathsOf } from '../stages/generate/paths.ts'
import type { Generated } from '../stages/generate.ts'
import { generateEach } from '../stages/generate.ts'
import { load } from '../stages/load.ts'

const GENERATOR = 'PolicyGenerator'

export interface ExpandedGenerator<T> {
  /** In the original generator's order; none where the file is refused. What its templates say is a finding beside them. */
  readonly objects: readonly T[]
  readonly findings: readonly Finding[]
}

/**
 * load → generate for one PolicyGenerator file; `read` gives what stands at the paths that it names. An object is kept as
 * what `write` makes of it, so that a file of thousands of manifests is never in memory as a whole.
 */
export async function expandGenerator<T>(
  file: SourceFile,
  read: (paths: readonly string[]) => Promise<GeneratorFiles>,
  write: (object: JsonObject) => T,
  api: PlacementApi = 'Placement',
): Promise<ExpandedGenerator<T>> {
  // The file is written for another reader too, which has a limit of size of its own.
  const loaded = load([file], Number.POSITIVE_INFINITY, () => false)
  const before = [...loaded.findings]
  const generators = loaded.documents.filter((each) => each.kind === GENERATOR)
  if (generators.length === 0 && !hasErrors(before)) before.push(noGenerator(file))
  if (hasErrors(before)) return { objects: [], findings: sortFindings(before) }
  const lint: Finding[] = []
  const expanded: Generated<T>[] = []
  for (const each of generators) {
    const files = await read(pathsOf(each))
    before.push(...inexactNumbers(file, files))
    const take = (policy: JsonObject, i: number) => {
      for (const found of templateFindings(policy, i, each)) lint.push(found)
      return write(policy)
    }
    expanded.push(generateEach(each, files, take, api))
  }
  const findings = sortFindings([...before, ...expanded.flatMap((each) => each.findings)])
  if (hasErrors(findings)) return { objects: [], findings }
  const objects = expanded.flatMap(({ policies, policySets, placements }) => {
    return [...policies, ...policySets.map(write), ...placements.map(write)]
  })
  return { objects, findings: sortFindings([...findings, ...lint]) }
}

/** Sixteen digits in a row: only then a number may be too large to be kept exactly. */
const LONG_NUMBER = /\d{16}/

/** Below policies/ every file is looked at when it is loaded; what a single PolicyGenerator file names is not. */
function inexactNumbers({ path }: SourceFile, files: GeneratorFiles): readonly Finding[] {
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const texts = [...files].flatMap(([name, entry]): readonly SourceFile[] => {
    if (entry.kind === 'file') return [{ path: `${folder}${name}`, text: entry.text }]
    if (entry.kind !== 'folder') return []
    return [...entry.files].map(([each, text]) => ({ path: `${folder}${name.replace(/\/$/, '')}/${each}`, text }))
  })
  const suspects = texts.filter(({ text }) => LONG_NUMBER.test(text))
  const { findings } = load(suspects, Number.POSITIVE_INFINITY, () => false)
  return findings.filter(({ rule }) => rule === 'yaml/number-precision')
}

/**
 * The same rules as for what lies under policies/, as warnings: the original expands such a file, and whoever comes from
 * there gets the same objects. The policies are in the order of the file.
 */
function templateFindings(policy: JsonObject, i: number, document: LoadedDocument): readonly Finding[] {
  return templateProblems(policy, textAt(policy, 'metadata', 'namespace') ?? '').map(
    ({ problem: [rule, message, hint] }) => {
      const sentence = `policy ${textAt(policy, 'metadata', 'name')}: ${message}`
      return finding(rule, document.locate(`/policies/${i}`), sentence, hint, 'warning')
    },
  )
}

function noGenerator({ path }: SourceFile): Finding {
  const message = `this file holds no ${GENERATOR}`
  return finding('generator/none', { file: path, line: 1, column: 1 }, message, `begin it with \`kind: ${GENERATOR}\``)
}
