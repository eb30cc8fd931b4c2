import { loadAll, YAMLException } from 'js-yaml'
import type { Json, JsonObject } from '../../model/json.ts'
import { isObject } from '../../model/json.ts'
import { GO_SCHEMA } from './scalar.ts'

/** The documents of a text that hold something, or why there are none; line and column from 1. */
export type ReadYaml =
  | { readonly documents: readonly JsonObject[] }
  | { readonly problem: string; readonly line: number; readonly column: number }

const DEPTH_LIMIT = 100
/** Values that a text may hold with its aliases written out: enough for any honest use, too few for a bomb. */
const SIZE_LIMIT = 1_000_000

/** Reads a manifest as the original generator does (yaml.v3, every document a map). Never throws. */
export function readManifests(text: string): ReadYaml {
  const read = readDocuments(text)
  if ('problem' in read) return read
  const documents = read.documents.filter((each) => each !== null)
  const isAllMaps = documents.every(isObject)
  if (!isAllMaps) return { problem: 'every document of a manifest must be a map', line: 1, column: 1 }
  return { documents }
}

/** Every document, also those that hold nothing (null). */
export function readDocuments(
  text: string,
): { readonly documents: readonly Json[] } | Extract<ReadYaml, { readonly problem: string }> {
  try {
    const documents = loadAll(text.replace(/^\uFEFF/, ''), {
      schema: GO_SCHEMA,
      maxDepth: DEPTH_LIMIT,
      maxAliases: 10_000,
    }) as readonly Json[]
    const problem = documents.map(refuse).find((each) => each !== undefined)
    return problem === undefined ? { documents } : { problem, line: 1, column: 1 }
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    return {
      problem: error.reason.charAt(0).toLowerCase() + error.reason.slice(1),
      line: (error.mark?.line ?? 0) + 1,
      column: (error.mark?.column ?? 0) + 1,
    }
  }
}

interface Weight {
  readonly nodes: number
  readonly height: number
}

/** Why a document cannot be carried on: cycles, bombs, and what JSON has no value for. Shared values are weighed once. */
function refuse(document: Json): string | undefined {
  const known = new Map<object, Weight | 'open'>()
  let problem: string | undefined
  const weigh = (value: Json): Weight => {
    if (typeof value === 'number' && !Number.isFinite(value)) problem ??= 'infinity and not-a-number have no JSON value'
    if (typeof value !== 'object' || value === null) return { nodes: 1, height: 0 }
    const seen = known.get(value)
    if (seen === 'open') problem ??= 'an alias stands inside the value it names'
    if (seen !== undefined) return seen === 'open' ? { nodes: 1, height: 0 } : seen
    known.set(value, 'open')
    let nodes = 1
    let height = 0
    if (isObject(value) && Object.hasOwn(value, '__proto__')) problem ??= 'the key `__proto__` is refused'
    for (const child of Object.values(value) as readonly Json[]) {
      const below = weigh(child)
      nodes += below.nodes
      height = Math.max(height, below.height + 1)
    }
    if (nodes > SIZE_LIMIT) problem ??= `its aliases stand for more than ${SIZE_LIMIT} values`
    if (height > DEPTH_LIMIT) problem ??= `it nests deeper than ${DEPTH_LIMIT} levels`
    const weight = { nodes, height }
    known.set(value, weight)
    return weight
  }
  weigh(document)
  return problem
}
