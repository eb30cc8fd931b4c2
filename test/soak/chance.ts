/** Random numbers that come again with the same seed. */
export interface Chance {
  /** From 0 to below 1. */
  next(): number
  between(least: number, most: number): number
  /** One of them; undefined where there is none. */
  one<T>(of: readonly T[]): T | undefined
}

export function chance(seed: number): Chance {
  const state = { at: seed >>> 0 }
  // mulberry32
  const next = () => {
    state.at = (state.at + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state.at ^ (state.at >>> 15), state.at | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    between: (least, most) => least + next() * (most - least),
    one: (of) => of[Math.floor(next() * of.length)],
  }
}
