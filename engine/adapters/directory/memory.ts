import { getHeapStatistics } from 'node:v8'
import type { Json } from '../../model/json.ts'

/** Bytes that objects may still take; whoever keeps one takes its share off. */
export interface Memory {
  left: number
}

/** What is left beside the objects of all clusters is for reading one file and for the work on them. */
const SHARE = 0.6

/** What this process may keep of directories; more with a larger `--max-old-space-size`. */
export function memoryOfProcess(): Memory {
  return { left: getHeapStatistics().heap_size_limit * SHARE }
}

/** About the bytes that a parsed value takes beside its text: a list has room for seventeen items from its first on. */
export function weightOf(value: Json): number {
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? 32 : 8
  if (Array.isArray(value)) {
    const items = value as readonly Json[]
    return items.reduce<number>(
      (sum, each) => sum + weightOf(each),
      items.length === 0 ? 32 : 32 + 8 * Math.max(17, items.length),
    )
  }
  return Object.values(value).reduce<number>((sum, each) => sum + 16 + weightOf(each), 64)
}
