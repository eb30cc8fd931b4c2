import { dirname, resolve } from 'node:path'
import { readNamed } from '../adapters/files/named.ts'
import { kustomizeBuilder } from '../adapters/kustomize.ts'
import { expandGenerator } from '../flows/expand-generator.ts'
import { Failure } from '../model/failure.ts'
import { hasErrors } from '../model/finding.ts'
import type { PlacementApi } from '../model/placement-api.ts'
import { yamlText } from '../stages/render/yaml.ts'
import { json } from '../stages/report/json.ts'
import { givenFile } from './given.ts'
import type { ExitCode } from './options.ts'
import { printFindings } from './print-findings.ts'
import type { Call } from './register.ts'

/** `expand --generator FILE`: its objects as a YAML stream, in the original generator's order; paths in it are relative to it. */
export async function printGenerator({ io, common, options }: Call, shown: string): Promise<ExitCode> {
  const path = resolve(common.directory, shown)
  const file = await givenFile({ path, shown }, 'generator/unreadable', 'name a PolicyGenerator file')
  const kustomize = kustomizeBuilder(io.env.PATH ?? '')
  const read = (paths: readonly string[]) => readNamed(dirname(path), paths, kustomize)
  const { objects, findings } = await expandGenerator(file, read, apiOf(options.placementApi))
  if (common.output === 'json') io.out(json({ findings, objects }))
  else {
    printFindings(io, findings, [file], common.verbose)
    // One after the other: nobody needs the whole stream at once.
    for (const each of objects) io.out(`---\n${yamlText(each)}`)
  }
  return hasErrors(findings) ? 2 : 0
}

function apiOf(given: unknown): PlacementApi {
  if (given === undefined || given === 'Placement' || given === 'PlacementRule') return given ?? 'Placement'
  const hint = 'it is Placement (the default) or PlacementRule'
  throw new Failure('usage/placement-api', `there is no placement API ${String(given)}`, { hint })
}
