import { dirname, join } from 'node:path'
import { readNamed } from '../../engine/adapters/files/named.ts'
import { kustomizeBuilder } from '../../engine/adapters/kustomize.ts'
import { expandGenerator } from '../../engine/flows/expand-generator.ts'
import type { Json, JsonObject } from '../../engine/model/json.ts'
import { isObject } from '../../engine/model/json.ts'
import { unlike } from './unlike.ts'

/** One recorded run of policy-generator-plugin: what it wrote, or why it refused. */
export interface GeneratorCase {
  readonly id: string | number
  readonly generator: JsonObject
  readonly output: readonly Json[] | undefined
  readonly error: string | undefined
}

/** Reads one line of a case file; throws on a line that is no case. */
export function readGeneratorCase(line: string): GeneratorCase {
  const read = JSON.parse(line) as Json
  if (!isObject(read) || !isObject(read.generator)) throw new Error('a case has an id and a generator')
  const { id, generator, output, error } = read
  if (typeof id !== 'string' && typeof id !== 'number') throw new Error('a case has an id')
  return {
    id,
    generator,
    output: Array.isArray(output) ? (output as readonly Json[]) : undefined,
    error: typeof error === 'string' ? error : undefined,
  }
}

/** Folder with the files that the cases of a case file are read in. */
export function filesBeside(casesFile: string): string {
  return join(dirname(casesFile), 'files')
}

/** The objects of a PolicyGenerator file in `folder`, or `{"error"}`. */
export async function runGenerator(text: string, folder: string, searchPath: string): Promise<Json> {
  const kustomize = kustomizeBuilder(searchPath)
  const file = { path: 'policy-generator.yaml', text }
  const read = (paths: readonly string[]) => readNamed(folder, paths, kustomize)
  const { objects, findings } = await expandGenerator(file, read, (each) => each)
  const errors = findings.filter((each) => each.severity === 'error')
  return errors.length > 0 ? { error: errors.map((each) => each.message).join('; ') } : objects
}

/** Where a case differs from what was recorded, one line each. A refusal passes when it names the same field. */
export function generatorDifferences(each: GeneratorCase, got: Json): readonly string[] {
  const error = isObject(got) && typeof got.error === 'string' ? got.error : undefined
  if (each.error === undefined) return error === undefined ? unlike(each.output, got) : [`refused: ${error}`]
  if (error === undefined) return [`not refused, but: ${each.error}`]
  return fieldsIn(each.error)
    .filter((field) => !error.includes(field))
    .map((field) => `the refusal does not name ${field}: ${error}`)
}

/** The fields that a refusal of the original names: its last option, unknown field, or path. */
export function fieldsIn(message: string): readonly string[] {
  const patterns = [
    /field (\S+) found but not defined/,
    /manifest path (\S+) in policy/,
    /has the (\w+) value set/,
    /invalid policy\.([\w.]+?) value/,
    /(\w+) may not be set in policy/,
    /unique (name) set/,
    /: ((?:policyDefaults|placementBindingDefaults)\.\w+)/,
  ]
  return patterns.flatMap((pattern) => pattern.exec(message)?.[1] ?? [])
}
