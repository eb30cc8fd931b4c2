import { loadAll } from 'js-yaml'
import type { Json } from '../../model/json.ts'
import { DEPTH_LIMIT, indicatorsIn, NODE_LIMIT, nodeLimitOf, walkable } from '../../model/walkable.ts'
import { partsOf } from './parts.ts'

/** More indicators than in any object that an API server stores, which is a few megabytes at most. */
const MOST_IN_YAML = 3_000_000
/** More than 64 MiB of a list have; a value of JSON takes less memory while it is read. */
const MOST_IN_JSON = 16_000_000
const TOO_MANY = 'holds more values in one object or list than a cluster has; not read'

/** What a file holds, and what is wrong with the rest: clauses without the file's name, and without any of its content. */
export interface Parsed {
  readonly documents: readonly Json[]
  readonly problems: readonly string[]
}

/** What a file of this name holds, a part after the other, so that only one of them takes a parser's memory. */
export function* parseFile(text: string, file: string): Generator<Parsed> {
  // Whoever saved JSON under the name of YAML has it read as JSON, which is whole where it parses.
  const json = /\.json$/i.test(file) || /^\s*[{[]/.test(text) ? parseJson(text) : undefined
  if (json && (json.documents.length > 0 || /\.json$/i.test(file))) yield json
  else for (const part of partsOf(text)) yield parseYaml(part)
}

/** One JSON value. An error never quotes the text, which may hold a secret. */
function parseJson(text: string): Parsed {
  if (indicatorsIn(text) > MOST_IN_JSON) return { documents: [], problems: [TOO_MANY] }
  let document: Json
  try {
    document = JSON.parse(text) as Json
  } catch {
    return { documents: [], problems: [`is not valid JSON${text === '' ? ': it is empty' : '; it may be cut short'}`] }
  }
  return bounded([document], NODE_LIMIT)
}

/** All documents of a YAML text that can be read: one that is broken or cut short takes no other with it. */
function parseYaml(text: string): Parsed {
  if (text.trim() === '') return { documents: [], problems: ['is empty; what wrote it may have failed'] }
  if (indicatorsIn(text) > MOST_IN_YAML) return { documents: [], problems: [TOO_MANY] }
  const limit = nodeLimitOf(text)
  const cut = isWhole(text) ? [] : ['does not end with a line break, so it may be cut short']
  try {
    const { documents, problems } = bounded(load(text), limit)
    return { documents, problems: [...problems, ...cut] }
  } catch {
    const parts = text.split(/^---(?=\s|$)/m).map((part) => parsePart(part, limit))
    return {
      documents: parts.flatMap((each) => each.documents),
      problems: parts.flatMap((each) => each.problems),
    }
  }
}

/** Programs end a file with a line break; JSON has an end of its own. */
function isWhole(text: string): boolean {
  return /[\r\n]$/.test(text) || isJson(text.slice(text.lastIndexOf('\n---') + 1).replace(/^---/, ''))
}

function isJson(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function parsePart(text: string, limit: number): Parsed {
  try {
    return bounded(load(text), limit)
  } catch (error) {
    const problem = `is not valid YAML: ${reasonOf(error)}`
    const whole = text.lastIndexOf('\n- ')
    const salvaged = whole > 0 ? items(text.slice(0, whole + 1)) : []
    return salvaged.length > 0
      ? { ...bounded(salvaged, limit), problems: [`${problem}; read as far as its last whole item`] }
      : { documents: [], problems: [problem] }
  }
}

/** `kubectl get -o yaml` writes lists with `- ` in the first column: what stands before the item that is cut is whole. */
function items(text: string): readonly Json[] {
  try {
    return load(text)
  } catch {
    return []
  }
}

function load(text: string): readonly Json[] {
  return loadAll(text.replace(/^\uFEFF/, ''), { maxDepth: DEPTH_LIMIT }) as readonly Json[]
}

/** The parser's reason without what it quotes of the text. */
function reasonOf(error: unknown): string {
  const first = error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unknown error'
  return first.replace(/"[^"]*"?|'[^']*'?|<[^>]*>?/g, '…').slice(0, 160)
}

function bounded(documents: readonly Json[], limit: number): Parsed {
  const kept = walkable(documents, limit)
  const lost = documents.length - kept.length
  return {
    documents: kept,
    problems: lost === 0 ? [] : [`nested too deep, or swollen by aliases; ${lost} documents not read`],
  }
}
