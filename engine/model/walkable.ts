import type { Json } from './json.ts'

/** The API server accepts no deeper object; whoever walks one may recurse. */
export const DEPTH_LIMIT = 100
/** Aliases make a small file an endless one: this many values are more than 64 MiB of text can write out. */
export const NODE_LIMIT = 40_000_000
export const ALIAS_NODE_LIMIT = 2_000_000

/**
 * The documents that a walker may walk: none deeper than `DEPTH_LIMIT`, all together of at most `nodes` values. An alias
 * counts each time that a walker would meet it, so a circle runs into one of the limits.
 */
export function walkable(documents: readonly Json[], nodes: number): readonly Json[] {
  const budget = { nodes }
  return documents.filter((each) => fits(each, 0, budget))
}

/** How many values a text may stand for. */
export function nodeLimitOf(text: string): number {
  return text.includes('&') ? ALIAS_NODE_LIMIT : NODE_LIMIT
}

/**
 * How many of YAML's indicators (and line breaks) a text has: it holds about as many values at most. A parser makes some fifty bytes of memory
 * for each, so that a text made for it takes that much a character; one that people or Isthmus wrote has one in six to twelve.
 */
export function indicatorsIn(text: string, from = 0, to = text.length): number {
  let count = 0
  for (let i = from; i < to; i++) if (INDICATORS[text.charCodeAt(i)] === 1) count++
  return count
}

const INDICATORS = Uint8Array.from({ length: 128 }, (_, code) =>
  '\n,-:[{?'.includes(String.fromCharCode(code)) ? 1 : 0,
)

function fits(value: Json, depth: number, budget: { nodes: number }): boolean {
  if (--budget.nodes < 0) return false
  if (typeof value !== 'object' || value === null) return true
  if (depth >= DEPTH_LIMIT) return false
  if (Array.isArray(value)) return value.every((each) => fits(each, depth + 1, budget))
  for (const child of Object.values(value)) if (!fits(child, depth + 1, budget)) return false
  return true
}
