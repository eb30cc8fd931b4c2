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
import { generate } from '../stages/generate.ts'
import { load } from '../stages/load.ts'

const GENERATOR = 'PolicyGenerator'

export interface ExpandedGenerator {
  /** In the original generator's order; none where the file is refused. What its templates say is a finding beside them. */
  readonly objects: readonly JsonObject[]
  readonly findings: readonly Finding[]
}

/** load → generate for one PolicyGenerator file; `read` gives what stands at the paths that it names. */
export async function expandGenerator(
  file: SourceFile,
  read: (paths: readonly string[]) => Promise<GeneratorFiles>,
  api: PlacementApi = 'Placement',
): Promise<ExpandedGenerator> {
  const loaded = load([file])
  const before = loaded.findings.map(asForeign)
  const generators = loaded.documents.filter((each) => each.kind === GENERATOR)
  if (generators.length === 0 && !hasErrors(before)) before.push(noGenerator(file))
  if (hasErrors(before)) return { objects: [], findings: sortFindings(before) }
  const expanded: Generated[] = []
  for (const each of generators) expanded.push(generate(each, await read(pathsOf(each.value)), api))
  const findings = sortFindings([...before, ...expanded.flatMap((each) => each.findings)])
  if (hasErrors(findings)) return { objects: [], findings }
  const objects = expanded.flatMap((each) => [...each.policies, ...each.policySets, ...each.placements])
  const lint = expanded.flatMap((each, i) => templateFindings(each, generators[i]))
  return { objects, findings: sortFindings([...findings, ...lint]) }
}

/**
 * The same rules as for what lies under policies/, as warnings: the original expands such a file, and whoever comes from
 * there gets the same objects. The policies are in the order of the file.
 */
function templateFindings({ policies }: Generated, document: LoadedDocument | undefined): readonly Finding[] {
  if (!document) return []
  return policies.flatMap((policy, i) =>
    templateProblems(policy, textAt(policy, 'metadata', 'namespace') ?? '').map(
      ({ problem: [rule, message, hint] }) => {
        const sentence = `policy ${textAt(policy, 'metadata', 'name')}: ${message}`
        return finding(rule, document.locate(`/policies/${i}`), sentence, hint, 'warning')
      },
    ),
  )
}

const MILD = ['yaml/ambiguous-scalar', 'yaml/merge-key']

/** The file is written for another reader too: what YAML 1.1 and 1.2 read otherwise is worth a word, no more. */
function asForeign(each: Finding): Finding {
  return MILD.includes(each.rule) ? { ...each, severity: 'warning' } : each
}

function noGenerator({ path }: SourceFile): Finding {
  const message = `this file holds no ${GENERATOR}`
  return finding('generator/none', { file: path, line: 1, column: 1 }, message, `begin it with \`kind: ${GENERATOR}\``)
}
