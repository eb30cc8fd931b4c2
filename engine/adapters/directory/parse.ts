import { loadAll } from 'js-yaml'
import type { Json } from '../../model/json.ts'
import { DEPTH_LIMIT, NODE_LIMIT, nodeLimitOf, walkable } from '../../model/walkable.ts'

/** What a file holds, and what is wrong with the rest: clauses without the file's name, and without any of its content. */
export interface Parsed {
  readonly documents: readonly Json[]
  readonly problems: readonly string[]
}

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
  const limit = nodeLimitOf(text)
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
  const kept = walkable(documents, limit)
  const lost = documents.length - kept.length
  return {
    documents: kept,
    problems: lost === 0 ? [] : [`nested too deep, or swollen by aliases; ${lost} documents not read`],
  }
}
