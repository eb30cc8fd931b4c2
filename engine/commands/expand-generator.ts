import { dirname, resolve } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { readNamed } from '../adapters/files/named.ts'
import { kustomizeBuilder } from '../adapters/kustomize.ts'
import { expandGenerator } from '../flows/expand-generator.ts'
import { Failure } from '../model/failure.ts'
import { hasErrors } from '../model/finding.ts'
import type { JsonObject } from '../model/json.ts'
import type { PlacementApi } from '../model/placement-api.ts'
import { yamlText } from '../stages/render/yaml.ts'
import { json } from '../stages/report/json.ts'
import { givenFile } from './given.ts'
import type { ExitCode } from './options.ts'
import { printFindings } from './print-findings.ts'
import type { Call } from './register.ts'

/** `expand --generator FILE`: its objects as a YAML stream, in the original generator's order; paths in it are relative to it. */
export async function printGenerator({ io, common, options }: Call, shown: string): Promise<ExitCode> {
  // V8 learns from the one large file, which stays, to put whatever a YAML reader makes where the thousands of small ones then
  // lie until the end: a third of the memory.
  setFlagsFromString('--no-allocation-site-pretenuring')
  const path = resolve(common.directory, shown)
  const file = await givenFile({ path, shown }, 'generator/unreadable', 'name a PolicyGenerator file')
  const kustomize = kustomizeBuilder(io.env.PATH ?? '')
  const read = (paths: readonly string[]) => readNamed(dirname(path), paths, kustomize)
  const api = apiOf(options.placementApi)
  if (common.output === 'json') {
    const { objects, findings } = await expandGenerator(file, read, (each) => each, api)
    io.out(json({ findings, objects }))
    return hasErrors(findings) ? 2 : 0
  }
  const { objects, findings } = await expandGenerator(file, read, bytesOf, api)
  printFindings(io, findings, [file], common.verbose)
  for (const each of objects) io.out(each.toString('utf8'))
  return hasErrors(findings) ? 2 : 0
}

/** As bytes: text that was just put together holds on to each of its thousands of pieces. */
function bytesOf(object: JsonObject): Buffer {
  return Buffer.from(`---\n${yamlText(object)}`)
}

function apiOf(given: unknown): PlacementApi {
  if (given === undefined || given === 'Placement' || given === 'PlacementRule') return given ?? 'Placement'
  const hint = 'it is Placement (the default) or PlacementRule'
  throw new Failure('usage/placement-api', `there is no placement API ${String(given)}`, { hint })
}
