import type { LoadedDocument } from '../model/document.ts'
import type { Finding } from '../model/finding.ts'
import { hasErrors } from '../model/finding.ts'
import type { GeneratorFiles } from '../model/generator-files.ts'
import type { JsonObject } from '../model/json.ts'
import { isObject, listAt } from '../model/json.ts'
import type { PlacementApi } from '../model/placement-api.ts'
import { bindings } from './generate/bindings.ts'
import { check } from './generate/check.ts'
import { decode } from './generate/decode.ts'
import { placements } from './generate/placements.ts'
import { policyObject } from './generate/policy.ts'
import type { Report } from './generate/report.ts'
import { reportInto } from './generate/report.ts'
import type { PatchesAt } from './generate/resolve.ts'
import { resolve } from './generate/resolve.ts'
import type { Generator } from './generate/resolved.ts'
import { readDocuments } from './generate/yaml.ts'

/** What a PolicyGenerator file expands to; all parts are empty where a finding is an error. */
export interface Generated<P = JsonObject> {
  readonly policies: readonly P[]
  readonly policySets: readonly JsonObject[]
  /** Placements or PlacementRules, then PlacementBindings. */
  readonly placements: readonly JsonObject[]
  readonly findings: readonly Finding[]
}

/**
 * Expands a PolicyGenerator document as policy-generator-plugin does, with everything that is wrong with it. `files` holds
 * what stands at the paths that the document names (`pathsOf`); with `none` the file's own placements are left out. Pure, and never throws, whatever the input.
 */
export function generate(
  document: LoadedDocument,
  files: GeneratorFiles,
  api: PlacementApi | 'none' = 'Placement',
): Generated {
  return generateEach(document, files, (policy) => policy, api)
}

/**
 * Like `generate`, but of a policy only what `take` makes of it is kept, as soon as it is built: its manifests are forgotten
 * before those of the next one are read. `i` counts from 0 in the order of the file.
 */
export function generateEach<P>(
  document: LoadedDocument,
  files: GeneratorFiles,
  take: (policy: JsonObject, i: number) => P,
  api: PlacementApi | 'none',
): Generated<P> {
  const decoded = decode(document)
  const findings = [...decoded.findings]
  const report = reportInto(findings, document)
  if (!isObject(document.value))
    report('generator/type', '', 'a PolicyGenerator must be a map', 'begin it with `apiVersion:`')
  if (hasErrors(findings)) return nothing(findings)
  const generator = resolve(decoded.config, patchesOf(document))
  check(generator, files, report)
  if (hasErrors(findings)) return nothing(findings)
  const made: P[] = []
  for (let i = 0; i < generator.policies.length; i++) {
    const policy = policyObject(generator, i, files, report)
    if (policy && !hasErrors(findings)) made.push(take(policy, i))
  }
  const sets = generator.policySets.map((each) => policySet(each, generator))
  const bound = api === 'none' ? [] : placementsAndBindings(generator, files, api, report)
  if (hasErrors(findings)) return nothing(findings)
  return { policies: made, policySets: sets, placements: bound, findings }
}

function placementsAndBindings(generator: Generator, files: GeneratorFiles, api: PlacementApi, report: Report) {
  const { objects, placed } = placements(generator, files, api, report)
  return [...objects, ...bindings(generator, placed, api, report)]
}

function nothing(findings: readonly Finding[]): Generated<never> {
  return { policies: [], policySets: [], placements: [], findings }
}

function policySet(
  { name, description, policies: members }: Generator['policySets'][number],
  { namespace }: Generator,
) {
  return {
    apiVersion: 'policy.open-cluster-management.io/v1beta1',
    kind: 'PolicySet',
    metadata: { name, namespace },
    spec: { description, policies: members },
  }
}

/** Patches are manifests: they are read from the text again, as manifests are. */
function patchesOf(document: LoadedDocument): PatchesAt {
  const read = readDocuments(document.text)
  const documents = 'documents' in read ? read.documents.filter((each) => each !== null) : []
  const source = documents[document.index] ?? document.value
  return (pointer) => {
    const [, , i = '', , j = ''] = pointer.split('/')
    return listAt(source, 'policies', i, 'manifests', j, 'patches').filter(isObject)
  }
}
