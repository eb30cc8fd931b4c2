import type { SourceTree } from './source-tree.ts'

/** One place where the tree breaks a rule. */
export interface Fault {
  readonly file: string
  readonly line: number
  readonly message: string
}

/** One rule of the architecture: its id, why it is there, and how it is checked. */
export interface Rule {
  readonly id: string
  readonly because: string
  find(tree: SourceTree): readonly Fault[]
}
