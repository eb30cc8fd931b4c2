import type { Json } from '../../model/json.ts'

/** Deeper values are not compared: everything here recurses over them. Kubernetes objects stay far below. */
const DEEPEST = 1100

/** Without recursion, so that no value can exhaust the stack. */
export function isTooDeep(value: Json): boolean {
  let level: readonly Json[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return true
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []))
  }
  return false
}
