import { loadAll } from 'js-yaml'
import type { Json } from '../../model/json.ts'

/** What a file holds, and what is wrong with the rest: clauses without the file's name, and without any of its content. */
export interface Parsed {
  readonly documents: readonly Json[]
  readonly problems: readonly string[]
}

/** The API server accepts no deeper object; whoever walks one may recurse. */
const DEPTH_LIMIT = 100
/** Aliases make a small file an endless one: this many values are more than 64 MiB of text can write out. */
const NODE_LIMIT = 40_000_000
const ALIAS_NODE_LIMIT = 2_000_000

/** One JSON value. An error never quotes the text, which may hold a secret. */
export function parseJson(text: string): Parsed {
  let document: Json
  try {
    document = JSON.parse(text) as Json
  } catch {
    return { documents: [], problems: [`is not valid JSON${text === '' ? ': it is empty' : '; it may be cut short'}`] }
  }
  return bounded([document], NODE_LIMIT)
}

/** All documents of a YAML text that can be read: one that is broken or cut short takes no other with it. */
export function parseYaml(text: string): Parsed {
  if (text.trim() === '') return { documents: [], problems: ['is empty; what wrote it may have failed'] }
  const limit = text.includes('&') ? ALIAS_NODE_LIMIT : NODE_LIMIT
  const isCut = !/[\r\n]$/.test(text)
  const cut = isCut ? ['does not end with a line break, so it may be cut short'] : []
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
  const budget = { nodes: limit }
  const kept = documents.filter((each) => fits(each, 0, budget))
  const lost = documents.length - kept.length
  return {
    documents: kept,
    problems: lost === 0 ? [] : [`nested too deep, or swollen by aliases; ${lost} documents not read`],
  }
}

/** Counts as a walker would see it: an alias counts each time, so a circle runs into one of the limits. */
function fits(value: Json, depth: number, budget: { nodes: number }): boolean {
  if (--budget.nodes < 0) return false
  if (typeof value !== 'object' || value === null) return true
  if (depth >= DEPTH_LIMIT) return false
  if (Array.isArray(value)) return value.every((each) => fits(each, depth + 1, budget))
  for (const child of Object.values(value)) if (!fits(child, depth + 1, budget)) return false
  return true
}
