import type fc from 'fast-check'

/** One thing that reads what strangers wrote, with what must hold whatever they wrote. */
export interface Target {
  readonly name: string
  /** What must hold, in a line. */
  readonly holds: string
  /** Inputs are JSON, so that any of them can be kept as a file. */
  readonly input: fc.Arbitrary<unknown>
  /** Inputs that a person thought of; those that were found are files in `corpus/`. */
  readonly cases: readonly unknown[]
  /** Throws where it does not hold. */
  readonly check: (input: unknown) => void | Promise<void>
  /** Drawn inputs in `npm test`, which has a second or two for all targets. */
  readonly few: number
}

interface Told<T> {
  readonly name: string
  readonly holds: string
  readonly input: fc.Arbitrary<T>
  readonly cases?: readonly T[]
  readonly check: (input: T) => void | Promise<void>
  readonly few?: number
}

export function target<T>({ cases = [], few = 20, check, ...rest }: Told<T>): Target {
  return { ...rest, cases, few, check: (input) => check(input as T) }
}

/** Throws with what was seen unless the condition holds. */
export function hold(condition: boolean, what: string, ...seen: readonly unknown[]): void {
  if (condition) return
  throw new Error([what, ...seen.map((each) => JSON.stringify(each)?.slice(0, 500))].join('\n  '))
}
