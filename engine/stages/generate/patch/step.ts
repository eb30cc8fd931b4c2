import type { ListSchema, SchemaOf } from './list-schema.ts'
import type { Fields } from './node.ts'

/** Why a patch cannot be merged: `path` is where, with dots. */
export interface MergeProblem {
  readonly path: string
  readonly message: string
}

/** Fields that are written in quotes, or not, whatever their value asks for: patches before left them so. */
export type Quotes = WeakMap<Fields, Map<string, boolean>>

/** What a merge is carried through with: the first problem is kept, and the rest is best effort. */
export interface Merging {
  problem: MergeProblem | undefined
}

export function stop(merging: Merging, path: readonly string[], message: string): undefined {
  merging.problem ??= { path: path.join('.'), message }
  return undefined
}

/** Everything one step of a merge needs; `path` is for messages. */
export interface Step {
  readonly schema: ListSchema | undefined
  readonly schemaOf: SchemaOf
  readonly path: readonly string[]
  readonly merging: Merging
  readonly quotes: Quotes
}
