export type InTurns = <T>(work: () => Promise<T>, isUrgent?: boolean) => Promise<T>

/** So many turns in a row may go to what is urgent while something else waits. */
const MOST_IN_A_ROW = 3

/**
 * Runs at most so many pieces of work at once; the others wait for their turn, in the order in which they came. What is
 * urgent goes first, but every fourth turn is that of whoever has waited longest, so that nothing waits for ever.
 */
export function inTurns(most: number): InTurns {
  const waiting: { readonly isUrgent: boolean; readonly go: () => void }[] = []
  const count = { running: 0, inARow: 0 }
  const next = () => {
    const urgent = count.inARow < MOST_IN_A_ROW ? waiting.findIndex((each) => each.isUrgent) : 0
    const [chosen] = waiting.splice(Math.max(0, urgent), 1)
    count.inARow = urgent > 0 ? count.inARow + 1 : 0
    return chosen
  }
  return async (work, isUrgent = false) => {
    if (count.running >= most) await new Promise<void>((go) => waiting.push({ isUrgent, go }))
    else count.running++
    try {
      return await work()
    } finally {
      // Who waits takes the place over; nobody else can come between.
      const chosen = next()
      if (chosen) chosen.go()
      else count.running--
    }
  }
}
