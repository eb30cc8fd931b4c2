import type { Check } from '../../model/review.ts'
import type { Gate } from '../../stages/gate.ts'
import { beside } from '../../stages/gate.ts'

/** A commit that may be merged: of an open pull request by its number, or what a merge queue has made of these. */
export interface Head {
  readonly commit: string
  readonly number: number | undefined
  readonly queued: readonly number[]
}

export interface Judged extends Head {
  readonly gates: readonly Gate[]
}

/**
 * Each was judged as if it were alone, and two that are merged between two looks would be two waves at once. So of those that may go, one
 * goes: what is in the merge queue already, else the one that was opened first. The others say which one they wait for.
 */
export function oneAtATime(all: readonly (Judged | Check)[]): readonly (Judged | Check)[] {
  const judged = all.flatMap((each) => ('gates' in each ? [each] : []))
  const queued = new Set(judged.flatMap((each) => each.queued))
  const open = judged.flatMap(({ number, gates }) => (number === undefined ? [] : [{ number, gates }]))
  const ordered = open.sort((one, other) => one.number - other.number)
  const first = new Map<string, number>()
  for (const { number, gates } of [
    ...ordered.filter((each) => queued.has(each.number)),
    ...ordered.filter((each) => !queued.has(each.number)),
  ])
    for (const each of gates) if (isWave(each) && !first.has(each.environment)) first.set(each.environment, number)
  const waiting = (gate: Gate, number: number) => {
    const other = first.get(gate.environment)
    return isWave(gate) && other !== undefined && other !== number ? beside(gate, [`#${other}`]) : gate
  }
  return all.map((each) => {
    if (!('gates' in each) || each.number === undefined) return each
    const { number, gates } = each
    return { ...each, gates: gates.map((gate) => waiting(gate, number)) }
  })
}

function isWave({ isGreen, regions }: Gate): boolean {
  return isGreen && regions.length > 0
}
