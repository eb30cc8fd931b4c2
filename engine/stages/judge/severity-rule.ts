import type { PolicySeverity } from '../../model/component.ts'
import type { Direction } from './severity-directions.ts'

/** What kind of thing a drift touches. */
export type FieldClass = 'security' | 'availability' | 'content' | 'metadata'

/** One row: which drifts it is about, and how bad they are. The first row that fits a field decides for it. */
export interface SeverityRule {
  readonly id: string
  readonly class: FieldClass
  /** At least this bad, whatever the policy says; `exactly` makes it no worse either. */
  readonly severity: PolicySeverity
  readonly exactly?: true
  /** `group/Kind` with `*` for any text; absent: every kind. */
  readonly kinds?: readonly string[]
  /** Fields of an object that differs. Absent: the object as a whole. */
  readonly pointers?: readonly string[]
  /** Where the object as a whole is meant. */
  readonly changes?: readonly ('missing' | 'unexpected' | 'different')[]
  /** Policies of stateful components only. */
  readonly stateful?: true
  readonly direction?: Direction
}
