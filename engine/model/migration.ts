import type { JsonObject } from './json.ts'

/** One PlacementRule, what takes its place, and whether both select the same clusters of an inventory. */
export interface MigratedRule {
  readonly namespace: string
  readonly rule: string
  /** Absent where no Placement can say the same. */
  readonly placement?: string
  readonly before: readonly string[]
  readonly after: readonly string[]
  /** Both are known for certain and equal. */
  readonly isProven: boolean
  /** What a person must know or decide; a reason where it is not proven. */
  readonly notes: readonly string[]
}

/** What bindings place, before, between and after: nothing may be without clusters at any step. */
export interface MigratedSubject {
  readonly subject: string
  readonly before: readonly string[]
  readonly between: readonly string[]
  readonly after: readonly string[]
  readonly isKept: boolean
}

export interface Migration {
  readonly rules: readonly MigratedRule[]
  readonly subjects: readonly MigratedSubject[]
  /** For the first pull request: set bindings, Placements and their bindings. */
  readonly added: readonly JsonObject[]
  /** For the second: the PlacementRules and bindings that go. */
  readonly removed: readonly JsonObject[]
}

export function isProven({ rules, subjects }: Migration): boolean {
  return rules.every((each) => each.isProven) && subjects.every((each) => each.isKept)
}
