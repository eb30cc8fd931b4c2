import type { Schema } from 'js-yaml'
import { CHOMPING_MODE, constructFromEvents, EVENT_ID, parseEvents, SCALAR_STYLE, YAMLException } from 'js-yaml'
import { indentedInside } from '../../model/indented-inside.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { isObject } from '../../model/json.ts'
import { endedAsWritten } from '../../model/unended-block.ts'
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
  schema: Schema = GO_SCHEMA,
): { readonly documents: readonly Json[] } | Extract<ReadYaml, { readonly problem: string }> {
  try {
    const source = text.replace(/^\uFEFF/, '')
    const events = parseEvents(source, { maxDepth: DEPTH_LIMIT })
    const terms = { EVENT_ID, SCALAR_STYLE, CHOMPING_MODE }
    const documents = constructFromEvents(endedAsWritten(events, source, terms), {
      source,
      schema,
      maxAliases: 10_000,
    }) as readonly Json[]
    // Without a star there is no alias, and every value stands in the text once.
    const weigh = text.includes('*') ? weighShared : weighTree
    const problem = documents.map((each) => refuse(each, weigh)).find((each) => each !== undefined)
    return problem === undefined ? { documents } : { problem, line: 1, column: 1 }
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    const indented = indentedInside(text, { parseEvents, EVENT_ID, SCALAR_STYLE, YAMLException })
    if (indented !== text) return readDocuments(indented, schema)
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

type Complain = (problem: string) => void

/** Why a document cannot be carried on: cycles, bombs, and what JSON has no value for. */
function refuse(document: Json, weigh: (document: Json, complain: Complain) => Weight): string | undefined {
  let problem: string | undefined
  const { nodes, height } = weigh(document, (found) => (problem ??= found))
  if (nodes > SIZE_LIMIT) problem ??= `its aliases stand for more than ${SIZE_LIMIT} values`
  if (height > DEPTH_LIMIT) problem ??= `it nests deeper than ${DEPTH_LIMIT} levels`
  return problem
}

/** Shared values are weighed once. */
function weighShared(document: Json, complain: Complain): Weight {
  const known = new Map<object, Weight | 'open'>()
  const weigh = (value: Json): Weight => {
    checkValue(value, complain)
    if (typeof value !== 'object' || value === null) return { nodes: 1, height: 0 }
    const seen = known.get(value)
    if (seen === 'open') complain('an alias stands inside the value it names')
    if (seen !== undefined) return seen === 'open' ? { nodes: 1, height: 0 } : seen
    known.set(value, 'open')
    let nodes = 1
    let height = 0
    for (const child of Object.values(value) as readonly Json[]) {
      const below = weigh(child)
      nodes += below.nodes
      height = Math.max(height, below.height + 1)
    }
    const weight = { nodes, height }
    known.set(value, weight)
    return weight
  }
  return weigh(document)
}

function weighTree(document: Json, complain: Complain): Weight {
  let nodes = 0
  let height = 0
  const weigh = (value: Json, depth: number): void => {
    nodes += 1
    if (depth > height) height = depth
    checkValue(value, complain)
    if (Array.isArray(value)) for (const child of value) weigh(child, depth + 1)
    else if (isObject(value)) for (const key in value) weigh(value[key] ?? null, depth + 1)
  }
  weigh(document, 0)
  return { nodes, height }
}

function checkValue(value: Json, complain: Complain): void {
  if (typeof value === 'number' && !Number.isFinite(value)) complain('infinity and not-a-number have no JSON value')
  if (isObject(value) && Object.hasOwn(value, '__proto__')) complain('the key `__proto__` is refused')
}
